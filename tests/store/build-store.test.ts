import { beforeAll, describe, expect, it } from "vitest";
import { buildStore } from "../../loaders/store/build-store.ts";
import { type Database, openDuckDb } from "../../loaders/store/duckdb.ts";
import { runOfRows } from "../../src/model/run-of-rows.ts";
import { STORE_TABLES } from "../../src/model/store-tables.ts";
import { completeRows, header, outcomeRow, processRows, target, unavailable } from "../fixtures/run.ts";

const targets = [target("python", "stay"), target("js"), unavailable("native", "it's missing", "get cc")];
const rows = [
  ...completeRows(),
  outcomeRow({ workload: "embed-text", target: "js", replicate: 3, state: "crash", detail: "it's broken" }),
];
// The second run's cells carry the same names as the first one's, and its iterations another layout.
const other = processRows({ target: "js", wallMs: [1.25, 2.5] }).map((row) =>
  row.kind === "samples"
    ? { ...row, segments: row.segments.slice(0, 2), spanMs: row.spanMs.slice(0, 2), firstIteration: 40 }
    : row,
);
const runs = [
  runOfRows(header({ targets }), rows),
  runOfRows(header({ runId: "20260103T000000Z-quick-2", targets }), other),
];

let database: Database;
let query: (sql: string) => Record<string, unknown>[];

beforeAll(async () => {
  const bytes = await buildStore(runs);
  database = await openDuckDb();
  database.bindings.registerFileBuffer("any.duckdb", bytes);
  // Views must hold under a name that is not the one under which the store was built.
  database.connection.query("ATTACH 'any.duckdb' AS elsewhere (READ_ONLY)");
  query = (sql) =>
    database.connection
      .query(sql)
      .toArray()
      .map((row) => row.toJSON());
});

it("leaves nothing attached where it fails, so that the next one can be built", async () => {
  const broken = runOfRows(header({ runId: "20260104T000000Z-quick-3", targets }), rows);
  const samples = [{ ...broken.samples[0]!, spanMs: undefined as never }];
  await expect(buildStore([{ ...broken, samples }])).rejects.toThrow();
  expect((await buildStore(runs)).length).toBeGreaterThan(1_000);
});

describe("the store", () => {
  it.each(STORE_TABLES)("has $name with the documented columns in order", ({ name, columns }) => {
    const found = query(`DESCRIBE elsewhere.${name}`).map((row) => [row.column_name, row.column_type]);
    expect(found).toEqual(columns.map((column) => [column.name, column.type]));
  });

  it.each([
    ["runs", 2],
    ["environments", 2],
    ["workloads", 2],
    ["targets", 6],
    ["samples", 6 * 11 + 2],
    ["spans", 6 * 11 * 4 + 2 * 2],
    ["cold_starts", 7],
    ["memory", 7],
    ["outcomes", 8],
  ])("holds every row of %s: %i", (name, count) => {
    expect(query(`SELECT count(*)::INTEGER AS n FROM elsewhere.${name}`)).toEqual([{ n: count }]);
  });

  it("keeps wall times and starts to the nanosecond, in the order in which they ran", () => {
    const [first] = runs[0]!.samples;
    const found = query(
      `SELECT iteration, start_ms, wall_ms FROM elsewhere.samples
       WHERE run_id = '${runs[0]!.header.runId}' AND process = '${first!.process}' ORDER BY iteration`,
    );
    expect(found.map(({ iteration }) => iteration)).toEqual(first!.wallMs.map((_, i) => i));
    for (const [i, row] of found.entries()) {
      expect(Math.abs((row.wall_ms as number) - first!.wallMs[i]!)).toBeLessThanOrEqual(1e-6);
      expect(Math.abs((row.start_ms as number) - first!.startMs[i]!)).toBeLessThanOrEqual(1e-6);
    }
  });

  it("has spans that add up to the wall time", () => {
    const [worst] = query(
      `SELECT max(abs(total - wall_ms)) AS ms, count(*)::INTEGER AS n FROM elsewhere.samples
       JOIN (SELECT run_id, process, iteration, sum(duration_ms) AS total FROM elsewhere.spans GROUP BY ALL)
       USING (run_id, process, iteration) WHERE run_id = '${runs[0]!.header.runId}'`,
    );
    expect(worst!.n).toBe(66);
    expect(worst!.ms).toBeLessThanOrEqual(1e-6);
  });

  it("tells processes of equal name in two runs apart, each with its own segments", () => {
    const found = query(
      `SELECT iteration, segment, stage, bucket, duration_ms FROM elsewhere.spans
       WHERE run_id = '${runs[1]!.header.runId}' ORDER BY iteration, segment`,
    );
    expect(found).toEqual([
      { iteration: 40, segment: 0, stage: "load", bucket: "io", duration_ms: 0.125 },
      { iteration: 40, segment: 1, stage: "preprocess", bucket: "interpreter", duration_ms: 0.375 },
      { iteration: 41, segment: 0, stage: "load", bucket: "io", duration_ms: 0.25 },
      { iteration: 41, segment: 1, stage: "preprocess", bucket: "interpreter", duration_ms: 0.75 },
    ]);
    const walls = query(
      `SELECT wall_ms FROM elsewhere.samples WHERE run_id = '${runs[1]!.header.runId}' ORDER BY ALL`,
    );
    expect(walls).toEqual([{ wall_ms: 1.25 }, { wall_ms: 2.5 }]);
  });

  it("keeps reasons and details, quotes included, and says how a run ended", () => {
    expect(query("SELECT DISTINCT reason, enable FROM elsewhere.targets WHERE NOT available")).toEqual([
      { reason: "it's missing", enable: "get cc" },
    ]);
    expect(query("SELECT detail FROM elsewhere.outcomes WHERE state = 'crash'")).toEqual([
      { detail: "it's broken" },
    ]);
    expect(query("SELECT end_reason, elapsed_ms FROM elsewhere.runs ORDER BY run_id")).toEqual([
      { end_reason: "complete", elapsed_ms: 1_500 },
      { end_reason: null, elapsed_ms: 0 },
    ]);
  });

  it("documents its columns with their units", () => {
    const [comment] = query(
      `SELECT comment FROM duckdb_columns()
       WHERE database_name = 'elsewhere' AND table_name = 'samples' AND column_name = 'wall_ms'`,
    );
    expect(comment).toEqual({ comment: "the whole request [ms]" });
  });
});

describe("a store without runs", () => {
  it("has all tables, empty", async () => {
    database.bindings.registerFileBuffer("empty.duckdb", await buildStore([]));
    database.connection.query("ATTACH 'empty.duckdb' AS none (READ_ONLY)");
    for (const { name } of STORE_TABLES) {
      expect(query(`SELECT * FROM none.${name}`)).toEqual([]);
    }
  });
});

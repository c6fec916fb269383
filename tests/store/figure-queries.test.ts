import { beforeAll, describe, expect, it } from "vitest";
import { buildStore } from "../../loaders/store/build-store.ts";
import { openDuckDb } from "../../loaders/store/duckdb.ts";
import { crossingCurves } from "../../src/model/boundary/curves.ts";
import { runOfRows } from "../../src/model/run-of-rows.ts";
import { summarise } from "../../src/model/summarise.ts";
import type { MeasuredCell } from "../../src/model/summary.ts";
import { batchesOf } from "../../src/report/batches.ts";
import { variantTimes } from "../../src/report/features.ts";
import {
  batchQuery,
  bucketQuery,
  coldQuery,
  crossingQuery,
  gainQuery,
  kernelQuery,
  latencyQuery,
  memoryQuery,
  threadsQuery,
  todayQuery,
} from "../../src/report/figure-queries.ts";
import { THREADS } from "../fixtures/chats.ts";
import { crossingRows } from "../fixtures/crossings.ts";
import { featuresRow } from "../fixtures/features.ts";
import { around, endRow, header, outcomeRow, processRows, target } from "../fixtures/run.ts";

const targets = [target("python", "stay"), target("js")];
const rows = [
  ...[0, 1, 2].flatMap((replicate) => [
    ...processRows({ target: "python", replicate, wallMs: around(20, replicate), outcome: {} }),
    ...processRows({ target: "js", replicate, wallMs: around(7, replicate), outcome: {} }),
  ]),
  // One that did not end well, and counts for nothing.
  ...processRows({ target: "js", replicate: 3, wallMs: [900, 900] }),
  outcomeRow({ workload: "embed-text", target: "js", replicate: 3, state: "crash" }),
  ...crossingRows("node"),
  featuresRow(),
  ...THREADS,
  {
    ...{ kind: "batch" as const, workload: "embed-text", target: "js", stopped: null },
    points: [1, 8].map((batch) => ({
      batch,
      roundMs: [4 + batch, 6 + batch, 5 + batch],
      parts: null,
      deviceMemoryBytes: null,
    })),
    at: "2026-01-02T03:04:05.000Z",
  },
  endRow(),
];
const run = runOfRows(header({ targets }), rows);
const summary = summarise(run);
const { runId } = summary;
const [workload] = summary.workloads;
const cell = (id: string) => workload!.cells.find((one) => one.target === id) as MeasuredCell;

let query: (sql: string) => Record<string, number & string>[];
beforeAll(async () => {
  const database = await openDuckDb();
  database.bindings.registerFileBuffer("any.duckdb", await buildStore([run]));
  database.connection.query("ATTACH 'any.duckdb' AS portolan (READ_ONLY)");
  database.connection.query("USE portolan");
  query = (sql) =>
    database.connection
      .query(sql)
      .toArray()
      .map((row) => row.toJSON());
});

/** As the report has it, to what storing whole nanoseconds leaves. */
const same = (found: number, shown: number) => expect(found / shown).toBeCloseTo(1, 4);

describe("the query behind a figure", () => {
  it("of batches finds what a target answers in a second", () => {
    const [series] = batchesOf(workload!, summary).series;
    const found = query(batchQuery(runId, workload!.id));
    expect(found.map(({ batch }) => batch)).toEqual([1, 8]);
    for (const [i, { batch, ms }] of series!.curve.points.entries()) {
      same(found[i]!.ms!, ms.value);
      same(found[i]!.per_second!, (1e3 * batch) / ms.value);
    }
  });

  it("of latencies finds what the report says", () => {
    const found = query(latencyQuery(runId, workload!.id));
    expect(found.map(({ target: id }) => id)).toEqual(["js", "python"]);
    for (const row of found) {
      same(row.p50_ms!, cell(row.target!).p50Ms.value);
      same(row.max_ms!, cell(row.target!).maxMs);
      expect(row.iterations).toBe(cell(row.target!).iterations);
      expect(row.processes).toBe(cell(row.target!).processes);
    }
  });

  it("of buckets finds the shares of the middle half", () => {
    const found = query(bucketQuery(runId, workload!.id));
    expect(found).toHaveLength(6);
    for (const { target: id, bucket, percent } of found) {
      const { bucketMs, wallMs } = cell(id!).attribution;
      same(percent!, (100 * bucketMs[bucket as unknown as "io"]) / wallMs);
    }
  });

  it("of today’s programs finds the same of each", () => {
    const found = query(todayQuery(runId, new Map([[workload!.id, "python"]])));
    const { bucketMs, wallMs } = cell("python").attribution;
    expect(found.map(({ bucket }) => bucket)).toEqual(["compute", "interpreter", "io"]);
    for (const { workload: id, bucket, percent } of found) {
      expect(id).toBe(workload!.id);
      same(percent!, (100 * bucketMs[bucket as unknown as "io"]) / wallMs);
    }
  });

  it("of cold starts, memory and gains finds what the report says", () => {
    for (const row of query(coldQuery(runId, workload!.id))) {
      same(row.total_ms!, cell(row.target!).coldTotalMs.value);
      same(row.session_ms!, cell(row.target!).coldMs.session);
    }
    for (const row of query(memoryQuery(runId, workload!.id)))
      same(row.peak_mib! * 2 ** 20, cell(row.target!).peakRssBytes!);
    const [gain, ...more] = query(gainQuery(runId, new Map([[workload!.id, "python"]])));
    expect(more).toEqual([]);
    same(gain!.speed_up!, 1 / cell("js").ratio!.value);
  });

  it("of crossings finds every point of the curves, of one call and of many", () => {
    const curve = crossingCurves(run).find(({ way }) => way === "copy-in")!;
    for (const [batched, points] of [
      [false, curve.bySize],
      [true, curve.byCalls],
    ] as const) {
      const found = query(crossingQuery(runId, "node", ["copy-in"], batched));
      expect(found.map(({ bytes, calls }) => [Number(bytes), calls])).toEqual(
        points.map(({ bytes, calls }) => [bytes, calls]),
      );
      for (const [i, row] of found.entries()) same(row.ms!, points[i]!.ms);
    }
  });

  it("of Wasm’s features finds every variant", () => {
    const times = variantTimes(summary.features[0]!, "matmul");
    const found = query(kernelQuery(runId, "node", "matmul"));
    expect(found.map(({ variant }) => variant).sort()).toEqual(times.map(({ variant }) => variant).sort());
    for (const row of found) same(row.ms!, times.find(({ variant }) => variant === String(row.variant))!.ms);
  });

  it("takes a name for a name, whatever is in it", () => {
    expect(query(latencyQuery("it's '); DROP", "a'b"))).toEqual([]);
  });

  it("asks for a conversation on more and more threads what the page shows", () => {
    const [ladder] = summary.threadLadders;
    expect(query(threadsQuery(runId, "chat"))).toEqual(
      ladder!.rungs.map(({ threads, firstTokenMs, tokenMs }) => ({
        target: "llama-native",
        threads,
        first_token_ms: firstTokenMs.value,
        token_ms: tokenMs.value,
        rounds: 3,
      })),
    );
  });
});

import { table as columnTable } from "arquero";
import type { Recording } from "../../src/model/recording-file.ts";
import type { Run } from "../../src/model/run-file.ts";
import { CELL_COLUMNS, cellValues, STORE_TABLES } from "../../src/model/store-tables.ts";
import { type Database, databaseFile, openDuckDb } from "./duckdb.ts";
import { createTable, describeTable, insertRows } from "./table.ts";

/** Rows go in by batches of about this many, so that memory stays bounded however long the runs are. */
const BATCH_ROWS = 500_000;

/** Builds the store from run files and recordings: the bytes of a `.duckdb` database, made by DuckDB-Wasm itself. */
export async function buildStore(
  runs: readonly Run[],
  recordings: readonly Recording[] = [],
): Promise<Uint8Array> {
  const database = await openDuckDb();
  return databaseFile(database, "store", () => {
    insertSeries(database, runs);
    for (const table of STORE_TABLES) {
      const { ofRun, ofRecording } = table;
      const isView = !ofRun && !ofRecording;
      if (!isView) {
        createTable(database, table);
        if (ofRun) insertRows(database, table, runs.flatMap(ofRun));
        if (ofRecording) insertRows(database, table, recordings.flatMap(ofRecording));
      }
      describeTable(database, table, isView ? "VIEW" : "TABLE");
    }
  });
}

/**
 * Samples and spans are most of the store, so they lie there as numbers only: one row per iteration with a
 * column per segment, a key into `cells` and `segments` instead of text, and whole nanoseconds instead of
 * floats (all of it compresses to a few bits). The wall time is kept as what the spans leave of it, which is
 * next to nothing. Views give them the documented columns.
 */
function insertSeries(database: Database, runs: readonly Run[]): void {
  const { connection } = database;
  const rows = runs.flatMap((run) => run.samples.map((row) => ({ run, row })));
  const spanColumns = Array.from(
    { length: Math.max(1, ...rows.map(({ row }) => row.segments.length)) },
    (_, k) => `span${k}_ns`,
  );
  createSeries(database, spanColumns);
  const cells = connection.prepare(
    `INSERT INTO store.cells VALUES (?, ?, ${CELL_COLUMNS.map(() => "?").join(", ")})`,
  );
  const segments = connection.prepare("INSERT INTO store.segments VALUES (?, ?, ?, ?)");
  const writer = new BatchWriter(database, "iterations", [
    "cell",
    "iteration",
    "start_ns",
    "rest_ns",
    ...spanColumns,
  ]);
  const layoutKeys = new Map<string, number>();
  const cellKeys = new Map<string, number>();
  for (const { run, row } of rows) {
    const layout = keyOf(layoutKeys, JSON.stringify(row.segments), (key) => {
      for (const [k, { stage, bucket }] of row.segments.entries()) segments.query(key, k, stage, bucket);
    });
    const cell = keyOf(cellKeys, `${run.header.runId} ${row.process}`, (key) => {
      cells.query(key, layout, ...cellValues({ runId: run.header.runId, ...row })[0]!);
    });
    const spans = spanColumns.map((_, k) => row.spanMs[k] ?? 0);
    const restNs = (i: number) =>
      row.spanMs.reduce((rest, span) => rest - toNs(span[i]!), toNs(row.wallMs[i]!));
    writer.push(row.wallMs.length, [cell, (i) => row.firstIteration + i, row.startMs, restNs, ...spans]);
  }
  writer.flush();
  for (const statement of [cells, segments]) statement.close();
}

function createSeries({ connection }: Database, spanColumns: readonly string[]): void {
  const cellColumns = CELL_COLUMNS.map(({ name, type }) => `${name} ${type}`);
  const cases = spanColumns.map((name, k) => `WHEN ${k} THEN ${name}`).join(" ");
  // Unqualified, so that the views hold under whatever name the database is attached.
  connection.query("USE store");
  connection.query(`
    CREATE TABLE cells (cell INTEGER, layout INTEGER, ${cellColumns.join(", ")});
    CREATE TABLE segments (layout INTEGER, segment INTEGER, stage VARCHAR, bucket VARCHAR);
    CREATE TABLE iterations (cell INTEGER, iteration INTEGER, start_ns BIGINT, rest_ns BIGINT,
      ${spanColumns.map((name) => `${name} BIGINT`).join(", ")});
    CREATE VIEW samples AS
      SELECT ${CELL_NAMES.join(", ")}, iteration, start_ns / 1e6 AS start_ms, (rest_ns + ${spanColumns.join(" + ")}) / 1e6 AS wall_ms
      FROM iterations JOIN cells USING (cell);
    CREATE VIEW spans AS
      SELECT ${CELL_NAMES.join(", ")}, iteration, segment, stage, bucket,
        (CASE segment ${cases} END) / 1e6 AS duration_ms
      FROM iterations JOIN cells USING (cell) JOIN segments USING (layout)`);
  connection.query("USE memory");
}

const CELL_NAMES = CELL_COLUMNS.map(({ name }) => name);

const toNs = (ms: number): number => Math.round(ms * 1e6);

function keyOf(keys: Map<string, number>, name: string, onNew: (key: number) => void): number {
  const known = keys.get(name);
  if (known !== undefined) return known;
  const key = keys.size;
  keys.set(name, key);
  onNew(key);
  return key;
}

/** One value for all rows, a function of the row in the column's unit, or milliseconds by row. */
type ColumnSource = number | ((i: number) => number) | readonly number[];

/** Collects columns of numbers and hands them to DuckDB one Arrow batch at a time. */
class BatchWriter {
  readonly #database: Database;
  readonly #table: string;
  readonly #names: readonly string[];
  readonly #columns: readonly (Int32Array | Float64Array)[];
  #length = 0;

  constructor(database: Database, table: string, names: readonly string[]) {
    this.#database = database;
    this.#table = table;
    this.#names = names;
    this.#columns = names.map((name) =>
      name.endsWith("_ns") ? new Float64Array(BATCH_ROWS) : new Int32Array(BATCH_ROWS),
    );
  }

  push(rows: number, sources: readonly ColumnSource[]): void {
    for (let from = 0; from < rows; ) {
      const count = Math.min(rows - from, BATCH_ROWS - this.#length);
      for (const [k, source] of sources.entries()) {
        const column = this.#columns[k]!;
        if (typeof source === "number") column.fill(source, this.#length, this.#length + count);
        else if (typeof source === "function")
          for (let i = 0; i < count; i++) column[this.#length + i] = source(from + i);
        else for (let i = 0; i < count; i++) column[this.#length + i] = toNs(source[from + i]!);
      }
      this.#length += count;
      from += count;
      if (this.#length === BATCH_ROWS) this.flush();
    }
  }

  flush(): void {
    if (this.#length === 0) return;
    const { connection } = this.#database;
    const arrays = Object.fromEntries(
      this.#names.map((name, k) => [name, this.#columns[k]!.subarray(0, this.#length)]),
    );
    const batch = columnTable(arrays).toArrowIPC({ format: "stream" });
    connection.insertArrowFromIPCStream(batch, { name: "batch" });
    const select = this.#names.map((name) => (name.endsWith("_ns") ? `${name}::BIGINT` : name));
    connection.query(`INSERT INTO store.${this.#table} SELECT ${select.join(", ")} FROM batch`);
    connection.query("DROP TABLE batch");
    this.#length = 0;
  }
}

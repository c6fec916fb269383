import { table as columnTable } from "arquero";
import type { Run } from "../../src/model/run-file.ts";
import { CELL_COLUMNS, cellValues } from "../../src/model/store-tables.ts";
import type { Database } from "./duckdb.ts";
import { createTable, TableWriter } from "./table.ts";

/** Rows go in by batches of about this many, so that memory stays bounded however long the runs are. */
const BATCH_ROWS = 500_000;

const CELL_NAMES = CELL_COLUMNS.map(({ name }) => name);
const KEY = { unit: "", description: "" };
const CELLS = {
  name: "cells",
  description: "",
  columns: [
    { name: "cell", type: "INTEGER", ...KEY },
    { name: "layout", type: "INTEGER", ...KEY },
    ...CELL_COLUMNS,
  ],
} as const;
const SEGMENTS = {
  name: "segments",
  description: "",
  columns: [
    { name: "layout", type: "INTEGER", ...KEY },
    { name: "segment", type: "INTEGER", ...KEY },
    { name: "stage", type: "VARCHAR", ...KEY },
    { name: "bucket", type: "VARCHAR", ...KEY },
  ],
} as const;

const spanNames = (count: number): string[] => Array.from({ length: count }, (_, k) => `span${k}_ns`);
const toNs = (ms: number): number => Math.round(ms * 1e6);

/**
 * Samples and spans are most of the store, so they lie there as numbers only: one row per iteration with a
 * column per segment, a key into `cells` and `segments` instead of text, and whole nanoseconds instead of
 * floats (all of it compresses to a few bits). The wall time is kept as what the spans leave of it, which is
 * next to nothing. Views give them the documented columns.
 */
export class SeriesWriter {
  readonly #database: Database;
  readonly #cells: TableWriter;
  readonly #segments: TableWriter;
  readonly #layouts = new Map<string, number>();
  #iterations: BatchWriter;
  #spans = 1;
  #cellCount = 0;

  constructor(database: Database) {
    this.#database = database;
    for (const table of [CELLS, SEGMENTS]) createTable(database, table);
    this.#cells = new TableWriter(database, CELLS);
    this.#segments = new TableWriter(database, SEGMENTS);
    database.connection.query(
      "CREATE TABLE store.iterations (cell INTEGER, iteration INTEGER, start_ns BIGINT, rest_ns BIGINT, span0_ns BIGINT)",
    );
    this.#iterations = new BatchWriter(database, this.#spans);
  }

  push(run: Run): void {
    const cells = new Map<string, number>();
    for (const row of run.samples) {
      this.#widen(row.segments.length);
      const layout = keyOf(this.#layouts, JSON.stringify(row.segments), this.#layouts.size, (key) =>
        this.#segments.push(row.segments.map(({ stage, bucket }, k) => [key, k, stage, bucket])),
      );
      const cell = keyOf(cells, row.process, this.#cellCount, (key) => {
        this.#cellCount++;
        this.#cells.push([[key, layout, ...cellValues({ runId: run.header.runId, ...row })[0]!]]);
      });
      const spans = spanNames(this.#spans).map((_, k) => row.spanMs[k] ?? 0);
      const restNs = (i: number) =>
        row.spanMs.reduce((rest, span) => rest - toNs(span[i]!), toNs(row.wallMs[i]!));
      const sources = [cell, (i: number) => row.firstIteration + i, row.startMs, restNs, ...spans];
      this.#iterations.push(row.wallMs.length, sources);
    }
  }

  /** A column for each segment: what was there before has none of them. */
  #widen(count: number): void {
    if (count <= this.#spans) return;
    this.#iterations.flush();
    for (const name of spanNames(count).slice(this.#spans))
      this.#database.connection.query(`ALTER TABLE store.iterations ADD COLUMN ${name} BIGINT DEFAULT 0`);
    this.#spans = count;
    this.#iterations = new BatchWriter(this.#database, count);
  }

  /** Writes what is left, and the views. */
  finish(): void {
    for (const writer of [this.#iterations, this.#cells, this.#segments]) writer.flush();
    const { connection } = this.#database;
    const spans = spanNames(this.#spans);
    const cases = spans.map((name, k) => `WHEN ${k} THEN ${name}`).join(" ");
    // Unqualified, so that the views hold under whatever name the database is attached.
    connection.query("USE store");
    connection.query(`
      CREATE VIEW samples AS
        SELECT ${CELL_NAMES.join(", ")}, iteration, start_ns / 1e6 AS start_ms, (rest_ns + ${spans.join(" + ")}) / 1e6 AS wall_ms
        FROM iterations JOIN cells USING (cell);
      CREATE VIEW spans AS
        SELECT ${CELL_NAMES.join(", ")}, iteration, segment, stage, bucket,
          (CASE segment ${cases} END) / 1e6 AS duration_ms
        FROM iterations JOIN cells USING (cell) JOIN segments USING (layout)`);
    connection.query("USE memory");
  }
}

function keyOf(keys: Map<string, number>, name: string, next: number, onNew: (key: number) => void): number {
  const known = keys.get(name);
  if (known !== undefined) return known;
  keys.set(name, next);
  onNew(next);
  return next;
}

/** One value for all rows, a function of the row in the column's unit, or milliseconds by row. */
type ColumnSource = number | ((i: number) => number) | readonly number[];

/** Collects columns of numbers and hands them to DuckDB one Arrow batch at a time. */
class BatchWriter {
  readonly #database: Database;
  readonly #names: readonly string[];
  readonly #columns: readonly (Int32Array | Float64Array)[];
  #length = 0;

  constructor(database: Database, spans: number) {
    this.#database = database;
    this.#names = ["cell", "iteration", "start_ns", "rest_ns", ...spanNames(spans)];
    this.#columns = this.#names.map((name) =>
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
    connection.query(`INSERT INTO store.iterations SELECT ${select.join(", ")} FROM batch`);
    connection.query("DROP TABLE batch");
    this.#length = 0;
  }
}

import {
  bool,
  columnFromArray,
  type DataType,
  dictionary,
  float64,
  tableFromColumns,
  tableToIPC,
  utf8,
} from "@uwdata/flechette";
import type { Column, Table } from "../../src/model/table-columns.ts";
import type { Database } from "./duckdb.ts";

/** In the database that is attached as `store`; its rows, and what it means, are put in by the next two. */
export function createTable({ connection }: Database, { name, columns }: Table): void {
  connection.query(`CREATE TABLE store.${name} (${columns.map((c) => `${c.name} ${c.type}`).join(", ")})`);
}

export function describeTable(
  { connection }: Database,
  { name, columns, description }: Table,
  kind: "TABLE" | "VIEW",
): void {
  const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
  connection.query(`COMMENT ON ${kind} store.${name} IS ${quoted(description)}`);
  for (const c of columns) {
    const text = c.unit ? `${c.description} [${c.unit}]` : c.description;
    connection.query(`COMMENT ON COLUMN store.${name}.${c.name} IS ${quoted(text)}`);
  }
}

/** Rows go in by batches of about this many: as statements of their own a thousand runs' would take minutes. */
const BATCH_ROWS = 130_000;

/** How a column travels to DuckDB; it is cast to its type there. */
const CARRIERS: Readonly<Record<Column["type"], () => DataType>> = {
  // Ids stand in one row after the other.
  VARCHAR: () => dictionary(utf8()),
  TIMESTAMP: utf8,
  BOOLEAN: bool,
  INTEGER: float64,
  BIGINT: float64,
  DOUBLE: float64,
};

/** Collects rows for a table, each in the order of its columns. */
export class TableWriter {
  readonly #database: Database;
  readonly #table: Table;
  #rows: (readonly unknown[])[] = [];

  constructor(database: Database, table: Table) {
    this.#database = database;
    this.#table = table;
  }

  push(rows: readonly (readonly unknown[])[]): void {
    for (const row of rows) this.#rows.push(row);
    if (this.#rows.length >= BATCH_ROWS) this.flush();
  }

  flush(): void {
    if (this.#rows.length === 0) return;
    const { connection } = this.#database;
    const { name, columns } = this.#table;
    const carried = columns.map((column, k): [string, ReturnType<typeof columnFromArray>] => [
      column.name,
      columnFromArray(
        this.#rows.map((row) => row[k] ?? null),
        CARRIERS[column.type](),
      ),
    ]);
    const bytes = tableToIPC(tableFromColumns(carried), { format: "stream" });
    connection.insertArrowFromIPCStream(bytes!, { name: "batch" });
    const select = columns.map((column) => `"${column.name}"::${column.type}`);
    connection.query(`INSERT INTO store.${name} SELECT ${select.join(", ")} FROM batch`);
    connection.query("DROP TABLE batch");
    this.#rows = [];
  }
}

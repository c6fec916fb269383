import type { Table } from "../../src/model/table-columns.ts";
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

export function insertRows(
  { connection }: Database,
  { name, columns }: Table,
  rows: readonly (readonly unknown[])[],
): void {
  if (rows.length === 0) return;
  const marks = columns.map(() => "?").join(", ");
  const statement = connection.prepare(`INSERT INTO store.${name} VALUES (${marks})`);
  for (const row of rows) statement.query(...row);
  statement.close();
}

import { cellText, objectsOf, type SqlResult } from "../../report/sql-result.js";
import { dataTable } from "../data-table.js";

type Row = Readonly<Record<string, unknown>>;

/** Those of an SQL cell know their columns even where there is none of them. */
export type Rows = readonly Row[] & { readonly columns?: readonly string[] };

/**
 * Rows as a table: those of an SQL cell, or objects of your own; the keys of the first are the columns.
 *
 * @param caption what the table says, for everybody who has to find it
 */
export function table(rows: Rows, caption = "Rows of this page"): HTMLElement {
  const names = rows.columns ?? Object.keys(rows[0] ?? {});
  return dataTable(
    caption,
    names.map((name) => ({
      label: name,
      value: (row: Row) => cellText(row[name]),
      numeric: rows.every((row) => row[name] === null || typeof row[name] === "number"),
    })),
    rows,
  );
}

/** The rows of an SQL cell, by the names of their columns. */
export function rowsOf(result: SqlResult): Rows {
  return Object.assign(objectsOf(result), { columns: result.columns.map(({ name }) => name) });
}

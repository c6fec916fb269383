import type { DataType, Table } from "apache-arrow";

/** Points in time, lists and whatever else there is are text. */
export type ColumnKind = "integer" | "number" | "boolean" | "text";

/** What a query gave, as rows of plain values: text, numbers, booleans and null. */
export interface SqlResult {
  readonly columns: readonly { readonly name: string; readonly kind: ColumnKind }[];
  readonly rows: readonly (readonly unknown[])[];
}

/** By position and not by name, since a query may name two columns alike. */
export function toResult(table: Table): SqlResult {
  const fields = table.schema.fields;
  const readers = fields.map(({ type }, k) => {
    const vector = table.getChildAt(k)!;
    return (i: number) => plainValue(vector.get(i), type);
  });
  return {
    columns: fields.map(({ name, type }) => ({ name, kind: kindOf(String(type)) })),
    rows: Array.from({ length: table.numRows }, (_, i) => readers.map((read) => read(i))),
  };
}

/** By Arrow's name of the type. */
function kindOf(type: string): ColumnKind {
  if (/^U?[Ii]nt/.test(type)) return "integer";
  if (/^(?:Float|Decimal)/.test(type)) return "number";
  return type === "Bool" ? "boolean" : "text";
}

/** Arrow gives points in time as milliseconds since 1970. */
function plainValue(value: unknown, type: DataType): unknown {
  if (value === null) return null;
  // A count is one; more than a number can hold is text.
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value === "number" && String(type).startsWith("Timestamp")) {
    return new Date(value).toISOString().replace("T", " ").replace("Z", "");
  }
  if (typeof value === "number" && String(type).startsWith("Date")) {
    return new Date(value).toISOString().slice(0, 10);
  }
  return typeof value === "object" ? String(value) : value;
}

/** Six digits of a fraction; everything else in full, as the download has it. */
export function cellText(value: unknown): string {
  if (value === null) return "NULL";
  if (typeof value === "number" && !Number.isInteger(value)) return String(Number(value.toPrecision(6)));
  return String(value);
}

/** Rows by the names of their columns; of two that are called alike, the last. */
export function objectsOf({ columns, rows }: SqlResult): Record<string, unknown>[] {
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, k) => [name, row[k]])));
}

/** Names as a file needs them: of two columns that are called alike, the second has its place after the name. */
export function uniqueNames({ columns }: SqlResult): string[] {
  return columns.map(({ name }, k) =>
    columns.findIndex((one) => one.name === name) < k ? `${name}_${k + 1}` : name,
  );
}

/** "1,200 rows" */
export const rowCount = (count: number): string =>
  `${count.toLocaleString("en-US")} ${count === 1 ? "row" : "rows"}`;

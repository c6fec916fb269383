import type { DataType, Table } from "apache-arrow";

/** A result as rows of plain values. */
export interface SqlResult {
  readonly columns: readonly { readonly name: string; readonly numeric: boolean }[];
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
    columns: fields.map(({ name, type }) => ({
      name,
      numeric: /^(U?[Ii]nt|Float|Decimal)/.test(String(type)),
    })),
    rows: Array.from({ length: table.numRows }, (_, i) => readers.map((read) => read(i))),
  };
}

/** Arrow gives points in time as milliseconds since 1970. */
function plainValue(value: unknown, type: DataType): unknown {
  if (value === null) return null;
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

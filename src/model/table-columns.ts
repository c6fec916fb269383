/** Tables for DuckDB, each declared once: a column's key in camel case is its name in snake case, with the unit at its end. */

interface ValueOfType {
  readonly VARCHAR: string | null;
  readonly INTEGER: number | null;
  readonly BIGINT: number | null;
  readonly DOUBLE: number | null;
  readonly BOOLEAN: boolean | null;
  readonly TIMESTAMP: string | null;
}
export type Columns = Readonly<Record<string, readonly [type: keyof ValueOfType, description: string]>>;
export type RowOf<C extends Columns> = { readonly [K in keyof C]: ValueOfType[C[K][0]] };

export interface Column {
  readonly name: string;
  readonly type: keyof ValueOfType;
  readonly unit: string;
  readonly description: string;
}

export interface Table {
  readonly name: string;
  readonly description: string;
  readonly columns: readonly Column[];
}

const UNITS = { ms: "ms", bytes: "bytes", hz: "Hz", at: "UTC" } as Readonly<Record<string, string>>;

export function columnsOf(columns: Columns): Column[] {
  return Object.entries(columns).map(([key, [type, description]]) => {
    const name = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return { name, type, unit: UNITS[name.slice(name.lastIndexOf("_") + 1)] ?? "", description };
  });
}

/** From a source to its rows, each in the order of the columns. */
export const valuesOf =
  <C extends Columns, S>(columns: C, rows: (source: S) => readonly RowOf<C>[]) =>
  (source: S): unknown[][] =>
    rows(source).map((row) => Object.keys(columns).map((key) => row[key]));

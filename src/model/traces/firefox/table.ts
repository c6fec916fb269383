import { asArray, isObject, type JsonObject } from "../json-file.js";

/** A table of Firefox's: columns by name in a processed profile, rows with a schema in one as Gecko writes it. */
export class Table {
  readonly #table: JsonObject;
  readonly #rows: readonly unknown[] | null;
  readonly #schema: JsonObject;
  /** By its rows, or its longest column. */
  readonly length: number;

  constructor(table: unknown) {
    this.#table = isObject(table) ? table : {};
    this.#rows = isObject(this.#table.schema) ? (asArray(this.#table.data) ?? []) : null;
    this.#schema = isObject(this.#table.schema) ? this.#table.schema : {};
    this.length = (this.#rows ? [this.#rows] : Object.values(this.#table)).reduce<number>(
      (most, column) => Math.max(most, asArray(column)?.length ?? 0),
      0,
    );
  }

  /** Undefined where the table has no such column, or the column no such row. */
  at(column: string, row: number): unknown {
    if (this.#rows === null) return asArray(this.#table[column])?.[row];
    const place = this.#schema[column];
    return typeof place === "number" ? asArray(this.#rows[row])?.[place] : undefined;
  }

  has(column: string): boolean {
    return this.#rows === null ? Array.isArray(this.#table[column]) : column in this.#schema;
  }
}

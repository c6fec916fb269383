/**
 * Reads the tables of an SQLite database, row by row. Importers are synchronous, and a database of this kind may have
 * gigabytes: an engine in WebAssembly starts asynchronously and copies the whole file into its own memory.
 *
 * @see https://www.sqlite.org/fileformat2.html
 */
import { TraceError } from "../format.js";
import { columnsOf } from "./columns.js";
import { Payload, readRecord, type SqliteValue } from "./record.js";

const MAGIC = "SQLite format 3\0";
const HEADER_BYTES = 100;

/** Kinds of pages in a table's tree. */
const INTERIOR = 5;
const LEAF = 13;

interface Table {
  readonly rootPage: number;
  readonly columns: readonly string[];
  /** The column that stands for the row's number; −1 where there is none. */
  readonly rowId: number;
}

export function isSqlite(bytes: Uint8Array): boolean {
  return [...MAGIC].every((character, i) => bytes[i] === character.charCodeAt(0));
}

export class SqliteDatabase {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #pageBytes: number;
  /** Of a page, without what is reserved at its end. */
  readonly #usableBytes: number;
  readonly #encoding: string;
  readonly #tables = new Map<string, Table>();

  /** @throws TraceError where the bytes are none, or damaged */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.length < HEADER_BYTES) throw this.#damaged("its header is cut off");
    const pageBytes = this.#view.getUint16(16);
    this.#pageBytes = pageBytes === 1 ? 65_536 : pageBytes;
    this.#usableBytes = this.#pageBytes - bytes[20]!;
    if (this.#pageBytes < 512 || (this.#pageBytes & (this.#pageBytes - 1)) !== 0 || this.#usableBytes < 480)
      throw this.#damaged(`its pages have ${this.#pageBytes} bytes`);
    this.#encoding = ["utf-8", "utf-8", "utf-16le", "utf-16be"][this.#view.getUint32(56)] ?? "utf-8";
    this.#readSchema();
  }

  get tables(): string[] {
    return [...this.#tables.keys()];
  }

  /**
   * Goes through a table's rows.
   *
   * @param columns what to read of each; what the table does not have is null
   * @param visit is given the same list for each row
   * @throws TraceError where a page is damaged
   */
  rows(name: string, columns: readonly string[], visit: (values: readonly SqliteValue[]) => void): void {
    const table = this.#tables.get(name);
    if (!table) return;
    const places = columns.map((column) => table.columns.indexOf(column.toLowerCase()));
    const values: SqliteValue[] = columns.map(() => null);
    this.#walk(table.rootPage, (payload, rowId) => {
      readRecord(payload, places, this.#encoding, values);
      for (const [i, place] of places.entries()) if (place === table.rowId && place >= 0) values[i] = rowId;
      visit(values);
    });
  }

  #readSchema(): void {
    const places = [0, 1, 3, 4];
    const values: SqliteValue[] = places.map(() => null);
    this.#walk(1, (payload) => {
      readRecord(payload, places, this.#encoding, values);
      const [kind, name, rootPage, sql] = values;
      if (
        kind !== "table" ||
        typeof name !== "string" ||
        typeof rootPage !== "number" ||
        typeof sql !== "string"
      )
        return;
      const columns = columnsOf(sql);
      // A table without row numbers is an index, which no profiler writes.
      if (columns) this.#tables.set(name, { rootPage, ...columns });
    });
  }

  /** Every page belongs to one place of one tree: a page that is met twice is damage, and would never end. */
  #walk(rootPage: number, visit: (payload: Payload, rowId: number) => void): void {
    const seen = new Set<number>();
    const open = [rootPage];
    for (let page = open.pop(); page !== undefined; page = open.pop()) {
      const start = this.#startOf(page, seen);
      const at = page === 1 ? start + HEADER_BYTES : start;
      const kind = this.#bytes[at]!;
      if (kind !== INTERIOR && kind !== LEAF)
        throw this.#damaged(`page ${page} is of kind ${kind}, which no table has`);
      const cells = this.#view.getUint16(at + 3);
      const pointers = at + (kind === LEAF ? 8 : 12);
      if (pointers + cells * 2 > start + this.#usableBytes)
        throw this.#damaged(`page ${page} has ${cells} cells, more than it holds`);
      // The last child is opened first, so that it is walked last.
      if (kind === INTERIOR) open.push(this.#view.getUint32(at + 8));
      for (let i = cells - 1; i >= 0 && kind === INTERIOR; i--) {
        open.push(this.#view.getUint32(this.#cellAt(page, start, pointers + i * 2, 4)));
      }
      let filled = 0;
      for (let i = 0; i < cells && kind === LEAF; i++) {
        const cell = this.#cellAt(page, start, pointers + i * 2, 2);
        filled += this.#visitCell(cell, start + this.#usableBytes, seen, visit);
        if (filled > this.#usableBytes) throw this.#damaged(`the rows of page ${page} overlap`);
      }
    }
  }

  #cellAt(page: number, start: number, pointer: number, bytes: number): number {
    const offset = this.#view.getUint16(pointer);
    if (offset + bytes > this.#usableBytes) throw this.#damaged(`page ${page} has a cell beyond its end`);
    return start + offset;
  }

  /** @returns how many bytes of the page it fills */
  #visitCell(
    cell: number,
    pageEnd: number,
    seen: Set<number>,
    visit: (payload: Payload, rowId: number) => void,
  ): number {
    const head = new Payload(this.#bytes.subarray(cell, pageEnd));
    const size = head.varint();
    const rowId = head.varint();
    const local = this.#localBytes(size);
    const from = cell + head.at;
    if (!(size >= 0 && size <= this.#bytes.length) || from + local > pageEnd)
      throw this.#damaged(`a row of ${size} bytes begins at byte ${cell}`);
    if (local === size) {
      visit(new Payload(this.#bytes.subarray(from, from + size)), rowId);
      return head.at + local;
    }
    const whole = new Uint8Array(size);
    whole.set(this.#bytes.subarray(from, from + local));
    let filled = local;
    let next = this.#view.getUint32(from + local);
    while (filled < size) {
      const start = this.#startOf(next, seen);
      const part = Math.min(size - filled, this.#usableBytes - 4);
      whole.set(this.#bytes.subarray(start + 4, start + 4 + part), filled);
      filled += part;
      next = this.#view.getUint32(start);
    }
    visit(new Payload(whole), rowId);
    return head.at + local;
  }

  /** Of a row, bytes in its own page; the rest is in a chain of others. */
  #localBytes(size: number): number {
    const usable = this.#usableBytes;
    const most = usable - 35;
    if (size <= most) return size;
    const least = Math.floor(((usable - 12) * 32) / 255) - 23;
    const fitting = least + ((size - least) % (usable - 4));
    return fitting <= most ? fitting : least;
  }

  #startOf(page: number, seen: Set<number>): number {
    const start = (page - 1) * this.#pageBytes;
    if (page < 1 || start + this.#pageBytes > this.#bytes.length)
      throw this.#damaged(`page ${page} lies beyond its ${this.#bytes.length} bytes`);
    if (seen.has(page)) throw this.#damaged(`page ${page} is in two places of a table`);
    seen.add(page);
    return start;
  }

  #damaged(what: string): TraceError {
    return new TraceError(
      `This SQLite database is damaged or cut off: ${what}. Copy it again in binary mode, or export it again.`,
    );
  }
}

/**
 * Rows as a Parquet file: one row group, plain and uncompressed, every column optional.
 * The format: https://parquet.apache.org/docs/file-format/ and parquet.thrift, in Thrift's compact protocol.
 */

type ParquetKind = "integer" | "number" | "boolean" | "text";

export interface ParquetColumn {
  readonly name: string;
  readonly kind: ParquetKind;
  /** Null where there is none. */
  readonly values: readonly unknown[];
}

const PHYSICAL: Readonly<Record<ParquetKind, number>> = { boolean: 0, integer: 2, number: 5, text: 6 };
const MAGIC = [0x50, 0x41, 0x52, 0x31];
/** Thrift's types in its compact protocol. */
const I32 = 5;
const I64 = 6;
const BINARY = 8;
const LIST = 9;
const STRUCT = 12;
const OPTIONAL = 1;
const UTF8 = 0;
const PLAIN = 0;
const RLE = 3;

/** @param columns at least one, each of as many values */
export function parquetFile(columns: readonly ParquetColumn[]): Uint8Array {
  const rows = columns[0]!.values.length;
  const file = new Bytes().put(MAGIC);
  const chunks = columns.map((column) => {
    const offset = file.length;
    const page = pageOf(column);
    file.put(pageHeader(page.length, rows)).put(page);
    return { column, offset, bytes: file.length - offset };
  });
  const footer = footerOf(chunks, rows);
  return file.put(footer).uint32(footer.length).put(MAGIC).take();
}

interface Chunk {
  readonly column: ParquetColumn;
  readonly offset: number;
  readonly bytes: number;
}

/** Which values there are, as bits, then those. */
function pageOf({ kind, values }: ParquetColumn): Uint8Array {
  const levels = new Bytes()
    .varint((Math.ceil(values.length / 8) << 1) | 1)
    .bits(values.map((value) => value !== null));
  const page = new Bytes().uint32(levels.length).put(levels.take());
  const there = values.filter((value) => value !== null);
  if (kind === "boolean") return page.bits(there.map(Boolean)).take();
  for (const value of there) {
    if (kind === "number") page.float64(Number(value));
    else if (kind === "integer") page.int64(BigInt(value as number | string));
    else {
      const text = new TextEncoder().encode(String(value));
      page.uint32(text.length).put(text);
    }
  }
  return page.take();
}

function pageHeader(bytes: number, rows: number): Uint8Array {
  return new Struct()
    .int(1, I32, 0)
    .int(2, I32, bytes)
    .int(3, I32, bytes)
    .struct(5, new Struct().int(1, I32, rows).int(2, I32, PLAIN).int(3, I32, RLE).int(4, I32, RLE))
    .take();
}

function footerOf(chunks: readonly Chunk[], rows: number): Uint8Array {
  const root = new Struct().text(4, "rows").int(5, I32, chunks.length);
  const schema = chunks.map(({ column: { name, kind } }) => {
    const element = new Struct().int(1, I32, PHYSICAL[kind]).int(3, I32, OPTIONAL).text(4, name);
    return kind === "text" ? element.int(6, I32, UTF8) : element;
  });
  const total = chunks.reduce((sum, { bytes }) => sum + bytes, 0);
  const group = new Struct()
    .structs(
      1,
      chunks.map((chunk) => columnChunk(chunk, rows)),
    )
    .int(2, I64, total)
    .int(3, I64, rows);
  return new Struct()
    .int(1, I32, 1)
    .structs(2, [root, ...schema])
    .int(3, I64, rows)
    .structs(4, [group])
    .text(6, "Portolan")
    .take();
}

function columnChunk({ column, offset, bytes }: Chunk, rows: number): Struct {
  const data = new Struct()
    .int(1, I32, PHYSICAL[column.kind])
    .ints(2, [PLAIN, RLE])
    .texts(3, [column.name])
    .int(4, I32, 0)
    .int(5, I64, rows)
    .int(6, I64, bytes)
    .int(7, I64, bytes)
    .int(9, I64, offset);
  return new Struct().int(2, I64, offset).struct(3, data);
}

/** Bytes that grow. */
class Bytes {
  #bytes = new Uint8Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  take(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  put(more: ArrayLike<number>): this {
    const at = this.#room(more.length);
    this.#bytes.set(more, at);
    return this;
  }

  uint32(value: number): this {
    const at = this.#room(4);
    new DataView(this.#bytes.buffer).setUint32(at, value, true);
    return this;
  }

  float64(value: number): this {
    const at = this.#room(8);
    new DataView(this.#bytes.buffer).setFloat64(at, value, true);
    return this;
  }

  int64(value: bigint): this {
    const at = this.#room(8);
    new DataView(this.#bytes.buffer).setBigInt64(at, value, true);
    return this;
  }

  /** Not negative; by arithmetic, since it may have more than 32 bits. */
  varint(value: number): this {
    let rest = value;
    while (rest >= 0x80) {
      this.put([(rest % 0x80) | 0x80]);
      rest = Math.floor(rest / 0x80);
    }
    return this.put([rest]);
  }

  /** Eight a byte, the first in the lowest place. */
  bits(values: readonly boolean[]): this {
    const bytes = new Uint8Array(Math.ceil(values.length / 8));
    for (const [i, value] of values.entries()) if (value) bytes[i >> 3]! |= 1 << (i & 7);
    return this.put(bytes);
  }

  #room(count: number): number {
    const at = this.#length;
    this.#length += count;
    if (this.#length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.#length, 2 * this.#bytes.length));
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    return at;
  }
}

/** A Thrift struct; its fields in the order of their numbers. */
class Struct {
  readonly #bytes = new Bytes();
  #last = 0;

  take(): Uint8Array {
    return new Bytes().put(this.#bytes.take()).put([0]).take();
  }

  int(field: number, type: typeof I32 | typeof I64, value: number): this {
    this.#field(field, type).varint(2 * value);
    return this;
  }

  text(field: number, value: string): this {
    putText(this.#field(field, BINARY), value);
    return this;
  }

  struct(field: number, value: Struct): this {
    this.#field(field, STRUCT).put(value.take());
    return this;
  }

  ints(field: number, values: readonly number[]): this {
    const bytes = this.#list(field, I32, values.length);
    for (const value of values) bytes.varint(2 * value);
    return this;
  }

  texts(field: number, values: readonly string[]): this {
    const bytes = this.#list(field, BINARY, values.length);
    for (const value of values) putText(bytes, value);
    return this;
  }

  structs(field: number, values: readonly Struct[]): this {
    const bytes = this.#list(field, STRUCT, values.length);
    for (const value of values) bytes.put(value.take());
    return this;
  }

  #field(field: number, type: number): Bytes {
    this.#bytes.put([((field - this.#last) << 4) | type]);
    this.#last = field;
    return this.#bytes;
  }

  #list(field: number, type: number, size: number): Bytes {
    const bytes = this.#field(field, LIST);
    return size < 15 ? bytes.put([(size << 4) | type]) : bytes.put([0xf0 | type]).varint(size);
  }
}

function putText(bytes: Bytes, text: string): void {
  const encoded = new TextEncoder().encode(text);
  bytes.varint(encoded.length).put(encoded);
}

/** A row as SQLite stores it: a header with the type of each value, then the values. */

/** Numbers beyond 2⁵³ are big integers. Bytes are not read. */
export type SqliteValue = null | number | bigint | string;

/** A row's bytes, and a place in them. */
export class Payload {
  readonly bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Seven bits a byte, the highest first; of the ninth byte all eight. NaN beyond the end. */
  varint(): number {
    let value = 0;
    for (let i = 0; i < 8; i++) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) return Number.NaN;
      value = value * 128 + (byte & 0x7f);
      if (byte < 0x80) return value;
    }
    value = value * 256 + (this.bytes[this.at++] ?? Number.NaN);
    return value >= 2 ** 63 ? value - 2 ** 64 : value;
  }
}

/** Of a type from 0 to 9, how many bytes its value has. */
const BYTES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0];

const decoders = new Map<string, TextDecoder>();

/**
 * @param places of the wanted values, in any order; of one that the row does not have, the value is null
 * @param into is filled with them
 */
export function readRecord(
  payload: Payload,
  places: readonly number[],
  encoding: string,
  into: SqliteValue[],
): void {
  into.fill(null);
  const { bytes } = payload;
  payload.at = 0;
  const headerEnd = payload.varint();
  let at = headerEnd;
  for (let place = 0; payload.at < headerEnd && payload.at < bytes.length; place++) {
    const type = payload.varint();
    const length = type < 10 ? BYTES[type]! : type < 12 ? 0 : Math.floor((type - 12) / 2);
    if (!(at + length <= bytes.length)) return;
    for (let wanted = 0; wanted < places.length; wanted++)
      if (places[wanted] === place) into[wanted] = decode(bytes, at, type, length, encoding);
    at += length;
  }
}

function decode(bytes: Uint8Array, at: number, type: number, length: number, encoding: string): SqliteValue {
  if (type === 8 || type === 9) return type - 8;
  if (type >= 13 && type % 2 === 1) return textOf(bytes.subarray(at, at + length), encoding);
  if (type === 0 || type > 7) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, length);
  if (type === 7) return view.getFloat64(0);
  if (length === 8) {
    const big = view.getBigInt64(0);
    const value = Number(big);
    return Number.isSafeInteger(value) ? value : big;
  }
  // The first byte has the sign.
  let value = view.getInt8(0);
  for (let i = 1; i < length; i++) value = value * 256 + view.getUint8(i);
  return value;
}

function textOf(bytes: Uint8Array, encoding: string): string {
  let decoder = decoders.get(encoding);
  if (!decoder) {
    decoder = new TextDecoder(encoding);
    decoders.set(encoding, decoder);
  }
  return decoder.decode(bytes);
}

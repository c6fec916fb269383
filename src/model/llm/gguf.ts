/**
 * Reading the head of a GGUF file, the format of llama.cpp: what a model says of itself, and how each of its tensors is laid out.
 *
 * Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md (version 2 and 3, little-endian)
 */
import { formatBytes } from "../format.js";
import { QUANTISATIONS, type Quantisation } from "./quantisations.js";

/** What a file says that is no GGUF, is cut off, or is of a kind that isn't read. */
export class GgufError extends Error {}

export type GgufValue = number | bigint | boolean | string | GgufArray;

/** An array in the metadata. A vocabulary's strings are counted and not kept. */
export interface GgufArray {
  readonly length: number;
  /** Numbers and truths of a short array; empty of others. */
  readonly values: readonly (number | bigint | boolean)[];
}

export interface GgufTensor {
  readonly name: string;
  /** The fastest first, as GGUF has them. */
  readonly dims: readonly number[];
  readonly quantisation: Quantisation;
  readonly bytes: number;
}

export interface Gguf {
  readonly metadata: ReadonlyMap<string, GgufValue>;
  readonly tensors: readonly GgufTensor[];
  /** How long the file has to be for all of its tensors to be in it. */
  readonly wholeBytes: number;
}

const MAGIC = "GGUF";
const VERSIONS = [2, 3];
const KEPT_VALUES = 1_024;
/** More than any model has: a length that says so is damage, and would be waited for. */
const MOST = 1 << 27;

enum Type {
  uint8 = 0,
  int8 = 1,
  uint16 = 2,
  int16 = 3,
  uint32 = 4,
  int32 = 5,
  float32 = 6,
  bool = 7,
  string = 8,
  array = 9,
  uint64 = 10,
  int64 = 11,
  float64 = 12,
}

/**
 * @param bytes the file, or as much of its start as there is
 * @throws GgufError that says what is wrong and where; `needsMore` of it where `bytes` end inside the head
 */
export function readGguf(bytes: Uint8Array): Gguf {
  const reader = new Reader(bytes);
  const magic = String.fromCharCode(...bytes.subarray(0, 4));
  if (magic !== MAGIC)
    throw new GgufError(
      `it begins with ${JSON.stringify(magic)}, and a GGUF file with "GGUF": convert it with llama.cpp's convert_hf_to_gguf.py`,
    );
  reader.skip(4);
  const version = reader.uint32();
  if (!VERSIONS.includes(version))
    throw new GgufError(
      `it is of GGUF version ${version}; read are ${VERSIONS.join(" and ")}, little-endian`,
    );
  const tensorCount = reader.count("tensors");
  const valueCount = reader.count("metadata values");
  const metadata = new Map<string, GgufValue>();
  for (let i = 0; i < valueCount; i++) {
    const key = reader.string();
    metadata.set(key, reader.value(reader.uint32(), key));
  }
  const heads = Array.from({ length: tensorCount }, () => tensorHead(reader));
  const alignment = Number(metadata.get("general.alignment") ?? 32);
  const dataAt = Math.ceil(reader.at / alignment) * alignment;
  const ends = heads.map(({ offset, tensor }) => dataAt + offset + tensor.bytes);
  return {
    metadata,
    tensors: heads.map(({ tensor }) => tensor),
    wholeBytes: ends.reduce((most, end) => Math.max(most, end), dataAt),
  };
}

/** @throws GgufError where a file of so many bytes ends before its tensors do */
export function refuseCutOff({ wholeBytes }: Gguf, bytes: number): void {
  if (bytes < wholeBytes)
    throw new GgufError(
      `it has ${formatBytes(bytes)}, and its tensors need ${formatBytes(wholeBytes)}: the file is cut off`,
    );
}

function tensorHead(reader: Reader): { readonly tensor: GgufTensor; readonly offset: number } {
  const name = reader.string();
  const rank = reader.uint32();
  if (rank > 8) throw new GgufError(`its tensor "${name}" has ${rank} dimensions: the file is damaged`);
  const dims = Array.from({ length: rank }, () => reader.uint64());
  const type = reader.uint32();
  const offset = reader.uint64();
  const quantisation = QUANTISATIONS.get(type);
  if (!quantisation)
    throw new GgufError(
      `its tensor "${name}" has the quantisation ${type}, which is unknown here; known are ${[...QUANTISATIONS.values()].map((one) => one.name).join(", ")}`,
    );
  const weights = dims.reduce((product, dim) => product * dim, 1);
  const bytes = (weights / quantisation.blockWeights) * quantisation.blockBytes;
  if (!Number.isInteger(bytes))
    throw new GgufError(
      `its tensor "${name}" has ${weights} weights, no multiple of the ${quantisation.blockWeights} of a block of ${quantisation.name}: the file is damaged`,
    );
  return { tensor: { name, dims, quantisation, bytes }, offset };
}

/** Where the bytes end before the head does. */
export class GgufCutOff extends GgufError {}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Moves on by so many bytes, which are there; returns where they begin. */
  skip(length: number): number {
    const from = this.at;
    if (length > this.#bytes.length - from)
      throw new GgufCutOff(
        `it ends after ${this.#bytes.length} bytes, in the middle of what describes its tensors: the file is cut off`,
      );
    this.at += length;
    return from;
  }

  uint32(): number {
    return this.#view.getUint32(this.skip(4), true);
  }

  uint64(): number {
    const value = this.#view.getBigUint64(this.skip(8), true);
    if (value > BigInt(Number.MAX_SAFE_INTEGER))
      throw new GgufError(`it has the length ${value} at byte ${this.at - 8}: the file is damaged`);
    return Number(value);
  }

  count(what: string): number {
    const value = this.uint64();
    if (value > MOST) throw new GgufError(`it says that it has ${value} ${what}: the file is damaged`);
    return value;
  }

  string(): string {
    const length = this.count("bytes in one text");
    const from = this.skip(length);
    return new TextDecoder().decode(this.#bytes.subarray(from, this.at));
  }

  value(type: number, key: string): GgufValue {
    switch (type) {
      case Type.uint8:
        return this.#view.getUint8(this.skip(1));
      case Type.int8:
        return this.#view.getInt8(this.skip(1));
      case Type.uint16:
        return this.#view.getUint16(this.skip(2), true);
      case Type.int16:
        return this.#view.getInt16(this.skip(2), true);
      case Type.uint32:
        return this.uint32();
      case Type.int32:
        return this.#view.getInt32(this.skip(4), true);
      case Type.float32:
        return this.#view.getFloat32(this.skip(4), true);
      case Type.bool:
        return this.#view.getUint8(this.skip(1)) !== 0;
      case Type.string:
        return this.string();
      case Type.array:
        return this.#array(key);
      case Type.uint64:
        return this.#view.getBigUint64(this.skip(8), true);
      case Type.int64:
        return this.#view.getBigInt64(this.skip(8), true);
      case Type.float64:
        return this.#view.getFloat64(this.skip(8), true);
      default:
        throw new GgufError(
          `its value "${key}" is of type ${type}; GGUF has 0 to ${Type.float64}: the file is damaged`,
        );
    }
  }

  #array(key: string): GgufArray {
    const type = this.uint32();
    const length = this.count(`values in "${key}"`);
    const values: (number | bigint | boolean)[] = [];
    for (let i = 0; i < length; i++) {
      if (type === Type.string) {
        this.skip(this.count("bytes in one text"));
        continue;
      }
      const value = this.value(type, key);
      if (values.length < KEPT_VALUES && typeof value !== "object" && typeof value !== "string")
        values.push(value);
    }
    return { length, values: length <= KEPT_VALUES ? values : [] };
  }
}

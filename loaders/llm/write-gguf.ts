/**
 * Writing GGUF files, version 3. Deterministic, so that equal models have equal SHA-256 on every machine.
 *
 * Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 */
import { QUANTISATIONS } from "../../src/model/llm/quantisations.ts";
import type { Weights } from "./quantise.ts";

/** A value with GGUF's type for it. */
export type WrittenValue =
  | { readonly uint32: number }
  | { readonly float32: number }
  | { readonly bool: boolean }
  | { readonly string: string }
  | { readonly strings: readonly string[] }
  | { readonly float32s: readonly number[] }
  | { readonly int32s: readonly number[] };

export interface WrittenTensor {
  readonly name: string;
  /** The fastest first. */
  readonly dims: readonly number[];
  readonly weights: Weights;
  readonly bytes: Uint8Array;
}

const ALIGNMENT = 32;
const UINT32 = 4;
const INT32 = 5;
const FLOAT32 = 6;
const BOOL = 7;
const STRING = 8;
const ARRAY = 9;

export function writeGguf(
  metadata: Readonly<Record<string, WrittenValue>>,
  tensors: readonly WrittenTensor[],
): Uint8Array {
  const out = new Writer();
  out.bytes(new TextEncoder().encode("GGUF"));
  out.uint32(3);
  out.uint64(tensors.length);
  out.uint64(Object.keys(metadata).length);
  for (const [key, value] of Object.entries(metadata)) {
    out.string(key);
    writeValue(out, value);
  }
  let offset = 0;
  for (const { name, dims, weights, bytes } of tensors) {
    out.string(name);
    out.uint32(dims.length);
    for (const dim of dims) out.uint64(dim);
    out.uint32(typeOf(weights));
    out.uint64(offset);
    offset += aligned(bytes.length);
  }
  out.pad(ALIGNMENT);
  for (const { bytes } of tensors) {
    out.bytes(bytes);
    out.pad(ALIGNMENT);
  }
  return out.whole();
}

const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

const typeOf = (weights: Weights): number => [...QUANTISATIONS].find(([, { name }]) => name === weights)![0];

function writeValue(out: Writer, value: WrittenValue): void {
  if ("uint32" in value) {
    out.uint32(UINT32);
    out.uint32(value.uint32);
  } else if ("float32" in value) {
    out.uint32(FLOAT32);
    out.float32(value.float32);
  } else if ("bool" in value) {
    out.uint32(BOOL);
    out.bytes(Uint8Array.of(value.bool ? 1 : 0));
  } else if ("string" in value) {
    out.uint32(STRING);
    out.string(value.string);
  } else if ("strings" in value) {
    out.array(STRING, value.strings, (text) => out.string(text));
  } else if ("float32s" in value) {
    out.array(FLOAT32, value.float32s, (number) => out.float32(number));
  } else {
    out.array(INT32, value.int32s, (number) => out.int32(number));
  }
}

class Writer {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  bytes(part: Uint8Array): void {
    this.#parts.push(part);
    this.#length += part.length;
  }

  #number(bytes: number, set: (view: DataView) => void): void {
    const view = new DataView(new ArrayBuffer(bytes));
    set(view);
    this.bytes(new Uint8Array(view.buffer));
  }

  uint32(value: number): void {
    this.#number(4, (view) => view.setUint32(0, value, true));
  }

  int32(value: number): void {
    this.#number(4, (view) => view.setInt32(0, value, true));
  }

  uint64(value: number): void {
    this.#number(8, (view) => view.setBigUint64(0, BigInt(value), true));
  }

  float32(value: number): void {
    this.#number(4, (view) => view.setFloat32(0, value, true));
  }

  string(text: string): void {
    const bytes = new TextEncoder().encode(text);
    this.uint64(bytes.length);
    this.bytes(bytes);
  }

  array<T>(type: number, values: readonly T[], write: (value: T) => void): void {
    this.uint32(ARRAY);
    this.uint32(type);
    this.uint64(values.length);
    for (const value of values) write(value);
  }

  pad(to: number): void {
    const missing = Math.ceil(this.#length / to) * to - this.#length;
    if (missing > 0) this.bytes(new Uint8Array(missing));
  }

  whole(): Uint8Array {
    const whole = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }
}

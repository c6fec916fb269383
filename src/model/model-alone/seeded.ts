/** What a model's inputs are filled with where nobody gives any. */
import { mulberry32, seedOf } from "../random.js";
import { arrayAt, bytesOf, elementsOf, type TensorSpec } from "../tensor-spec.js";

/** Elements as bytes, one value after another. */
export function filledWith(spec: TensorSpec, next: () => number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(bytesOf(spec));
  const array = arrayAt(spec.type, bytes.buffer, 0, elementsOf(spec));
  for (let i = 0; i < array.length; i++) {
    const value = next();
    if (array instanceof BigInt64Array) array[i] = BigInt(Math.round(value));
    else array[i] = spec.type === "float16" ? bitsOfHalf(value) : value;
  }
  return bytes;
}

/**
 * Floats from 0 to 1; ids below the vocabulary's size; where that cannot be seen 0 or 1, which any vocabulary and mask has.
 * The seed is the input's name.
 */
export function seeded({ name, type }: TensorSpec, vocabulary = 2): () => number {
  const random = mulberry32(seedOf(name));
  if (type === "float32" || type === "float16") return random;
  if (type === "bool") return () => 1;
  return () => Math.floor(random() * vocabulary);
}

/** A number of 0 or more as IEEE 754 binary16, cut off; for inputs that only have to be ordinary. */
function bitsOfHalf(value: number): number {
  const exponent = Math.max(-14, Math.floor(Math.log2(Math.max(Math.abs(value), 2 ** -24))));
  const fraction = Math.abs(value) / 2 ** exponent;
  const sign = value < 0 ? 0x8000 : 0;
  if (fraction < 1) return sign | Math.floor(fraction * 1024);
  return sign | ((exponent + 15) << 10) | Math.floor((fraction - 1) * 1024);
}

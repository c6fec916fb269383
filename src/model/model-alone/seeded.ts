/** What a model's inputs are filled with where nobody gives any. */
import { halfOf } from "../half.js";
import { mulberry32, seedOf } from "../random.js";
import { arrayAt, bytesOf, elementsOf, type TensorSpec } from "../tensor-spec.js";

/** Elements as bytes, one value after another. */
export function filledWith(spec: TensorSpec, next: () => number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(bytesOf(spec));
  const array = arrayAt(spec.type, bytes.buffer, 0, elementsOf(spec));
  for (let i = 0; i < array.length; i++) {
    const value = next();
    if (array instanceof BigInt64Array) array[i] = BigInt(Math.round(value));
    else array[i] = spec.type === "float16" ? halfOf(value) : value;
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

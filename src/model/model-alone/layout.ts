/** How a model's inputs lie in a request: one after the other, each at a multiple of 16 bytes. */
import { bytesOf, elementsOf, TENSOR_TYPES, type TensorSpec, type TensorType } from "../tensor-spec.js";

const ALIGNMENT = 16;
const TYPES = Object.keys(TENSOR_TYPES) as TensorType[];
/** Little-endian words of 32 bits for each input: where it lies, how many bytes, its type's place in `TENSOR_TYPES`, elements. */
const WORDS = 4;

interface Place {
  readonly at: number;
  readonly type: TensorType;
  readonly elements: number;
}

const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/** Bytes of a request of such inputs. */
export const requestBytes = (inputs: readonly TensorSpec[]): number =>
  inputs.reduce((at, spec) => at + aligned(bytesOf(spec)), 0);

/** What the glue is given as assets. */
export function writeLayout(inputs: readonly TensorSpec[]): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(WORDS * inputs.length);
  let at = 0;
  for (const [i, spec] of inputs.entries()) {
    words.set([at, bytesOf(spec), TYPES.indexOf(spec.type), elementsOf(spec)], i * WORDS);
    at += aligned(bytesOf(spec));
  }
  return new Uint8Array(words.buffer);
}

export function readLayout(assets: Uint8Array): Place[] {
  const words = new Uint32Array(assets.slice().buffer);
  return Array.from({ length: words.length / WORDS }, (_, i) => {
    const [at, , type, elements] = words.subarray(i * WORDS) as unknown as [number, number, number, number];
    return { at, type: TYPES[type]!, elements };
  });
}

/** A request of inputs, each given as its elements' bytes. */
export function requestOf(
  inputs: readonly TensorSpec[],
  bytes: readonly Uint8Array[],
): Uint8Array<ArrayBuffer> {
  const request = new Uint8Array(requestBytes(inputs));
  for (const [i, { at }] of readLayout(writeLayout(inputs)).entries()) request.set(bytes[i]!, at);
  return request;
}

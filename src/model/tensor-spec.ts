/** What an element of a tensor is, by ONNX's names, in the order of its numbers for them. */
export const TENSOR_TYPES = {
  float32: { bytes: 4, array: Float32Array },
  uint8: { bytes: 1, array: Uint8Array },
  int32: { bytes: 4, array: Int32Array },
  int64: { bytes: 8, array: BigInt64Array },
  /** One byte each, 0 or 1. */
  bool: { bytes: 1, array: Uint8Array },
  /** As bits: no array of JavaScript holds them everywhere. */
  float16: { bytes: 2, array: Uint16Array },
} as const;
export type TensorType = keyof typeof TENSOR_TYPES;
export const isTensorType = (name: string): name is TensorType => Object.hasOwn(TENSOR_TYPES, name);
export type TensorArray = Float32Array | Uint8Array | Int32Array | BigInt64Array | Uint16Array;

/** A tensor that a model takes or gives, with every dimension a number. */
export interface TensorSpec {
  readonly name: string;
  readonly type: TensorType;
  readonly dims: readonly number[];
}

export function elementsOf(spec: Pick<TensorSpec, "dims">): number {
  return spec.dims.reduce((product, dim) => product * dim, 1);
}

export function bytesOf(spec: Pick<TensorSpec, "type" | "dims">): number {
  return elementsOf(spec) * TENSOR_TYPES[spec.type].bytes;
}

/** So many elements that lie at `byteOffset`, a multiple of an element's size. */
export function arrayAt(
  type: TensorType,
  buffer: ArrayBufferLike,
  byteOffset: number,
  length: number,
): TensorArray {
  return new TENSOR_TYPES[type].array(buffer as ArrayBuffer, byteOffset, length);
}

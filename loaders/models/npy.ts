/**
 * numpy's files: one array, or a zip of several.
 *
 * Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
import { unzipSync } from "fflate";
import { TENSOR_TYPES, type TensorType } from "../../src/model/tensor-spec.ts";

export interface NpyArray {
  readonly type: TensorType;
  readonly dims: readonly number[];
  /** Elements in C order, little-endian. */
  readonly bytes: Uint8Array;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const TYPES: Readonly<Record<string, TensorType>> = {
  ...{ "<f4": "float32", "|u1": "uint8", "<i4": "int32", "<i8": "int64", "|b1": "bool", "<f2": "float16" },
};

/** @throws Error that says what is wrong and what is allowed */
export function readNpy(file: Uint8Array, name: string): NpyArray {
  if (!MAGIC.every((byte, i) => file[i] === byte)) throw new Error(`${name} is no .npy file of numpy`);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const isLong = file[6]! >= 2;
  const length = isLong ? view.getUint32(8, true) : view.getUint16(8, true);
  const start = (isLong ? 12 : 10) + length;
  const header = new TextDecoder("latin1").decode(file.subarray(isLong ? 12 : 10, start));
  const code = /'descr':\s*'([^']+)'/.exec(header)?.[1] ?? "none";
  const shape = /'shape':\s*\(([^)]*)\)/.exec(header)?.[1];
  const type = TYPES[code];
  if (!type || shape === undefined)
    throw new Error(`${name} holds elements of ${code}; allowed are ${Object.keys(TYPES).join(", ")}`);
  if (/'fortran_order':\s*True/.test(header))
    throw new Error(`${name} is in Fortran's order; save numpy.ascontiguousarray(…) instead`);
  const dims = shape.split(",").flatMap((part) => (part.trim() === "" ? [] : [Number(part)]));
  const bytes = dims.reduce((product, dim) => product * dim, 1) * TENSOR_TYPES[type].bytes;
  const data = file.subarray(start);
  if (data.length !== bytes)
    throw new Error(
      `${name} should hold ${bytes} bytes for its shape [${dims}], and holds ${data.length}: it is cut off`,
    );
  return { type, dims, bytes: data };
}

/** @returns by name, as `numpy.savez` gave it */
export function readNpz(file: Uint8Array, name: string): Map<string, NpyArray> {
  let entries: Record<string, Uint8Array>;
  try {
    entries = unzipSync(file);
  } catch (error) {
    throw new Error(`${name} is no .npz file of numpy: ${(error as Error).message}`);
  }
  return new Map(
    Object.entries(entries).map(([entry, bytes]) => [
      entry.replace(/\.npy$/, ""),
      readNpy(bytes, `${name}, ${entry}`),
    ]),
  );
}

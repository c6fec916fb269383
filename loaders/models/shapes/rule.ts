import type { Known } from "../onnx-nodes.ts";
import { type Asked, Unknown } from "./asked.ts";

/** What an operator gives, as far as it is said: of its first outputs. Throws `Unknown` where it is not known. */
export type Rule = (node: Asked) => readonly Known[];

export const shape = (dims: readonly number[]): Known[] => [{ dims: dims.map(checked), integer: false }];
/** A shape and what a shape is made of. */
export const listed = (values: readonly number[], integer: boolean): Known[] => [
  { dims: [values.length], values, integer },
];

export function checked(dim: number): number {
  if (!Number.isInteger(dim) || dim < 0) throw new Unknown();
  return dim;
}

export const product = (dims: readonly number[]) => dims.reduce((all, dim) => all * dim, 1);
export const fromStart = (axis: number, rank: number) => (axis < 0 ? axis + rank : axis);

/** The same elements in another shape. */
export const reshaped = ({ values, integer }: Known, dims: readonly number[]): Known[] =>
  values ? [{ dims, values, integer }] : shape(dims);

export function broadcast(...shapes: readonly (readonly number[])[]): number[] {
  const rank = Math.max(...shapes.map(({ length }) => length));
  return Array.from({ length: rank }, (_, i) => {
    const dims = shapes.map((dims) => dims[i - rank + dims.length] ?? 1).filter((dim) => dim !== 1);
    if (dims.some((dim) => dim !== dims[0])) throw new Unknown();
    return dims[0] ?? 1;
  });
}

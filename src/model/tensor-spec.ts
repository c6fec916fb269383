/** A tensor that a model takes or gives, with every dimension a number. */
export interface TensorSpec {
  readonly name: string;
  readonly type: "float32" | "int64";
  readonly dims: readonly number[];
}

export function elementsOf(spec: Pick<TensorSpec, "dims">): number {
  return spec.dims.reduce((product, dim) => product * dim, 1);
}

export function bytesOf(spec: TensorSpec): number {
  return elementsOf(spec) * (spec.type === "int64" ? 8 : 4);
}

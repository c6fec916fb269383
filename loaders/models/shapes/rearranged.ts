/** Operators that put what they get elsewhere, repeat it, leave some of it out, or take several for one. */
import type { Known } from "../onnx-nodes.ts";
import { certain, Unknown } from "./asked.ts";
import { broadcast, checked, fromStart, listed, product, type Rule, reshaped, shape } from "./rule.ts";

export const flatten: Rule = (node) => {
  const dims = node.dims(0);
  const axis = fromStart(node.number("axis", 1), dims.length);
  return shape([product(dims.slice(0, axis)), product(dims.slice(axis))]);
};

export const reshape: Rule = (node) => {
  const from = node.dims(0);
  const asked = certain(node.list("shape", 1));
  const keepsZero = node.number("allowzero", 0) === 1;
  const dims = asked.map((dim, i) => (dim === 0 && !keepsZero ? certain(from[i]) : dim));
  const others = product(dims.filter((dim) => dim !== -1));
  return reshaped(
    node.known(0),
    dims.map((dim) => checked(dim === -1 ? product(from) / others : dim)),
  );
};

export const transpose: Rule = (node) => {
  const dims = node.dims(0);
  const order = node.list("perm") ?? dims.map((_, i) => dims.length - 1 - i);
  return shape(order.map((axis) => dims[axis]!));
};

export const squeeze: Rule = (node) => {
  const dims = node.dims(0);
  const axes = node.list("axes", 1)?.map((axis) => fromStart(axis, dims.length));
  const dropped = (dim: number, i: number) => (axes ? axes.includes(i) : dim === 1);
  return reshaped(
    node.known(0),
    dims.filter((dim, i) => !dropped(dim, i)),
  );
};

export const unsqueeze: Rule = (node) => {
  const dims = node.dims(0);
  const listed = certain(node.list("axes", 1));
  const rank = dims.length + listed.length;
  const axes = listed.map((axis) => fromStart(axis, rank));
  const rest = dims.values();
  return reshaped(
    node.known(0),
    Array.from({ length: rank }, (_, i) => (axes.includes(i) ? 1 : (rest.next().value as number))),
  );
};

export const concat: Rule = (node) => {
  const all = node.all();
  const [first] = all as [Known];
  const axis = fromStart(node.number("axis", 0), first.dims.length);
  const length = all.reduce((sum, { dims }) => sum + dims[axis]!, 0);
  if (first.dims.length === 1 && all.every(({ values }) => values))
    return listed(
      all.flatMap(({ values }) => values!),
      first.integer,
    );
  return shape(first.dims.map((dim, i) => (i === axis ? length : dim)));
};

export const split: Rule = (node) => {
  const dims = node.dims(0);
  const axis = fromStart(node.number("axis", 0), dims.length);
  const each = Math.ceil(dims[axis]! / node.outputs);
  const equal = Array.from({ length: node.outputs }, (_, i) => Math.min(each, dims[axis]! - i * each));
  const sizes = node.list("split", 1) ?? equal;
  return sizes.flatMap((size) => shape(dims.map((dim, i) => (i === axis ? size : dim))));
};

export const slice: Rule = (node) => {
  const { dims, values, integer } = node.known(0);
  const starts = certain(node.list("starts", 1));
  const ends = certain(node.list("ends", 2));
  const axes = node.list("axes", 3) ?? starts.map((_, i) => i);
  const steps = node.list("steps", 4) ?? starts.map(() => 1);
  const sliced = [...dims];
  let kept = values;
  for (const [i, from] of axes.entries()) {
    const axis = fromStart(from, dims.length);
    const [size, step] = [dims[axis]!, steps[i]!];
    const within = (at: number) => {
      const place = at < 0 ? at + size : at;
      return step > 0 ? Math.min(Math.max(place, 0), size) : Math.min(Math.max(place, -1), size - 1);
    };
    const [start, end] = [within(starts[i]!), within(ends[i]!)];
    sliced[axis] = Math.max(0, Math.ceil((end - start) / step));
    if (dims.length === 1)
      kept = kept && Array.from({ length: sliced[0]! }, (_, k) => kept![start + k * step]!);
  }
  return dims.length === 1 && kept ? listed(kept, integer) : shape(sliced);
};

export const gather: Rule = (node) => {
  const { dims, values, integer } = node.known(0);
  const indices = node.known(1);
  const axis = fromStart(node.number("axis", 0), dims.length);
  const gathered = [...dims.slice(0, axis), ...indices.dims, ...dims.slice(axis + 1)];
  if (dims.length !== 1 || !values || !indices.values) return shape(gathered);
  return [
    { dims: gathered, integer, values: indices.values.map((i) => values[fromStart(i, values.length)]!) },
  ];
};

export const expand: Rule = (node) => shape(broadcast(node.dims(0), node.values(1)));

export const tile: Rule = (node) => {
  const repeats = node.values(1);
  return shape(node.dims(0).map((dim, i) => dim * repeats[i]!));
};

export const pad: Rule = (node) => {
  const dims = node.dims(0);
  const pads = certain(node.list("pads", 1));
  if (node.has(3)) throw new Unknown();
  return shape(dims.map((dim, i) => dim + pads[i]! + pads[i + dims.length]!));
};

export const resize: Rule = (node) => {
  const dims = node.dims(0);
  if (node.attribute("axes") || (node.attribute("keep_aspect_ratio_policy") ?? "stretch") !== "stretch")
    throw new Unknown();
  if (node.has(3)) return shape(node.values(3));
  // Up to opset 10 the factors were the second input.
  const factors = node.list("scales", node.inputs === 2 ? 1 : 2);
  return shape(dims.map((dim, i) => Math.floor(dim * certain(factors)[i]!)));
};

export const reduce: Rule = (node) => {
  const { dims, values, integer } = node.known(0);
  const listed = node.list("axes", 1)?.map((axis) => fromStart(axis, dims.length));
  const axes = listed?.length ? listed : node.number("noop_with_empty_axes", 0) ? [] : dims.map((_, i) => i);
  const keeps = node.number("keepdims", 1) === 1;
  const reduced = dims.flatMap((dim, i) => (axes.includes(i) ? (keeps ? [1] : []) : [dim]));
  if (node.operator !== "ReduceProd" || dims.length !== 1 || !values) return shape(reduced);
  return [{ dims: reduced, integer, values: [product(values)] }];
};

export const argument: Rule = (node) => {
  const dims = node.dims(0);
  const axis = fromStart(node.number("axis", 0), dims.length);
  const keeps = node.number("keepdims", 1) === 1;
  return shape(dims.flatMap((dim, i) => (i === axis ? (keeps ? [1] : []) : [dim])));
};

export const depthToSpace: Rule = (node) => {
  const [batch, channels, height, width] = node.dims(0);
  const block = node.number("blocksize", 1);
  return shape([batch!, channels! / block ** 2, height! * block, width! * block]);
};

export const spaceToDepth: Rule = (node) => {
  const [batch, channels, height, width] = node.dims(0);
  const block = node.number("blocksize", 1);
  return shape([batch!, channels! * block ** 2, height! / block, width! / block]);
};

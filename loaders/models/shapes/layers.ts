/** Operators that have weights, or slide a window. */
import { type Asked, certain } from "./asked.ts";
import { broadcast, type Rule, shape } from "./rule.ts";

const padsToSame = (node: Asked) => /^SAME_/.test(String(node.attribute("auto_pad")));

/** Spatial dimensions of what a window slides over. */
function slid(node: Asked, input: readonly number[], kernel: readonly number[]): number[] {
  const strides = node.list("strides");
  const dilations = node.list("dilations");
  const pads = node.list("pads");
  const ceils = node.number("ceil_mode", 0) === 1;
  return input.map((size, i) => {
    const stride = strides?.[i] ?? 1;
    if (padsToSame(node)) return Math.ceil(size / stride);
    const padding = (pads?.[i] ?? 0) + (pads?.[i + input.length] ?? 0);
    const reach = (kernel[i]! - 1) * (dilations?.[i] ?? 1) + 1;
    const steps = (size + padding - reach) / stride;
    if (!ceils) return Math.floor(steps) + 1;
    // A window that would begin in the padding behind is left out.
    const begins = Math.ceil(steps) * stride;
    return Math.ceil(steps) + Number(begins < size + (pads?.[i] ?? 0));
  });
}

export const convolution =
  (weights: number): Rule =>
  (node) => {
    const [batch, , ...input] = node.dims(0);
    const [channels, , ...kernel] = node.dims(weights);
    return shape([batch!, channels!, ...slid(node, input, kernel)]);
  };

export const transposedConvolution: Rule = (node) => {
  const [batch, , ...input] = node.dims(0);
  const [, perGroup, ...kernel] = node.dims(1);
  const pads = node.list("pads");
  const size = (from: number, i: number) => {
    const stride = node.list("strides")?.[i] ?? 1;
    if (padsToSame(node)) return from * stride;
    const padding = (pads?.[i] ?? 0) + (pads?.[i + input.length] ?? 0);
    const reach = (kernel[i]! - 1) * (node.list("dilations")?.[i] ?? 1) + 1;
    return stride * (from - 1) + (node.list("output_padding")?.[i] ?? 0) + reach - padding;
  };
  const channels = perGroup! * node.number("group", 1);
  return shape([batch!, channels, ...(node.list("output_shape") ?? input.map(size))]);
};

export const pool: Rule = (node) => {
  const [batch, channels, ...input] = node.dims(0);
  const dims = [batch!, channels!, ...slid(node, input, certain(node.list("kernel_shape")))];
  return [...shape(dims), ...shape(dims)];
};

export const globalPool: Rule = (node) => shape(node.dims(0).map((dim, i) => (i < 2 ? dim : 1)));

export const matrixProduct =
  (second: number): Rule =>
  (node) => {
    const [a, b] = [node.dims(0), node.dims(second)];
    const rows = a.length > 1 ? [a.at(-2)!] : [];
    const columns = b.length > 1 ? [b.at(-1)!] : [];
    return shape([...broadcast(a.slice(0, -2), b.slice(0, -2)), ...rows, ...columns]);
  };

export const gemm: Rule = (node) => {
  const [a, b] = [node.dims(0), node.dims(1)];
  return shape([a[node.number("transA", 0) ? 1 : 0]!, b[node.number("transB", 0) ? 0 : 1]!]);
};

/** LSTM, GRU and RNN. */
export const recurrent: Rule = (node) => {
  const [directions, , hidden] = node.dims(2);
  const [first, second] = node.dims(0);
  const last = shape(
    node.number("layout", 0) ? [first!, directions!, hidden!] : [directions!, second!, hidden!],
  );
  const all = node.number("layout", 0)
    ? [first!, second!, directions!, hidden!]
    : [first!, directions!, second!, hidden!];
  return [...shape(all), ...last, ...last];
};

/** Operators that compute, or are, what a shape may be made of: of short tensors their values are followed. */
import { isIntegerType, MOST_VALUES } from "../onnx-nodes.ts";
import { type Asked, certain } from "./asked.ts";
import { broadcast, listed, product, type Rule, shape } from "./rule.ts";

/** Of equally long lists, or of one and a single value. */
const COMPUTED: Readonly<Record<string, (a: number, b: number, integer: boolean) => number>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b, integer) => (integer ? Math.trunc(a / b) : a / b),
  Min: (a, b) => Math.min(a, b),
  Max: (a, b) => Math.max(a, b),
  Equal: (a, b) => Number(a === b),
};

export const elementwise: Rule = (node) => {
  const all = node.all();
  const dims = broadcast(...all.map((one) => one.dims));
  const compute = COMPUTED[node.operator];
  const [a, b] = all.map(({ values }) => values);
  const integer = all.every((one) => one.integer);
  if (!compute || all.length !== 2 || !a || !b || dims.length > 1) return [{ dims, integer }];
  const values = Array.from({ length: product(dims) }, (_, i) =>
    compute(a[a.length === 1 ? 0 : i]!, b[b.length === 1 ? 0 : i]!, integer),
  );
  return [{ dims, values, integer }];
};

export const where: Rule = (node) => {
  const all = node.all();
  const dims = broadcast(...all.map((one) => one.dims));
  const integer = all[1]!.integer;
  const values = all.map((one) => one.values);
  if (dims.length > 1 || values.some((one) => !one)) return [{ dims, integer }];
  const at = (input: number, i: number) => values[input]![values[input]!.length === 1 ? 0 : i]!;
  return [
    { dims, integer, values: Array.from({ length: product(dims) }, (_, i) => at(at(0, i) ? 1 : 2, i)) },
  ];
};

export const cast: Rule = (node) => {
  const { dims, values } = node.known(0);
  const integer = isIntegerType(node.number("to", 0));
  return [values ? { dims, integer, values: integer ? values.map(Math.trunc) : values } : { dims, integer }];
};

export const rounded =
  (round: (value: number) => number): Rule =>
  (node) => {
    const known = node.known(0);
    return [known.values ? { ...known, values: known.values.map(round) } : known];
  };

export const constant: Rule = (node) => {
  const tensor = node.attribute("value");
  if (typeof tensor === "object" && "dims" in tensor) return [tensor];
  for (const [name, integer] of [
    ["value_int", true],
    ["value_float", false],
  ] as const) {
    const value = node.attribute(name);
    if (typeof value === "number") return [{ dims: [], values: [value], integer }];
  }
  const ints = node.list("value_ints");
  return listed(certain(ints ?? node.list("value_floats")), ints !== undefined);
};

export const constantOfShape: Rule = (node) => {
  const dims = node.values(0);
  const filled = node.attribute("value");
  const [value, integer] =
    typeof filled === "object" && "dims" in filled ? [filled.values?.[0], filled.integer] : [0, false];
  if (dims.length !== 1 || dims[0]! > MOST_VALUES || value === undefined) return shape(dims);
  return listed(new Array<number>(dims[0]!).fill(value), integer);
};

export const range: Rule = (node) => {
  const [[start], [limit], [step]] = [node.values(0), node.values(1), node.values(2)];
  return shape([Math.max(0, Math.ceil((limit! - start!) / step!))]);
};

export const shapeOf: Rule = (node) => listed(node.dims(0).slice(...shapeEnds(node)), true);

function shapeEnds(node: Asked): [start: number, end?: number] {
  const end = node.attribute("end");
  return typeof end === "number" ? [node.number("start", 0), end] : [node.number("start", 0)];
}

export const sizeOf: Rule = (node) => [{ dims: [], values: [product(node.dims(0))], integer: true }];

import type { OnnxConstant, OnnxNode, ReadGraph } from "../models/read-onnx.ts";

/** What of TensorFlow.js is used here; it is not installed where the types are checked. */
export interface Tf {
  tensor(data: Float32Array, shape: readonly number[]): TfTensor;
  transpose(x: TfTensor, order: readonly number[]): TfTensor;
  reshape(x: TfTensor, shape: readonly number[]): TfTensor;
  slice(x: TfTensor, begin: readonly number[], size: readonly number[]): TfTensor;
  add(a: TfTensor, b: TfTensor): TfTensor;
  clipByValue(x: TfTensor, low: number, high: number): TfTensor;
  mean(x: TfTensor, axes: readonly number[], keepDims: boolean): TfTensor;
  readonly fused: {
    conv2d(of: ConvOptions): TfTensor;
    depthwiseConv2d(of: ConvOptions): TfTensor;
    matMul(of: { a: TfTensor; b: TfTensor; bias?: TfTensor }): TfTensor;
  };
  tidy<T extends TfTensor>(work: () => T): T;
  keep(x: TfTensor): TfTensor;
}

export interface TfTensor {
  readonly shape: readonly number[];
  data(): Promise<Float32Array>;
  dispose(): void;
}

interface ConvOptions {
  readonly x: TfTensor;
  readonly filter: TfTensor;
  readonly bias?: TfTensor;
  readonly strides: readonly [number, number];
  readonly pad: readonly (readonly [number, number])[];
  readonly activation: "linear" | "relu6";
}

/** A graph with its weights as the library wants them: pictures and filters with their channels last. */
export interface TfGraph {
  /** Within `tidy`: what is between is freed. Pictures come in, and all goes, with channels last. */
  run(inputs: readonly TfTensor[]): TfTensor;
  dispose(): void;
}

type Step = (value: (name: string) => TfTensor) => TfTensor;
type Operator = (node: OnnxNode, build: Build) => Step;

/** Axes of a picture, or of a filter, from one order to another. */
export const CHANNELS_LAST = [0, 2, 3, 1];
const CHANNELS_SECOND = [0, 3, 1, 2];
const FILTER = [2, 3, 1, 0];
const DEPTHWISE_FILTER = [2, 3, 0, 1];

class Build {
  readonly tf: Tf;
  readonly #graph: ReadGraph;
  readonly #weights: TfTensor[] = [];

  constructor(tf: Tf, graph: ReadGraph) {
    this.tf = tf;
    this.#graph = graph;
  }

  constant(name: string): OnnxConstant {
    const found = this.#graph.constants.get(name);
    if (!found)
      throw new Error(`"${name}" is computed by the model, where TensorFlow.js is given constants only`);
    return found;
  }

  /** On the device until `dispose`. */
  weight(name: string, order: readonly number[] | null = null): TfTensor {
    const { data, dims } = this.constant(name);
    const weight = this.tf.tidy(() => {
      const given = this.tf.tensor(data, dims);
      return this.tf.keep(order === null ? given : this.tf.transpose(given, order));
    });
    this.#weights.push(weight);
    return weight;
  }

  scalar(name: string | undefined, otherwise: number): number {
    return name ? this.constant(name).data[0]! : otherwise;
  }

  /** The clipping to 0 … 6 that is all that becomes of a value, if it is. */
  relu6After(name: string): OnnxNode | null {
    const users = this.#graph.nodes.filter(({ inputs }) => inputs.includes(name));
    const [clip] = users;
    if (users.length !== 1 || clip!.opType !== "Clip" || this.#graph.outputs.includes(name)) return null;
    const [low, high] = clipBounds(clip!, this);
    return low === 0 && high === 6 ? clip! : null;
  }

  dispose(): void {
    for (const weight of this.#weights) weight.dispose();
  }
}

const numberOf = (node: OnnxNode, name: string, otherwise: number): number =>
  (node.attributes.get(name) as number | undefined) ?? otherwise;

function require(node: OnnxNode, holds: boolean, what: string): void {
  if (!holds) throw new Error(`TensorFlow.js is not given a ${node.opType} with ${what} here`);
}

const clipBounds = ({ inputs }: OnnxNode, build: Build): readonly [number, number] => [
  build.scalar(inputs[1], -Infinity),
  build.scalar(inputs[2], Infinity),
];

const conv: Operator = (node, build) => {
  const [x, weight, bias] = node.inputs;
  const list = (name: string, otherwise: readonly number[]) =>
    (node.attributes.get(name) as readonly number[] | undefined) ?? otherwise;
  const [top, left, bottom, right] = list("pads", [0, 0, 0, 0]) as [number, number, number, number];
  const group = numberOf(node, "group", 1);
  const [to, from] = build.constant(weight!).dims;
  require(node, !node.attributes.has("auto_pad"), "auto_pad");
  require(node, list("dilations", [1, 1]).every((by) => by === 1), "dilations");
  require(node, group === 1 || (group === to && from === 1), `${group} groups`);
  const depthwise = group > 1;
  const fixed = {
    filter: build.weight(weight!, depthwise ? DEPTHWISE_FILTER : FILTER),
    ...(bias ? { bias: build.weight(bias) } : {}),
    strides: list("strides", [1, 1]) as [number, number],
    // Said in numbers: "same" pads another side than ONNX where the stride is 2.
    pad: [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ] as const,
    activation: build.relu6After(node.output) ? ("relu6" as const) : ("linear" as const),
  };
  const { conv2d, depthwiseConv2d } = build.tf.fused;
  const apply = depthwise ? depthwiseConv2d : conv2d;
  return (value) => apply({ x: value(x!), ...fixed });
};

const OPERATORS: Readonly<Record<string, Operator>> = {
  Conv: conv,
  Clip: (node, build) => {
    const [low, high] = clipBounds(node, build);
    return (value) => build.tf.clipByValue(value(node.inputs[0]!), low, high);
  },
  Add:
    ({ inputs: [a, b] }, { tf }) =>
    (value) =>
      tf.add(value(a!), value(b!)),
  GlobalAveragePool:
    ({ inputs: [x] }, { tf }) =>
    (value) =>
      tf.mean(value(x!), [1, 2], true),
  Flatten: (node, { tf }) => {
    require(node, numberOf(node, "axis", 1) === 1, "another axis than 1");
    return (value) => {
      const x = value(node.inputs[0]!);
      const [batch, ...rest] = x.shape;
      const inOrder = rest.length === 3 && rest[0]! * rest[1]! > 1 ? tf.transpose(x, CHANNELS_SECOND) : x;
      return tf.reshape(inOrder, [batch!, rest.reduce((product, n) => product * n, 1)]);
    };
  },
  Gemm: (node, build) => {
    const plain = ["alpha", "beta"].every((name) => numberOf(node, name, 1) === 1);
    require(node, plain && numberOf(node, "transA", 0) === 0, "alpha, beta or transA");
    const [a, weight, bias] = node.inputs;
    const b = build.weight(weight!, numberOf(node, "transB", 0) === 1 ? [1, 0] : null);
    const fixed = { b, ...(bias ? { bias: build.weight(bias) } : {}) };
    return (value) => build.tf.fused.matMul({ a: value(a!), ...fixed });
  },
};

const KNOWN = /* @__PURE__ */ (() => Object.keys(OPERATORS).join(", "))();

/** Operators of a model that are not known here, each once. */
export const unknownOperators = ({ nodes }: ReadGraph): readonly string[] => [
  ...new Set(nodes.map(({ opType }) => opType).filter((opType) => !OPERATORS[opType])),
];

/**
 * A model of one output on TensorFlow.js' kernels, with a convolution's bias and clipping fused into it as the library's own
 * converter does.
 *
 * @throws Error that names an operator, or a use of one, that is not known here
 */
export function buildTfGraph(tf: Tf, graph: ReadGraph): TfGraph {
  const build = new Build(tf, graph);
  const steps = new Map<string, Step>();
  const fused = new Map<string, string>();
  for (const node of graph.nodes) {
    const operator = OPERATORS[node.opType];
    if (!operator) throw new Error(`TensorFlow.js is not given "${node.opType}" here, only ${KNOWN}`);
    if (fused.has(node.output)) continue;
    const clip = node.opType === "Conv" ? build.relu6After(node.output) : null;
    if (clip) fused.set(clip.output, node.output);
    steps.set(clip?.output ?? node.output, operator(node, build));
  }
  return {
    run(inputs) {
      const values = new Map(graph.inputs.map((name, i) => [name, inputs[i]!]));
      const value = (name: string) => values.get(name) ?? missing(name);
      for (const [name, step] of steps) values.set(name, step(value));
      return value(graph.outputs[0]!);
    },
    dispose: () => build.dispose(),
  };
}

function missing(name: string): never {
  throw new Error(`nothing in the model computes "${name}" before it is used`);
}

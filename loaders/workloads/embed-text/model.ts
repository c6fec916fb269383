import { OnnxGraph } from "../../models/onnx.ts";
import { VOCABULARY_SIZE } from "./vocabulary.ts";

const TOKENS = 128;
const POSITIONS = 512;
const LAYERS = 4;
const HIDDEN = 312;
const HEADS = 12;
const FEED_FORWARD = 1200;
const HEAD = HIDDEN / HEADS;
// The standard deviation with which BERT initialises its embeddings.
const EMBEDDING_SCALE = 0.02;

function scalar(graph: OnnxGraph, name: string, value: number): string {
  return graph.constant(name, Float32Array.of(value), []);
}

function dense(graph: OnnxGraph, name: string, x: string, from: number, to: number): string {
  const weight = graph.weight(`${name}.weight`, [from, to], 1 / Math.sqrt(from));
  const bias = graph.weight(`${name}.bias`, [to], EMBEDDING_SCALE);
  return graph.node("Add", [graph.node("MatMul", [x, weight]), bias]);
}

function layerNorm(graph: OnnxGraph, name: string, x: string, output?: string): string {
  const gamma = graph.constant(`${name}.gamma`, new Float32Array(HIDDEN).fill(1), [HIDDEN]);
  const beta = graph.weight(`${name}.beta`, [HIDDEN], EMBEDDING_SCALE);
  return graph.node("LayerNormalization", [x, gamma, beta], { axis: -1, epsilon: { float: 1e-12 } }, output);
}

/** BERT's exact form, x/2 · (1 + erf(x/√2)), since the Gelu operator itself only came with opset 20. */
function gelu(graph: OnnxGraph, x: string): string {
  const erf = graph.node("Erf", [graph.node("Div", [x, "sqrt2"])]);
  return graph.node("Mul", [graph.node("Mul", [x, graph.node("Add", [erf, "one"])]), "half"]);
}

function attention(graph: OnnxGraph, layer: string, x: string, bias: string): string {
  const heads = (part: string, perm: number[]): string => {
    const flat = dense(graph, `${layer}.${part}`, x, HIDDEN, HIDDEN);
    return graph.node("Transpose", [graph.node("Reshape", [flat, "heads_shape"])], { perm });
  };
  const query = heads("query", [0, 2, 1, 3]);
  const key = heads("key", [0, 2, 3, 1]);
  const value = heads("value", [0, 2, 1, 3]);
  const scores = graph.node("Div", [graph.node("MatMul", [query, key]), "sqrt_head"]);
  const weights = graph.node("Softmax", [graph.node("Add", [scores, bias])], { axis: -1 });
  const context = graph.node("Transpose", [graph.node("MatMul", [weights, value])], { perm: [0, 2, 1, 3] });
  return dense(graph, `${layer}.output`, graph.node("Reshape", [context, "hidden_shape"]), HIDDEN, HIDDEN);
}

/** The TinyBERT-4L-312 encoder for one sequence of 128 tokens, all of token type 0; opset 17. */
export function buildModel(): OnnxGraph {
  const graph = new OnnxGraph("embed-text");
  const ids = graph.input("input_ids", "int64", [1, TOKENS]);
  const mask = graph.input("attention_mask", "int64", [1, TOKENS]);
  scalar(graph, "one", 1);
  scalar(graph, "half", 0.5);
  scalar(graph, "sqrt2", Math.SQRT2);
  scalar(graph, "sqrt_head", Math.sqrt(HEAD));
  graph.ints("heads_shape", [1, TOKENS, HEADS, HEAD]);
  graph.ints("hidden_shape", [1, TOKENS, HIDDEN]);

  const words = graph.weight("embeddings.word", [VOCABULARY_SIZE, HIDDEN], EMBEDDING_SCALE);
  const positions = graph.weight("embeddings.position", [POSITIONS, HIDDEN], EMBEDDING_SCALE);
  const tokenType = graph.weight("embeddings.token_type", [HIDDEN], EMBEDDING_SCALE);
  const used = graph.node("Slice", [positions, graph.ints("first", [0]), graph.ints("end", [TOKENS])]);
  const word = graph.node("Gather", [words, ids]);
  const embedded = graph.node("Add", [graph.node("Add", [word, used]), tokenType]);
  let x = layerNorm(graph, "embeddings.norm", embedded);

  // 0 where a token is, −10,000 where padding is: added to the scores, it leaves padding no weight.
  const present = graph.node("Cast", [mask], { to: 1 });
  const absent = graph.node("Sub", [
    "one",
    graph.node("Unsqueeze", [present, graph.ints("mask_axes", [1, 2])]),
  ]);
  const bias = graph.node("Mul", [absent, scalar(graph, "masked", -10_000)]);

  for (let i = 0; i < LAYERS; i++) {
    const layer = `layer${i}`;
    const attended = graph.node("Add", [attention(graph, layer, x, bias), x]);
    x = layerNorm(graph, `${layer}.attention_norm`, attended);
    const wide = gelu(graph, dense(graph, `${layer}.intermediate`, x, HIDDEN, FEED_FORWARD));
    const narrow = graph.node("Add", [dense(graph, `${layer}.feed_forward`, wide, FEED_FORWARD, HIDDEN), x]);
    x = layerNorm(graph, `${layer}.norm`, narrow, i === LAYERS - 1 ? "last_hidden_state" : undefined);
  }
  graph.output(x, [1, TOKENS, HIDDEN]);
  return graph;
}

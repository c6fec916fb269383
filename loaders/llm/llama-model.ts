import { seededWeights } from "../models/seeded-weights.ts";
import { quantised, type Weights } from "./quantise.ts";
import { type WrittenTensor, type WrittenValue, writeGguf } from "./write-gguf.ts";

/** The sizes of a model of llama's architecture. */
export interface LlamaShape {
  readonly name: string;
  readonly blocks: number;
  readonly width: number;
  readonly feedForward: number;
  readonly heads: number;
  /** Fewer than `heads` where groups of heads share keys and values. */
  readonly keyValueHeads: number;
  readonly context: number;
}

/** Control tokens, then one token for each byte. */
export const CONTROL_TOKENS = ["<unk>", "<s>", "</s>"] as const;
export const BYTE_TOKENS_FROM = CONTROL_TOKENS.length;
export const BEGIN_TOKEN = 1;
const VOCABULARY = BYTE_TOKENS_FROM + 256;

// As GGUF numbers them.
const UNKNOWN = 2;
const CONTROL = 3;
const BYTE = 6;

/**
 * A model with seeded weights and a vocabulary of bytes: what it says is noise, and what it computes is what a trained one of its
 * shape does. Norms and the last layer make one token stand out, so that engines whose sums round otherwise still agree on it.
 */
export function llamaModel(shape: LlamaShape, weights: Weights): Uint8Array {
  return writeGguf(metadataOf(shape), tensorsOf(shape, weights));
}

function metadataOf(shape: LlamaShape): Record<string, WrittenValue> {
  const { width, heads } = shape;
  const bytes = Array.from(
    { length: 256 },
    (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`,
  );
  return {
    "general.architecture": { string: "llama" },
    "general.name": { string: shape.name },
    "llama.context_length": { uint32: shape.context },
    "llama.embedding_length": { uint32: width },
    "llama.block_count": { uint32: shape.blocks },
    "llama.feed_forward_length": { uint32: shape.feedForward },
    "llama.attention.head_count": { uint32: heads },
    "llama.attention.head_count_kv": { uint32: shape.keyValueHeads },
    "llama.attention.layer_norm_rms_epsilon": { float32: 1e-5 },
    "llama.rope.dimension_count": { uint32: width / heads },
    "llama.rope.freq_base": { float32: 10_000 },
    "llama.vocab_size": { uint32: VOCABULARY },
    "tokenizer.ggml.model": { string: "llama" },
    "tokenizer.ggml.tokens": { strings: [...CONTROL_TOKENS, ...bytes] },
    "tokenizer.ggml.scores": { float32s: new Array<number>(VOCABULARY).fill(0) },
    "tokenizer.ggml.token_type": {
      int32s: [UNKNOWN, CONTROL, CONTROL, ...new Array<number>(256).fill(BYTE)],
    },
    "tokenizer.ggml.bos_token_id": { uint32: BEGIN_TOKEN },
    "tokenizer.ggml.eos_token_id": { uint32: 2 },
    "tokenizer.ggml.unknown_token_id": { uint32: 0 },
    "tokenizer.ggml.add_bos_token": { bool: true },
    "tokenizer.ggml.add_space_prefix": { bool: false },
  };
}

function tensorsOf(shape: LlamaShape, weights: Weights): WrittenTensor[] {
  const { blocks, width, feedForward, heads, keyValueHeads } = shape;
  const shared = (width / heads) * keyValueHeads;
  const matrix = (name: string, from: number, to: number, scale = from ** -0.5): WrittenTensor => ({
    name,
    dims: [from, to],
    weights,
    bytes: quantised(seededWeights(`${shape.name} ${name}`, from * to, scale), weights),
  });
  const norm = (name: string): WrittenTensor => ({
    name,
    dims: [width],
    weights: "F32",
    bytes: quantised(new Float32Array(width).fill(1), "F32"),
  });
  const block = (i: number): WrittenTensor[] => {
    const at = `blk.${i}`;
    return [
      norm(`${at}.attn_norm.weight`),
      matrix(`${at}.attn_q.weight`, width, width),
      matrix(`${at}.attn_k.weight`, width, shared),
      matrix(`${at}.attn_v.weight`, width, shared),
      matrix(`${at}.attn_output.weight`, width, width),
      norm(`${at}.ffn_norm.weight`),
      matrix(`${at}.ffn_gate.weight`, width, feedForward),
      matrix(`${at}.ffn_up.weight`, width, feedForward),
      matrix(`${at}.ffn_down.weight`, feedForward, width),
    ];
  };
  return [
    matrix("token_embd.weight", width, VOCABULARY, 1),
    ...Array.from({ length: blocks }, (_, i) => block(i)).flat(),
    norm("output_norm.weight"),
    matrix("output.weight", width, VOCABULARY),
  ];
}

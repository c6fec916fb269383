/** What a language model takes of memory, part by part, and what memory's speed allows it. */
import { quantisationNamed } from "./quantisations.js";
import type { LanguageModel, TransformerShape } from "./shape.js";

export const CACHE_TYPES = ["F16", "Q8_0", "Q4_0"] as const;
export type CacheType = (typeof CACHE_TYPES)[number];

export interface Use {
  /** Of all conversations that are served at once, together. */
  readonly contextTokens: number;
  readonly cacheType: CacheType;
  /** Tokens of a prompt that are computed at once: llama.cpp's `n_ubatch`, 512 unless said. */
  readonly batchTokens: number;
}

/** What an engine takes whatever the model is, and how often it holds the weights. */
export interface EngineMemory {
  readonly fixedBytes: number;
  readonly weightCopies: number;
}

export interface MemoryNeed {
  readonly weightsBytes: number;
  readonly cacheBytes: number;
  readonly activationBytes: number;
  readonly engineBytes: number;
  readonly totalBytes: number;
}

export function memoryNeed(model: LanguageModel, use: Use, engine: EngineMemory): MemoryNeed {
  const parts = {
    weightsBytes: model.weightsBytes * engine.weightCopies,
    cacheBytes: use.contextTokens * cacheBytesPerToken(model.shape, use.cacheType),
    activationBytes: activationBytes(model.shape, use.batchTokens),
    engineBytes: engine.fixedBytes,
  };
  return { ...parts, totalBytes: Object.values(parts).reduce((sum, bytes) => sum + bytes, 0) };
}

/** Keys and values of one token in every block: 2 × blocks × shared heads × width of a head, in the cache's type. */
export function cacheBytesPerToken(
  { blocks, keyValueHeads, headWidth }: TransformerShape,
  cacheType: CacheType,
): number {
  const { blockWeights, blockBytes } = quantisationNamed(cacheType);
  return (2 * blocks * keyValueHeads * headWidth * blockBytes) / blockWeights;
}

const FLOAT_BYTES = 4;

/**
 * The buffer in which llama.cpp computes a batch, about: the vectors of its tokens and what is widest beside them, which is the logits of
 * a large vocabulary (Llama 3 8B: 512 × (128,256 + 4,096) × 4 bytes = 258.5 MiB, what llama.cpp prints as its compute buffer), else
 * the three of the feed-forward network.
 */
export function activationBytes(
  { vocabulary, feedForward, width }: TransformerShape,
  batchTokens: number,
): number {
  return batchTokens * FLOAT_BYTES * (width + Math.max(vocabulary, 3 * feedForward));
}

/** Bytes that have to be read for one more token, after so many: every weight but the embedding's other rows, and the cache so far. */
export function bytesPerToken(model: LanguageModel, cacheType: CacheType, tokensBefore: number): number {
  return (
    model.weightsBytes - model.embeddingBytes + tokensBefore * cacheBytesPerToken(model.shape, cacheType)
  );
}

/**
 * The most tokens a second that one conversation can get of memory with this bandwidth: no arithmetic is faster than its operands come.
 *
 * @param bandwidth bytes per second
 */
export const mostTokensPerSecond = (
  model: LanguageModel,
  cacheType: CacheType,
  tokensBefore: number,
  bandwidth: number,
): number => bandwidth / bytesPerToken(model, cacheType, tokensBefore);

import type { TransformerShape } from "./shape.js";

/** A published language model by its configuration, from which its memory follows. */
export interface PublishedModel {
  readonly name: string;
  readonly parameters: number;
  readonly shape: TransformerShape;
  /** Whether its last layer is its embedding. */
  readonly tied: boolean;
  /** Where the configuration is from. */
  readonly source: string;
}

/** The configurations as their `config.json` has them; parameters as they follow from it. Written down on 2026-11-27. */
export const PUBLISHED_MODELS: readonly PublishedModel[] = [
  published(
    "TinyLlama 1.1B",
    [22, 2_048, 5_632, 32, 4, 64, 32_000, 2_048],
    false,
    "TinyLlama/TinyLlama-1.1B-Chat-v1.0",
  ),
  published("Llama 3.2 1B", [16, 2_048, 8_192, 32, 8, 64, 128_256, 131_072], true, "meta-llama/Llama-3.2-1B"),
  published(
    "Llama 3.2 3B",
    [28, 3_072, 8_192, 24, 8, 128, 128_256, 131_072],
    true,
    "meta-llama/Llama-3.2-3B",
  ),
  published(
    "Mistral 7B v0.3",
    [32, 4_096, 14_336, 32, 8, 128, 32_768, 32_768],
    false,
    "mistralai/Mistral-7B-v0.3",
  ),
  published(
    "Llama 3 8B",
    [32, 4_096, 14_336, 32, 8, 128, 128_256, 8_192],
    false,
    "meta-llama/Meta-Llama-3-8B",
  ),
  published(
    "Llama 3.1 70B",
    [80, 8_192, 28_672, 64, 8, 128, 128_256, 131_072],
    false,
    "meta-llama/Llama-3.1-70B",
  ),
];

function published(
  name: string,
  [blocks, width, feedForward, heads, keyValueHeads, headWidth, vocabulary, contextTokens]: readonly [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ],
  tied: boolean,
  repository: string,
): PublishedModel {
  const shape = { blocks, width, feedForward, heads, keyValueHeads, headWidth, vocabulary, contextTokens };
  return { name, parameters: parametersOf(shape, tied), shape, tied, source: `${repository}, config.json` };
}

/** Matrices of attention and feed-forward, norms, embedding and last layer: what llama's architecture has and no biases. */
export function parametersOf(shape: TransformerShape, tied: boolean): number {
  const { blocks, width, feedForward, heads, keyValueHeads, headWidth, vocabulary } = shape;
  const attention = 2 * width * heads * headWidth + 2 * width * keyValueHeads * headWidth;
  const block = attention + 3 * width * feedForward + 2 * width;
  return blocks * block + width + (tied ? 1 : 2) * vocabulary * width;
}

import type { PublishedModel } from "./published-models.js";
import { bitsPerWeight, quantisationNamed } from "./quantisations.js";
import type { LanguageModel } from "./shape.js";

/**
 * The names that published files go by, and which quantisation which tensor gets. A K-quant is a mix: Q4_K_M keeps the last layer and, in
 * half of the blocks, the values of attention and the way out of the feed-forward network in Q6_K.
 *
 * Source: `llama_tensor_get_type` of llama.cpp's src/llama-quant.cpp.
 */
export const MIXES = ["F16", "Q8_0", "Q6_K", "Q5_K_M", "Q4_K_M", "Q4_0"] as const;
export type Mix = (typeof MIXES)[number];

interface Mixture {
  readonly most: string;
  /** Of the last layer, or of the embedding that is one. */
  readonly output: string;
  /** Of values and the way out of the feed-forward network, in half of the blocks. */
  readonly finer: string;
}

const MIXTURES: Readonly<Record<Mix, Mixture>> = {
  F16: { most: "F16", output: "F16", finer: "F16" },
  Q8_0: { most: "Q8_0", output: "Q8_0", finer: "Q8_0" },
  Q6_K: { most: "Q6_K", output: "Q6_K", finer: "Q6_K" },
  Q5_K_M: { most: "Q5_K", output: "Q6_K", finer: "Q6_K" },
  Q4_K_M: { most: "Q4_K", output: "Q6_K", finer: "Q6_K" },
  Q4_0: { most: "Q4_0", output: "Q6_K", finer: "Q4_0" },
};

/** A published model in weights of a mix. */
export function inMix({ name, shape, tied, parameters }: PublishedModel, mix: Mix): LanguageModel {
  const { most, output, finer } = MIXTURES[mix];
  const { blocks, width, feedForward, keyValueHeads, headWidth, vocabulary } = shape;
  const table = vocabulary * width;
  const refined = (blocks / 2) * (width * keyValueHeads * headWidth + width * feedForward);
  const norms = (2 * blocks + 1) * width;
  const counts = new Map<string, number>();
  const add = (quantisation: string, count: number) =>
    counts.set(quantisation, (counts.get(quantisation) ?? 0) + count);
  add(output, table);
  if (!tied) add(most, table);
  add(finer, refined);
  add("F32", norms);
  add(most, parameters - (tied ? 1 : 2) * table - refined - norms);
  const list = [...counts]
    .map(([quantisation, count]) => ({
      quantisation,
      parameters: count,
      bytes: (count * bitsPerWeight(quantisationNamed(quantisation))) / 8,
    }))
    .sort((a, b) => b.bytes - a.bytes);
  const embeddingBytes = tied ? 0 : (table * bitsPerWeight(quantisationNamed(most))) / 8;
  return {
    name: `${name}, ${mix}`,
    parameters,
    weightsBytes: list.reduce((sum, { bytes }) => sum + bytes, 0),
    embeddingBytes,
    mix: list,
    shape,
  };
}

import type { ScoreRow } from "../run-file.js";

/**
 * How surprised a model is by a text: the exponential of the mean negative logarithm of its tokens' probabilities, which is what llama.cpp's
 * `llama-perplexity` prints. A model that knows nothing has the size of its vocabulary, or more.
 *
 * @param logProbabilities in nats; NaN comes of one that is none
 */
export const perplexity = (logProbabilities: readonly (number | null)[]): number =>
  Math.exp(
    -logProbabilities.reduce<number>((sum, nats) => sum + (nats ?? Number.NaN), 0) / logProbabilities.length,
  );

/** An engine's perplexity on a fixed text, and the reference's. */
export interface Perplexities {
  readonly found: number;
  readonly reference: number;
}

export const perplexitiesOf = ({ logProbabilities, referencePerplexity }: ScoreRow): Perplexities => ({
  found: perplexity(logProbabilities),
  reference: referencePerplexity,
});

/**
 * What an engine's perplexity may differ by from the reference's, as a part of it. Measured on `chat`'s text: one engine that reads it
 * whole and token by token differs from itself by 0.4 % with weights of Q8_0 and 0.1 % with Q4_0, two engines by 0.2 to 0.3 %; weights of
 * four bits in place of eight by 4.5 %. So a hundredth is what rounding alone never made, and what fewer bits always do. llama.cpp's own
 * table of quantisations has +0.4685 for Q4_0 and +0.0026 for Q8_0 (Llama 3 8B; tools/quantize, read on 2026-11-27).
 */
export const PERPLEXITY_TOLERANCE = 0.01;

/** What is wrong with a perplexity; null where it is the reference's. */
export function perplexityDiffers(found: number, reference: number): string | null {
  const apart = Math.abs(found / reference - 1);
  if (apart <= PERPLEXITY_TOLERANCE) return null;
  const allowed = `${100 * PERPLEXITY_TOLERANCE} %`;
  return Number.isFinite(found)
    ? `it takes a fixed text for another than the reference does: its perplexity is ${found.toPrecision(4)}, the reference's ${reference.toPrecision(4)} (${(100 * apart).toFixed(1)} % apart, allowed ${allowed})`
    : "it gives a token of a fixed text a probability that is no number above 0";
}

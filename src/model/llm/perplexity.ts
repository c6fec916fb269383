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
  /** How far the one may lie from the other, as a part of it. */
  readonly tolerance: number;
}

export const perplexitiesOf = ({
  logProbabilities,
  referencePerplexity,
  tolerance,
}: ScoreRow): Perplexities => ({
  found: perplexity(logProbabilities),
  reference: referencePerplexity,
  tolerance,
});

/** What is wrong with a perplexity; null where it is the reference's. */
export function perplexityDiffers(found: number, reference: number, tolerance: number): string | null {
  const apart = Math.abs(found / reference - 1);
  if (apart <= tolerance) return null;
  const allowed = `${Number((100 * tolerance).toPrecision(2))} %`;
  return Number.isFinite(found)
    ? `it takes a fixed text for another than the reference does: its perplexity is ${found.toPrecision(4)}, the reference's ${reference.toPrecision(4)} (${(100 * apart).toFixed(1)} % apart, allowed ${allowed})`
    : "it gives a token of a fixed text a probability that is no number above 0";
}

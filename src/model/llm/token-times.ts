/** What a language model's engine takes for a token of a prompt and for one of an answer, so that other lengths can be told. */
import type { Generation } from "./generation.js";

/** Tokens of a request. */
export interface Lengths {
  readonly promptTokens: number;
  readonly answerTokens: number;
}

export interface TokenTimes {
  /** At which the others were measured. */
  readonly measured: Lengths;
  /** Until the first token, over the prompt's tokens: what is done once a request is in it. */
  readonly promptTokenMs: number;
  /** From one token to the next. */
  readonly tokenMs: number;
  /** How single steps scatter about that, as factors. */
  readonly scatter: readonly number[];
}

export const tokenTimesOf = ({
  promptTokens,
  generatedTokens,
  firstTokenMs,
  tokenMs,
  tokenQuantilesMs,
}: Generation): TokenTimes => ({
  measured: { promptTokens, answerTokens: generatedTokens },
  promptTokenMs: firstTokenMs.value / promptTokens,
  tokenMs: tokenMs.value,
  scatter: tokenQuantilesMs.map((ms) => ms / tokenMs.value),
});

/** Until the first token, and from there to the last: the first token comes with the prompt. */
export const prefillMs = ({ promptTokenMs }: TokenTimes, { promptTokens }: Lengths): number =>
  promptTokenMs * promptTokens;
export const decodeMs = ({ tokenMs }: TokenTimes, { answerTokens }: Lengths): number =>
  tokenMs * Math.max(0, answerTokens - 1);

/**
 * A request of other lengths: each token more or less takes what one took on average. A straight line, which attention over a
 * long context bends upwards; so it is to be trusted near the lengths that were measured.
 *
 * @param wallMs of a request of the measured lengths
 */
export function wallMsAt(wallMs: number, times: TokenTimes, lengths: Lengths): number {
  const of = (one: Lengths) => prefillMs(times, one) + decodeMs(times, one);
  return Math.max(of(lengths), wallMs + of(lengths) - of(times.measured));
}

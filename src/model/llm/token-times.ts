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
  /** Until the first token: a prompt of the measured length, and what is done once a request before it. */
  readonly firstTokenMs: number;
  /** What one more token of a prompt adds to that. */
  readonly promptTokenMs: number;
  /** From one token to the next. */
  readonly tokenMs: number;
  /** How single steps scatter about that, as factors. */
  readonly scatter: readonly number[];
}

/**
 * Between two lengths that are known: the measured prompt, and a prompt of one token, which is computed as one of an answer is. A short
 * prompt is read no faster than its weights, so that a line drawn from one ends above what a longer prompt takes.
 */
export function tokenTimesOf(generation: Generation): TokenTimes {
  const { promptTokens, generatedTokens, firstTokenMs, tokenMs, tokenQuantilesMs } = generation;
  const others = Math.max(1, promptTokens - 1);
  return {
    measured: { promptTokens, answerTokens: generatedTokens },
    firstTokenMs: firstTokenMs.value,
    promptTokenMs: Math.max(0, firstTokenMs.value - tokenMs.value) / others,
    tokenMs: tokenMs.value,
    scatter: tokenQuantilesMs.map((ms) => ms / tokenMs.value),
  };
}

/** Until the first token. */
export const prefillMs = (
  { measured, firstTokenMs, promptTokenMs }: TokenTimes,
  { promptTokens }: Lengths,
): number => firstTokenMs + promptTokenMs * (promptTokens - measured.promptTokens);

/** From the first token, which comes with the prompt, to the last. */
export const decodeMs = ({ tokenMs }: TokenTimes, { answerTokens }: Lengths): number =>
  tokenMs * Math.max(0, answerTokens - 1);

/**
 * A request of other lengths: each token more or less adds what one adds. A straight line, which attention over a long context bends
 * upwards; so it is to be trusted near the lengths that were measured.
 *
 * @param wallMs of a request of the measured lengths
 */
export function wallMsAt(wallMs: number, times: TokenTimes, lengths: Lengths): number {
  const of = (one: Lengths) => prefillMs(times, one) + decodeMs(times, one);
  return Math.max(of(lengths), wallMs + of(lengths) - of(times.measured));
}

/** What a bill comes to by the token: a prompt's and an answer's apart, as an API sells them. */
import type { Lengths } from "./token-times.js";

/** USD per million tokens. */
export interface TokenPrice {
  readonly inUsd: number;
  readonly outUsd: number;
}

/** What a request spends on its prompt and on its answer, in whatever is paid for: time, or dollars. */
export interface Spent {
  readonly onPrompt: number;
  readonly onAnswer: number;
}

/**
 * The whole bill, idle hours included, is split as the work is: what computes a prompt, its first token with it, and what says the others.
 * So in × prompt + out × answer is the bill.
 *
 * @param usd of so many requests
 */
export function tokenPrice(
  usd: number,
  requests: number,
  { promptTokens, answerTokens }: Lengths,
  { onPrompt, onAnswer }: Spent,
): TokenPrice {
  const perMillion = (1e6 * usd) / requests / (onPrompt + onAnswer);
  return {
    inUsd: (perMillion * onPrompt) / promptTokens,
    outUsd: (perMillion * onAnswer) / answerTokens,
  };
}

/** Of a million tokens that are said, the prompts that they answer included. */
export const saidUsd = ({ inUsd, outUsd }: TokenPrice, { promptTokens, answerTokens }: Lengths): number =>
  outUsd + (inUsd * promptTokens) / answerTokens;

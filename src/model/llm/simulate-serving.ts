/** One engine that serves several conversations: requests join and leave between steps, as in continuous batching. */
import type { Random } from "../random.js";

export interface Serving {
  /** Of a step, by the conversations in it; the last index is the most at once, index 0 is not read. */
  readonly stepMs: Float64Array;
  /** Of a whole prompt. */
  readonly prefillMs: number;
  /** Of every answer, at least one: the first comes with the prompt. */
  readonly answerTokens: number;
  /** Factors on steps, drawn at random with replacement. */
  readonly scatter: readonly number[];
}

export interface Quantiles {
  readonly p50: number;
  readonly p99: number;
}

export interface ServingRun {
  readonly requests: number;
  readonly tokens: number;
  readonly tokensPerSecond: number;
  /** From a request's arrival to its first token. */
  readonly firstTokenMs: Quantiles;
  /** From one token of an answer to its next; zero where answers have one token. */
  readonly tokenMs: Quantiles;
  /** From arrival to the last token. */
  readonly answerMs: Quantiles;
  /** Conversations in a step, on average over steps. */
  readonly meanInStep: number;
  /** Busy share of the engine, 0 to 1. */
  readonly utilisation: number;
}

/**
 * Requests a second that it answers at most, with all places taken: a request keeps one for its prompt's step and for each token, so
 * that of A steps one is a prompt. Source: the arithmetic of `simulateServing` itself.
 */
export function servingCapacity({ stepMs, prefillMs, answerTokens, scatter }: Serving): number {
  const places = stepMs.length - 1;
  const decoding = (places * (answerTokens - 1)) / answerTokens;
  const below = Math.floor(decoding);
  const above = Math.min(places, below + 1);
  const step = stepMs[below]! + (decoding - below) * (stepMs[above]! - stepMs[below]!);
  return (1000 * places) / (places * prefillMs + answerTokens * step * meanOf(scatter));
}

/**
 * Requests wait in order of arrival for a free place. Between two steps whoever finds one joins: its prompt is computed, which holds
 * up the others, and with it comes its first token. Then all that had joined before get a token in one step. Who has the last of its
 * answer leaves. It is iteration-level scheduling (Yu et al., "Orca", OSDI 2022) with whole prompts; engines that cut a prompt into
 * pieces hold others up for less, and more often.
 *
 * With one place it is a queue with one server.
 */
export function simulateServing(
  serving: Serving,
  options: { readonly interarrivalMs: () => number; readonly requests: number; readonly random: Random },
): ServingRun {
  const { stepMs, prefillMs, answerTokens, scatter } = serving;
  const { requests, interarrivalMs, random } = options;
  const places = stepMs.length - 1;
  // It starts empty; the first tenth is not yet what it settles to.
  const warmUp = Math.floor(requests / 10);
  const all = warmUp + requests;
  const arrivals = new Float64Array(all);
  for (let i = 0, now = 0; i < all; i++) arrivals[i] = now += interarrivalMs();
  const [first, answer] = [new Float64Array(requests), new Float64Array(requests)];
  const gaps = new Growing();
  /** When a request got its last token so far, and in which step it gets the last of all: answers are of one length, so who came first leaves first. */
  const [lastMs, lastStep] = [new Float64Array(all), new Int32Array(all)];
  let [now, busyMs, step, oldest, joined, steps, inSteps] = [0, 0, 0, 0, 0, 0, 0];
  while (oldest < all) {
    if (oldest === joined && arrivals[joined]! > now) now = arrivals[joined]!;
    const began = now;
    const decoding = joined - oldest;
    const before = joined;
    while (joined < all && joined - oldest < places && arrivals[joined]! <= began) {
      now += prefillMs;
      lastMs[joined] = now;
      lastStep[joined] = step + answerTokens - 1;
      if (joined >= warmUp) first[joined - warmUp] = now - arrivals[joined]!;
      joined++;
    }
    if (decoding > 0) {
      now += stepMs[decoding]! * scatter[Math.floor(random() * scatter.length)]!;
      steps++;
      inSteps += decoding;
      for (let i = oldest; i < before; i++) {
        if (i >= warmUp) gaps.add(now - lastMs[i]!);
        lastMs[i] = now;
      }
    }
    if (began >= arrivals[warmUp]!) busyMs += now - began;
    while (oldest < joined && lastStep[oldest]! <= step) {
      if (oldest >= warmUp) answer[oldest - warmUp] = lastMs[oldest]! - arrivals[oldest]!;
      oldest++;
    }
    step++;
  }
  const elapsedMs = Math.max(now - arrivals[warmUp]!, Number.MIN_VALUE);
  const tokens = requests + gaps.size;
  return {
    requests,
    tokens,
    tokensPerSecond: (1000 * tokens) / elapsedMs,
    firstTokenMs: quantiles(first),
    tokenMs: gaps.quantiles(),
    answerMs: quantiles(answer),
    meanInStep: steps === 0 ? 0 : inSteps / steps,
    utilisation: Math.min(1, busyMs / elapsedMs),
  };
}

function quantiles(values: Float64Array): Quantiles {
  const sorted = values.sort();
  const at = (p: number) => sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? 0;
  return { p50: at(0.5), p99: at(0.99) };
}

/** Values that come one by one, as many as there may be. */
class Growing {
  #values = new Float64Array(1 << 12);
  size = 0;

  add(value: number): void {
    if (this.size === this.#values.length) {
      const grown = new Float64Array(2 * this.size);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.size++] = value;
  }

  quantiles(): Quantiles {
    return quantiles(this.#values.subarray(0, this.size));
  }
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

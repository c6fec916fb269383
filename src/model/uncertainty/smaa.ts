import { mulberry32, seedOf } from "../random.js";
import { cachedColumn } from "./column-cache.js";
import type { Simulation } from "./model.js";
import { DEFAULT_SEED } from "./simulate.js";

/**
 * How a criterion becomes a value: 1 at `good` or less, 0 at `bad` or more, linear in between. The anchors come from
 * the scenario (a budget, an SLO), never from the options that happen to be compared: a scale that spans those would
 * let an option that is added or withdrawn reverse the order of the others.
 */
export interface Scale {
  readonly criterion: number;
  readonly good: number;
  readonly bad: number;
}

interface SmaaOption {
  readonly option: number;
  /** `rankAcceptability[r]`: share of weights and draws that give it rank r, 0 being the best; ties are shared. */
  readonly rankAcceptability: readonly number[];
  /** Mean of the weights that make it the best, in the order of the scales; null where none do. */
  readonly centralWeights: readonly number[] | null;
  /** Chance that it is the best, or as good, for someone who holds its central weights; null without them. */
  readonly confidence: number | null;
  /** Mean value over weights and draws, 0 to 1. */
  readonly meanValue: number;
}

/**
 * SMAA-2 (Lahdelma & Salminen, "SMAA-2: Stochastic multicriteria acceptability analysis for group decision making",
 * Operations Research 49(3), 2001) with an additive value function. Every draw of the simulation gets weights of its
 * own, uniform over all that are not negative and sum to 1: nothing is assumed about what matters more.
 *
 * @param among indices of the options that are ranked
 * @throws RangeError for a scale whose good end is not below its bad end, or without a scale
 */
export function smaa(
  simulation: Simulation,
  scales: readonly Scale[],
  among: readonly number[],
  seed = DEFAULT_SEED,
): SmaaOption[] {
  checkScales(simulation, scales);
  const { draws } = simulation;
  const [n, k] = [among.length, scales.length];
  const weights = weightsOf(k, draws, seed);
  const values = valuesOf(simulation, scales, among);
  const acceptability = new Float64Array(n * n);
  const central = new Float64Array(n * k);
  const means = new Float64Array(n);
  const value = new Float64Array(n);
  // Per option: how many are better, and how many are as good, itself included.
  const better = new Int32Array(n);
  const equal = new Int32Array(n);
  for (let d = 0; d < draws; d++) {
    const at = d * n * k;
    for (let o = 0; o < n; o++) {
      value[o] = weighted(values, at + o * k, weights, d * k, k);
      means[o]! += value[o]! / draws;
    }
    better.fill(0);
    equal.fill(1);
    for (let o = 1; o < n; o++) {
      const mine = value[o]!;
      for (let other = 0; other < o; other++) {
        // Added, not branched on: which of two is better is a coin toss to the processor.
        const theirs = value[other]!;
        const same = mine === theirs ? 1 : 0;
        const behind = mine < theirs ? 1 : 0;
        better[o]! += behind;
        better[other]! += 1 - behind - same;
        equal[o]! += same;
        equal[other]! += same;
      }
    }
    for (let o = 0; o < n; o++) {
      const first = better[o]!;
      const ties = equal[o]!;
      for (let rank = first; rank < first + ties; rank++) acceptability[o * n + rank]! += 1 / ties;
      if (first === 0) for (let c = 0; c < k; c++) central[o * k + c]! += weights[d * k + c]! / ties;
    }
  }
  return among.map((option, o): SmaaOption => {
    const firsts = acceptability[o * n]!;
    const weightsOfFirst = firsts > 0 ? central.slice(o * k, (o + 1) * k).map((sum) => sum / firsts) : null;
    return {
      option,
      rankAcceptability: Array.from(acceptability.subarray(o * n, (o + 1) * n), (sum) => sum / draws),
      centralWeights: weightsOfFirst && [...weightsOfFirst],
      confidence: weightsOfFirst && shareBest(values, weightsOfFirst, o, n, draws),
      meanValue: means[o]!,
    };
  });
}

function checkScales({ model }: Simulation, scales: readonly Scale[]): void {
  if (scales.length === 0) throw new RangeError("no scale was given; name at least one criterion to weigh");
  for (const { criterion, good, bad } of scales)
    if (!(good < bad && Number.isFinite(good) && Number.isFinite(bad)))
      throw new RangeError(
        `scale of ${model.criteria[criterion]}: good is ${good} and bad is ${bad}; good must be below bad, both finite`,
      );
}

/** `values[(d * options + o) * scales + c]`, 0 to 1: together what one draw needs. */
function valuesOf(
  { outcomes, draws }: Simulation,
  scales: readonly Scale[],
  among: readonly number[],
): Float64Array {
  const columns = among.flatMap((o) => scales.map(({ criterion }) => outcomes[o]![criterion]!));
  const width = columns.length;
  const values = new Float64Array(draws * width);
  for (let i = 0; i < width; i++) {
    const column = columns[i]!;
    const { good, bad } = scales[i % scales.length]!;
    const span = bad - good;
    for (let d = 0; d < draws; d++) {
      const value = (bad - column[d]!) / span;
      values[d * width + i] = value > 1 ? 1 : value > 0 ? value : 0;
    }
  }
  return values;
}

/** Uniform over the simplex: exponential numbers over their sum. `weights[d * k + c]`. */
function weightsOf(k: number, draws: number, seed: number): Float64Array {
  const key = `${seed}/${draws}/weights/${k}`;
  return cachedColumn(key, () => {
    const random = mulberry32(seedOf(key));
    const weights = new Float64Array(draws * k);
    for (let d = 0; d < draws; d++) {
      let sum = 0;
      for (let c = 0; c < k; c++) sum += weights[d * k + c] = -Math.log(1 - random());
      for (let c = 0; c < k; c++) weights[d * k + c]! /= sum;
    }
    return weights;
  });
}

function weighted(values: Float64Array, at: number, weights: Float64Array, from: number, k: number): number {
  let sum = 0;
  for (let c = 0; c < k; c++) sum += values[at + c]! * weights[from + c]!;
  return sum;
}

function shareBest(values: Float64Array, weights: Float64Array, o: number, n: number, draws: number): number {
  const k = weights.length;
  let best = 0;
  next: for (let d = 0; d < draws; d++) {
    const mine = weighted(values, (d * n + o) * k, weights, 0, k);
    for (let other = 0; other < n; other++)
      if (weighted(values, (d * n + other) * k, weights, 0, k) > mine) continue next;
    best++;
  }
  return best / draws;
}

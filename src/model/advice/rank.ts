import type { Estimate } from "../summary.js";
import type { Objective } from "./inputs.js";
import type { Option } from "./option.js";

export interface Dominated {
  readonly option: Option;
  readonly by: Option;
}

export interface Ranking {
  /** Best first. */
  readonly order: readonly Option[];
  readonly dominated: readonly Dominated[];
}

/**
 * Options in order of preference, tier by tier, after the dominated ones have left. An option leaves when one of its
 * own or a better tier dominates it.
 *
 * In a tier the best by the objective leads. Every option whose interval overlaps the leader's ties with it, and of
 * those the simplest goes first (fewer steps, then fewer threads, then the smaller value); the rest is ranked the
 * same way.
 */
export function rank(tiers: readonly (readonly Option[])[], objective: Objective): Ranking {
  const order: Option[] = [];
  const dominated: Dominated[] = [];
  for (const [i, tier] of tiers.entries()) {
    const rivals = tiers.slice(0, i + 1).flat();
    const front = rivals.filter((rival) => !rivals.some((other) => dominates(other, rival)));
    const left: Option[] = [];
    for (const option of tier) {
      const by = front.find((rival) => dominates(rival, option));
      if (by === undefined) left.push(option);
      else dominated.push({ option, by });
    }
    while (left.length > 0) {
      const next = simplest(tiedWithLeader(left, objective), objective);
      order.push(next);
      left.splice(left.indexOf(next), 1);
    }
  }
  return { order, dominated };
}

/**
 * Whether `a` is no worse than `b` in median latency, cost, memory, cold start, steps and threads, and better in at
 * least one. A criterion that is known for only one of the two leaves them incomparable.
 */
export function dominates(a: Option, b: Option): boolean {
  const [left, right] = [criteria(a), criteria(b)];
  let better = false;
  for (const [i, x] of left.entries()) {
    const y = right[i]!;
    if (x === null && y === null) continue;
    if (x === null || y === null || x > y) return false;
    if (x < y) better = true;
  }
  return better;
}

/** What an option is ranked by: its cost or its median latency. An unpriced option costs infinitely much. */
export function objectiveOf(option: Option, objective: Objective): Estimate {
  if (objective === "latency") return option.latencyMs;
  if (option.cost.state === "priced") return option.cost.usd;
  const never = Number.POSITIVE_INFINITY;
  return { value: never, low: never, high: never };
}

/** Whether the intervals of two options overlap under the objective. */
export function tied(a: Option, b: Option, objective: Objective): boolean {
  const [x, y] = [objectiveOf(a, objective), objectiveOf(b, objective)];
  return x.low <= y.high && y.low <= x.high;
}

function criteria(option: Option): (number | null)[] {
  const usd = option.cost.state === "priced" ? option.cost.usd.value : null;
  const { latencyMs, memoryBytes, coldMs, steps, target } = option;
  return [latencyMs.value, usd, memoryBytes, coldMs, steps, target.threads];
}

function tiedWithLeader(options: readonly Option[], objective: Objective): Option[] {
  const value = (option: Option) => objectiveOf(option, objective).value;
  const leader = options.reduce((best, option) => (value(option) < value(best) ? option : best));
  return options.filter((option) => option === leader || tied(option, leader, objective));
}

function simplest(options: readonly Option[], objective: Objective): Option {
  const value = (option: Option) => objectiveOf(option, objective).value;
  return options.reduce((best, option) => {
    const difference =
      option.steps - best.steps || option.target.threads - best.target.threads || value(option) - value(best);
    return difference < 0 || (difference === 0 && option.target.id < best.target.id) ? option : best;
  });
}

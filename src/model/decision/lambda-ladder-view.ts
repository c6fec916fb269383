/** What other memory sizes of an AWS Lambda function would cost, and how fast they would answer. */
import { LAMBDA_STEPS, type LadderStep, lambdaLadder, lambdaMemoryMb } from "../cost/lambda-memory.js";
import { quantilesOf } from "../uncertainty/quantiles-of.js";
import { probabilityWithin } from "../uncertainty/spread.js";
import type { Decision } from "./decide.js";
import { emptyOutcome } from "./decision-model.js";
import { FilledDraw } from "./draw.js";
import type { TailBasis } from "./evidence.js";
import { REQUIRED_PROBABILITY } from "./gates.js";
import type { Grounds } from "./grounds.js";
import { prepare } from "./prepare.js";
import { P99, requestOutcome } from "./request.js";

export interface LambdaSize extends Pick<LadderStep, "memoryMb" | "vcpuShare" | "basis"> {
  /** Medians over the draws: of a warm request, and of the 99th percentile. */
  readonly warmMs: number;
  readonly p99Ms: number;
  /** Share of the draws that keep the p99 limit; null without a limit. */
  readonly keepsP99: number | null;
  /** Mean over the draws. */
  readonly usdPerMonth: number;
}

export interface LambdaLadderView {
  readonly option: string;
  readonly title: string;
  readonly tail: TailBasis;
  /** Sizes into which the option fits, smallest first. */
  readonly sizes: readonly LambdaSize[];
  /** Sizes that are smaller than the memory it needs. */
  readonly tooSmallMb: readonly number[];
  readonly neededMb: number;
  /** The size that the decision goes by: the smallest at which the measured latency holds. */
  readonly chosenMb: number;
  readonly sloMs: number | null;
  readonly cheapest: LambdaSize;
  /** The smallest of those that answer soonest. */
  readonly fastest: LambdaSize;
  /** The cheapest of those that keep the p99 limit in enough of the draws; null where none does. */
  readonly cheapestKeeping: LambdaSize | null;
}

/** Whether the platform is Lambda on demand: with provisioned concurrency a size changes the instances too. */
const hasLadder = ({ option }: Decision["ranked"][number]) =>
  !option.platform.reserved && option.platform.priceIds.includes("aws.lambda.requests");

/**
 * The ladder of the best of the ranked options on Lambda, over the draws of the decision.
 *
 * @returns null where none of the ranked is on Lambda, or none of its sizes holds it
 */
export function lambdaLadderView(decision: Decision, grounds: Grounds): LambdaLadderView | null {
  const { scenario, simulation, ranked } = decision;
  const option = ranked.find(hasLadder)?.option;
  if (option === undefined) return null;
  const [prepared] = prepare(grounds, scenario, undefined, new Set([option.id]));
  const compiled = option.platform.compile(grounds.book, { ...grounds.compile, lambdaMemory: "as-given" });
  if (prepared === undefined || compiled.state !== "priced") return null;
  const { request, outcome: central } = prepared;
  const neededMb = central.usage.memoryMb;
  const chosenMb = lambdaMemoryMb(neededMb, central.usage.vcpus);
  const steps = [...new Set([...LAMBDA_STEPS, chosenMb])].sort((a, b) => a - b);
  const fitting = steps.filter((memoryMb) => memoryMb >= neededMb && memoryMb <= LAMBDA_STEPS.at(-1)!);
  if (fitting.length === 0) return null;

  const { model, inputs, draws } = simulation;
  const columnOf = (id: string) => inputs[model.inputs.findIndex((input) => input.id === id)]!;
  const [time, cold] = [columnOf(`time:${option.target.target}`), columnOf(`cold:${option.target.target}`)];
  const warmMs = fitting.map(() => new Float64Array(draws));
  const p99Ms = fitting.map(() => new Float64Array(draws));
  const usd = fitting.map(() => 0);
  const filled = new FilledDraw();
  const { draw } = filled;
  const outcome = emptyOutcome();
  let ladder: readonly LadderStep[] = [];
  for (let d = 0; d < draws; d++) {
    filled.fillFrom(inputs, d);
    requestOutcome(request, draw, time[d]!, cold[d]!, outcome);
    const { usage } = outcome;
    ladder = lambdaLadder(compiled.pricer, usage, fitting);
    for (let s = 0; s < fitting.length; s++) {
      const step = ladder[s]!;
      const slower = request.tail * (step.wallMs - usage.wallMs);
      const colder = usage.coldShare > P99 ? step.initMs - usage.initMs : 0;
      warmMs[s]![d] = step.wallMs;
      p99Ms[s]![d] = outcome.p99Ms + slower + colder;
      usd[s]! += step.usdPerMonth / draws;
    }
  }
  const { p99SloMs: sloMs } = scenario;
  const sizes = ladder.map(
    ({ memoryMb, vcpuShare, basis }, s): LambdaSize => ({
      memoryMb,
      vcpuShare,
      basis,
      warmMs: quantilesOf(warmMs[s]!, [0.5])[0]!,
      p99Ms: quantilesOf(p99Ms[s]!, [0.5])[0]!,
      keepsP99: sloMs === null ? null : probabilityWithin(p99Ms[s]!, sloMs),
      usdPerMonth: usd[s]!,
    }),
  );
  const keeping = sizes.filter(({ keepsP99 }) => keepsP99 === null || keepsP99 >= REQUIRED_PROBABILITY);
  return {
    option: option.id,
    title: option.title,
    tail: option.target.tail,
    sizes,
    neededMb,
    chosenMb,
    sloMs,
    tooSmallMb: steps.filter((memoryMb) => memoryMb < neededMb),
    cheapest: least(sizes, ({ usdPerMonth }) => usdPerMonth)!,
    fastest: least(sizes, ({ warmMs }) => warmMs)!,
    cheapestKeeping: least(keeping, ({ usdPerMonth }) => usdPerMonth),
  };
}

/** The first of those with the least of something; null for none. */
function least<T>(items: readonly T[], of: (item: T) => number): T | null {
  return items.reduce<T | null>((best, item) => (best === null || of(item) < of(best) ? item : best), null);
}

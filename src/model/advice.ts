/** From a workload's measurements and the reader's inputs to one advice: gates, then ranking, then reasons. */
import { type Confidence, confidenceIn } from "./advice/confidence.js";
import { type GateResult, gatesFor, isEligible, NO_GPU_MEASURED } from "./advice/gates.js";
import { type AdviceInputs, validateInputs } from "./advice/inputs.js";
import { lambdaPrices, type Option, optionsOf } from "./advice/option.js";
import { type Dominated, type Ranking, rank } from "./advice/rank.js";
import { type Reasons, reasonsFor, reasonsForNone } from "./advice/reasons.js";
import { worthOf } from "./advice/worth.js";
import type { PriceBook } from "./prices/price.js";
import { SHIPPED_BOOK } from "./prices/shipped-book.js";
import type { TargetRecord } from "./run-file.js";
import type { WorkloadSummary } from "./summary.js";

export type { Confidence } from "./advice/confidence.js";
export type { Gate, GateResult } from "./advice/gates.js";
export * from "./advice/inputs.js";
export type { Option, OptionCost } from "./advice/option.js";
export type { Reasons } from "./advice/reasons.js";

interface Evidence {
  readonly gates: readonly GateResult[];
  /** What the run leaves open for these inputs. */
  readonly notes: readonly string[];
}

interface Decision extends Evidence {
  /** A target's id; for "stay" the baseline's. */
  readonly target: string;
  /** What the advice would name if that target were not there; for "stay" the closest challenger. */
  readonly runnerUp: string | null;
  /** Eligible options, best first, without the dominated. */
  readonly order: readonly Option[];
  readonly dominated: readonly Dominated[];
  readonly reasons: Reasons;
  readonly confidence: Confidence;
}

export type Advice =
  | (Decision & { readonly state: "recommended" })
  | (Decision & { readonly state: "stay" })
  | (Evidence & { readonly state: "none-eligible"; readonly reasons: Reasons })
  | (Evidence & { readonly state: "no-baseline"; readonly reason: string });

/**
 * @param book what Lambda costs; the shipped prices by default
 * @throws RangeError that names every invalid input; ask `validateInputs` first to show them one by one
 */
export function advise(
  workload: WorkloadSummary,
  targets: readonly TargetRecord[],
  inputs: AdviceInputs,
  book: PriceBook = SHIPPED_BOOK,
): Advice {
  const errors = validateInputs(inputs);
  if (errors.length > 0) throw new RangeError(errors.join("\n"));
  const options = optionsOf(workload, targets, inputs, lambdaPrices(book));
  const gates = gatesFor(workload, targets, options, inputs);
  const evidence = { gates, notes: inputs.gpu ? [NO_GPU_MEASURED] : [] };
  const baseline = options.find(({ target }) => target.id === workload.baseline);
  if (baseline === undefined) return { state: "no-baseline", ...evidence, reason: whyNoBaseline(workload) };

  const eligible = options.filter(({ target }) => isEligible(target.id, gates));
  const { order, dominated } = preference(eligible, baseline, inputs);
  const chosen = order[0];
  if (chosen === undefined) {
    return { state: "none-eligible", ...evidence, reasons: reasonsForNone(baseline, targets, gates) };
  }
  const others = eligible.filter((option) => option !== chosen);
  const runnerUp = preference(others, baseline, inputs).order[0] ?? null;
  const choice = { chosen, baseline, runnerUp, stayIsEligible: eligible.includes(baseline) };
  return {
    state: chosen === baseline ? "stay" : "recommended",
    ...evidence,
    target: chosen.target.id,
    runnerUp: runnerUp?.target.id ?? null,
    order,
    dominated,
    reasons: reasonsFor({ ...choice, eligible, targets, gates, inputs }),
    confidence: confidenceIn(choice, gates, inputs),
  };
}

/** Ports that are worth it, then staying, then the other ports. Without a baseline to stay with, all in one tier. */
function preference(options: readonly Option[], baseline: Option, inputs: AdviceInputs): Ranking {
  if (!options.includes(baseline)) return rank([options], inputs.objective);
  const ports = options.filter((option) => option !== baseline);
  const isWorth = (option: Option) => worthOf(option, baseline, inputs).state === "worth";
  const tiers = [ports.filter(isWorth), [baseline], ports.filter((option) => !isWorth(option))];
  return rank(tiers, inputs.objective);
}

function whyNoBaseline({ baseline, title }: WorkloadSummary): string {
  if (baseline === null) return `No baseline was measured for ${title}: measure the target that runs today.`;
  return `The baseline ${baseline} has no measurement of ${title}: measure it, since every gain is a gain over it.`;
}

/** The decision as arithmetic that a simulation can draw from: options, uncertain inputs, criteria. */
import type { PlatformPricer } from "../cost/pricer.js";
import { NO_USAGE } from "../cost/usage.js";
import { exactly, type Range } from "../scenario/range.js";
import { leastWhole, RANGE_FIELDS, type RangeFieldId, type Scenario } from "../scenario/scenario.js";
import type { Estimate } from "../summary.js";
import type { UncertainInput, UncertainModel } from "../uncertainty/model.js";
import { FilledDraw, RANGE_IDS } from "./draw.js";
import type { TargetEvidence } from "./evidence.js";
import { annuity, type PeopleShape, PeopleSums } from "./people.js";
import { type RequestOutcome, type RequestShape, requestOutcome } from "./request.js";

/** All "smaller is better". */
export const CRITERIA = ["totalUsd", "billUsd", "p99Ms", "coldMs", "p50Ms"] as const;
export type Criterion = (typeof CRITERIA)[number];

/** An option that was priced: all that a draw needs to know of it. */
export interface PricedOption {
  readonly request: RequestShape;
  readonly people: PeopleShape;
  readonly pricer: PlatformPricer;
}

/**
 * The inputs are the scenario's ranges in the table's order, then per target how far its measured median and its cold
 * start may be off. Targets on two platforms share those draws, as they share the measurement.
 */
export function decisionModel(scenario: Scenario, options: readonly PricedOption[]): UncertainModel {
  const targets = [
    ...new Map(options.map(({ request }) => [request.option.target.target, request])).values(),
  ];
  const inputs: UncertainInput[] = [
    ...RANGE_FIELDS.map(({ id, label, unit }) => ({ ...fieldInput(scenario, id), label, unit })),
    ...targets.flatMap(({ option }) => targetInputs(option.target)),
  ];
  const timeColumn = options.map(
    ({ request }) =>
      RANGE_IDS.length +
      2 * targets.findIndex((r) => r.option.target.target === request.option.target.target),
  );
  const filled = new FilledDraw();
  const { draw } = filled;
  let [horizonMonths, discount, months] = [Number.NaN, Number.NaN, 0];
  const outcome = emptyOutcome();
  const people = new PeopleSums(options.map((option) => option.people));
  return {
    inputs,
    options: options.map(({ request }) => request.option.id),
    criteria: CRITERIA,
    evaluate(columns, out) {
      filled.fill(columns);
      // Two powers a draw, where mostly neither input is a range.
      if (draw.horizonMonths !== horizonMonths || draw.discountPercentPerYear !== discount) {
        horizonMonths = draw.horizonMonths;
        discount = draw.discountPercentPerYear;
        months = annuity(horizonMonths, discount);
      }
      people.fill(draw);
      for (let o = 0; o < options.length; o++) {
        const { request, pricer } = options[o]!;
        const { onceUsd, monthlyUsd } = people.of[o]!;
        requestOutcome(request, draw, columns[timeColumn[o]!]!, columns[timeColumn[o]! + 1]!, outcome);
        const billUsd = pricer.usd(outcome.usage);
        const at = o * CRITERIA.length;
        out[at] = onceUsd + months * (billUsd + monthlyUsd);
        out[at + 1] = billUsd;
        out[at + 2] = outcome.p99Ms;
        out[at + 3] = outcome.coldMs;
        out[at + 4] = outcome.p50Ms;
      }
    },
  };
}

/** A field of the scenario, as far as its draws depend on it. */
export const fieldInput = (scenario: Scenario, id: RangeFieldId) => ({
  id,
  range: scenario[id],
  wholeFrom: leastWhole(id),
});

/** How far a target's median may be off, and its cold start. */
export function targetInputs(target: TargetEvidence): [UncertainInput, UncertainInput] {
  const unit = "× the estimate";
  return [
    {
      id: `time:${target.target}`,
      label: `Time of ${target.title}`,
      unit,
      range: relative(target.wallMs, target.basis),
    },
    {
      id: `cold:${target.target}`,
      label: `Cold start of ${target.title}`,
      unit,
      range: relative(target.coldMs, target.basis),
    },
  ];
}

export function emptyOutcome(): RequestOutcome {
  return { usage: { ...NO_USAGE }, p50Ms: 0, p99Ms: 0, coldMs: 0, utilisation: 0, meanBatch: 1 };
}

/** z of the two-sided interval that the evidence states (95 % measured, 80 % forecast; nothing of what is bought), and of the 95th percentile. */
const Z_STATED = { measured: 1.959963984540054, forecast: 1.2815515655446004, bought: 1 } as const;
const Z95 = 1.6448536269514722;

/** An interval as a factor on its value: log-normal with the same width. */
function relative({ value, low, high }: Estimate, basis: TargetEvidence["basis"]): Range {
  if (!(low > 0) || !(high > low)) return exactly(1);
  const sigma = Math.log(high / low) / (2 * Z_STATED[basis]);
  return value > 0
    ? { kind: "interval", p5: Math.exp(-Z95 * sigma), p95: Math.exp(Z95 * sigma) }
    : exactly(1);
}

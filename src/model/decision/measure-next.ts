/** Which single measurement would most reduce the expected cost of a wrong choice, and how to make it. */

import { usdText } from "../format.js";
import { RANGE_FIELDS, type RangeFieldId } from "../scenario/scenario.js";
import type { Simulation } from "../uncertainty/model.js";
import { meanOf } from "../uncertainty/spread.js";
import { valueOfInformation } from "../uncertainty/value-of-information.js";
import type { Decision } from "./decide.js";
import { CRITERIA } from "./decision-model.js";
import { isForecast, type WorkloadEvidence } from "./evidence.js";
import { shellWord } from "./shell-word.js";

export interface NextMeasurement {
  /** The uncertain input: a scenario's field, or `time:` and `cold:` with a target. */
  readonly input: string;
  readonly label: string;
  /** Expected saving over the horizon if the input were known exactly before choosing. */
  readonly worthUsd: number;
  /** Chance of a wrong choice that the knowledge takes away; may be 0 where it only makes mistakes cheaper. */
  readonly wrongRemoved: number;
  /** What to do, in the imperative. */
  readonly how: string;
  readonly sentence: string;
}

/** Less than this share of what all knowledge together is worth is within the method's own error. */
const LEAST_SHARE = 0.02;

/** The most valuable first, at most `most`; empty where no single input could change the choice for the better. */
export function measureNext({ simulation, rankedIndices, evidence }: Decision, most = 3): NextMeasurement[] {
  const value = valueOfInformation(simulation, CRITERIA.indexOf("totalUsd"), rankedIndices);
  if (value === null) return [];
  const idle = idleInputs(simulation, rankedIndices);
  // What an input that has no part in any outcome seems to be worth is luck: no more than that counts as nothing.
  const luck = Math.max(0, ...value.inputs.map(({ input, evppi }) => (idle.has(input.id) ? evppi : 0)));
  const least = Math.max(luck, LEAST_SHARE * value.evpi);
  return value.inputs
    .filter(({ input, evppi }) => evppi > least && !idle.has(input.id))
    .slice(0, most)
    .map(({ input, evppi, wrongRemoved }) => {
      const how = howTo(input.id, evidence);
      const action = how[0]!.toUpperCase() + how.slice(1);
      return {
        input: input.id,
        label: input.label,
        worthUsd: evppi,
        how,
        wrongRemoved: Math.max(0, wrongRemoved),
        sentence: `${action}: it narrows “${input.label}”, worth ${usdText(evppi)} over the horizon on average.`,
      };
    });
}

/** Inputs that change no total of these options, whether at their least or their most, all others at their means. */
function idleInputs({ model, inputs }: Simulation, among: readonly number[]): ReadonlySet<string> {
  const draw = Float64Array.from(inputs, meanOf);
  const out = new Float64Array(model.options.length * model.criteria.length);
  const totals = () => {
    model.evaluate(draw, out);
    return among.map((o) => out[o * model.criteria.length + CRITERIA.indexOf("totalUsd")]!);
  };
  const centre = totals();
  const idle = model.inputs.filter((_, i) => {
    const mean = draw[i]!;
    const same = [Math.min, Math.max].every((extreme) => {
      draw[i] = inputs[i]!.reduce((a, b) => extreme(a, b));
      return totals().every((total, o) => total === centre[o]);
    });
    draw[i] = mean;
    return same;
  });
  return new Set(idle.map(({ id }) => id));
}

/** What to do where there is a profile only, and nothing that `npx portolan measure` could run. */
const HOW_PROFILED: Partial<Record<RangeFieldId, string>> = {
  serverTimeFactor: "profile the pipeline on the platform itself",
  deviceTimeFactor: "profile the pipeline on a typical device of your users",
};

function howTo(input: string, evidence: WorkloadEvidence): string {
  const [what, target] = input.split(":") as [RangeFieldId, string | undefined];
  const profiled = isForecast(evidence);
  if (target === undefined)
    return (
      (profiled ? HOW_PROFILED[what] : undefined) ?? RANGE_FIELDS.find(({ id }) => id === what)!.howToMeasure
    );
  if (profiled)
    return target === evidence.baseline
      ? "profile the pipeline for longer, over more requests"
      : "port one stage as a trial, and profile it as the pipeline was profiled";
  return `run \`npx portolan measure --workload ${shellWord(evidence.workload)} --target ${shellWord(target)} --effort publish\``;
}

/** Which single measurement would most reduce the expected cost of a wrong choice, and how to make it. */

import { usdText } from "../format.js";
import type { RangeFieldId } from "../scenario/scenario.js";
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

const HOW: Readonly<Record<RangeFieldId, string>> = {
  requestsPerMonth: "count last month’s requests in the access log",
  peakToMean: "take the busiest hour over the mean hour from the access log",
  coldSharePercent: "count cold starts in the platform’s log (Lambda writes “Init Duration” for each)",
  keepAliveMinutes: "send requests at growing gaps to the platform and note at which gap cold starts begin",
  upstreamWaitMs:
    "trace the calls to other services: `npx portolan attribute` on a profile shows their waiting",
  batchSize: "settle how many requests a call may wait for",
  oncePerCallPercent: "measure a batch of 1 and a batch of 8",
  serverTimeFactor: "run `npx portolan measure` on the platform itself",
  deviceTimeFactor: "run `npx portolan measure` on a typical device of your users",
  newClientsPerMonth: "count first visits in the web analytics",
  downloadMbitPerSecond: "time the download of a large file on real visits, and note the spread",
  devices: "count the fleet",
  deviceWatts: "put a power meter on one device",
  edgeAnsweredPercent: "run the small model over a day of logged requests, and count what it may answer",
  smallModelTimePercent: "measure the small model: `npx portolan measure --model <workload>=<file>`",
  hourUsd: "ask finance for the loaded rate",
  portHoursNative: "port one stage to native code as a trial, and note the hours",
  portHoursWasm: "port one stage to Wasm as a trial, and note the hours",
  portHoursJs: "port one stage to JavaScript as a trial, and note the hours",
  moveHours: "deploy a trial service to the new platform, and note the hours",
  debugHoursPerMonth: "add up the last quarter’s hours on incidents and defects of this workload",
  wasmDebugFactor: "ask a team that runs Wasm in production for its hours",
  nativeDebugFactor: "ask a team that runs native code in production for its hours",
  jsDebugFactor: "ask a team that runs JavaScript in production for its hours",
  wasmOnceUsd: "ask for quotes for training, recruiting and audits",
  maintenancePercentPerYear: "add up last year’s upkeep of a comparable port",
  horizonMonths: "agree on how long the workload will live",
  discountPercentPerYear: "ask finance for the discount rate",
};

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

/** What to do where there is a profile only, and nothing that `portolan measure` could run. */
const HOW_PROFILED: Partial<Record<RangeFieldId, string>> = {
  serverTimeFactor: "profile the pipeline on the platform itself",
  deviceTimeFactor: "profile the pipeline on a typical device of your users",
};

function howTo(input: string, evidence: WorkloadEvidence): string {
  const [what, target] = input.split(":") as [RangeFieldId, string | undefined];
  const profiled = isForecast(evidence);
  if (target === undefined) return (profiled ? HOW_PROFILED[what] : undefined) ?? HOW[what];
  if (profiled)
    return target === evidence.baseline
      ? "profile the pipeline for longer, over more requests"
      : "port one stage as a trial, and profile it as the pipeline was profiled";
  return `run \`npx portolan measure --workload ${shellWord(evidence.workload)} --target ${shellWord(target)} --effort publish\``;
}

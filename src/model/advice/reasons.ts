/** The three sentences of an advice: what dominates today, what changes, and what it costs. Built from data alone. */
import type { BucketOrUnattributed } from "../buckets.js";
import {
  formatBytes,
  formatEstimateMs,
  formatIntervalMs,
  formatMs,
  formatRatio,
  formatShare,
  formatUsd,
} from "../format.js";
import { dominantBucket } from "../rules.js";
import type { TargetRecord } from "../run-file.js";
import type { Ratio } from "../statistics/ratio.js";
import type { Choice } from "./confidence.js";
import type { GateResult } from "./gates.js";
import type { AdviceInputs } from "./inputs.js";
import type { Option } from "./option.js";
import { worthOf } from "./worth.js";

export type Reasons = readonly [string, string, string];

const IN_PROSE: Readonly<Record<BucketOrUnattributed, string>> = {
  interpreter: "interpreter glue",
  compute: "model compute",
  io: "IO and marshalling",
  unattributed: "time that no span claims",
};

/** Everything that the sentences speak of. */
interface Findings extends Choice {
  /** Options that no gate excludes, the baseline among them if it may stay. */
  readonly eligible: readonly Option[];
  readonly targets: readonly TargetRecord[];
  readonly gates: readonly GateResult[];
  readonly inputs: AdviceInputs;
}

export function reasonsFor(findings: Findings): Reasons {
  const change = findings.chosen === findings.baseline ? whyStay(findings) : whatChanges(findings);
  return [today(findings.baseline), change, price(findings)];
}

/** For a workload of which no target passes every gate. */
export function reasonsForNone(
  baseline: Option,
  targets: readonly TargetRecord[],
  gates: readonly GateResult[],
): Reasons {
  const failed = gates.filter((gate) => gate.passed === "no");
  const first = failed.find((gate) => gate.target === baseline.target.id) ?? failed[0];
  const evidence = first
    ? `${titleOf(first.target, targets)} fails ${first.gate} (${first.evidence})`
    : "none was measured";
  return [
    today(baseline),
    `None of ${targets.length} targets passes every gate: ${evidence}.`,
    `Failed gates: ${exclusions(targets, gates) || "0"}; relax the input that one of them names, or measure another target.`,
  ];
}

function today({ target, cell }: Option): string {
  const { bucket, ms, share } = dominantBucket(cell.attribution);
  return (
    `Today ${target.title} takes ${formatEstimateMs(cell.p50Ms)} per request ` +
    `(95 % interval ${formatIntervalMs(cell.p50Ms)}), and the largest part, ${formatShare(share)} or ${formatMs(ms, 2)}, ` +
    `is ${IN_PROSE[bucket]}.`
  );
}

function whatChanges({ chosen, baseline, stayIsEligible, gates }: Findings): string {
  const { ratio } = chosen.cell;
  const { bucket } = dominantBucket(baseline.cell.attribution);
  const [before, after] = [baseline, chosen].map(({ cell }) =>
    formatMs(cell.attribution.bucketMs[bucket], 2),
  );
  const compared = ratio === null ? "was not compared with it" : phrase(ratio);
  const effect = `at ${formatEstimateMs(chosen.latencyMs)} per request, and takes ${IN_PROSE[bucket]} from ${before} to ${after}`;
  if (stayIsEligible) return `${chosen.target.title} ${compared}, ${effect}.`;
  const failed = gates.find((gate) => gate.target === baseline.target.id && gate.passed === "no");
  const why = failed ? ` (gate ${failed.gate}: ${failed.evidence})` : "";
  return `Staying with ${baseline.target.title} is not possible${why}, and ${chosen.target.title} ${compared}, ${effect}.`;
}

function whyStay({ baseline, runnerUp, inputs, eligible }: Findings): string {
  const bar = `a port has to be at least ${inputs.minimumGain}× faster`;
  if (runnerUp === null) return `No other target passes every gate, where ${bar}.`;
  const dearer = eligible
    .filter((option) => option !== baseline && worthOf(option, baseline, inputs).state === "not-cheaper")
    .sort((a, b) => a.latencyMs.value - b.latencyMs.value)[0];
  if (dearer?.cell.ratio) {
    const { title } = dearer.target;
    return (
      `No eligible target is both faster and cheaper: ${title} ${phrase(dearer.cell.ratio)}, but costs ` +
      `${usd(dearer)} per 1,000 requests where ${baseline.target.title} costs ${usd(baseline)}.`
    );
  }
  const closest = `the closest, ${runnerUp.target.title}`;
  const { ratio } = runnerUp.cell;
  const shown = ratio === null ? "was not compared" : phrase(ratio);
  return `No eligible target is worth the effort, since ${bar} and ${closest}, ${shown}.`;
}

/** "is 3.9× to 4.3× faster" or "shows: no difference …". */
function phrase(ratio: Ratio): string {
  const verb = ratio.verdict === "faster" || ratio.verdict === "slower" ? "is" : "shows:";
  return `${verb} ${formatRatio(ratio)}`;
}

function price(findings: Findings): string {
  const { chosen, baseline, runnerUp, targets, gates } = findings;
  const clauses = [chosen.cost.state === "priced" ? bill(findings) : footprint(chosen)];
  if (runnerUp !== null && chosen !== baseline) {
    clauses.push(
      `next comes ${runnerUp.target.title} with ${formatEstimateMs(runnerUp.latencyMs)}${atCost(runnerUp)}`,
    );
  }
  const excluded = exclusions(targets, gates);
  if (excluded !== "") clauses.push(`excluded: ${excluded}`);
  return `${clauses.join("; ")}.`;
}

function bill({ chosen, baseline, inputs }: Findings): string {
  const size = chosen.cost.state === "priced" ? `${chosen.cost.memoryMb.toLocaleString("en-US")} MB` : "";
  const now = chosen !== baseline && baseline.cost.state === "priced" ? ` instead of ${usd(baseline)}` : "";
  const cold = `${formatShare(inputs.coldShare)} cold starts`;
  return `On Lambda x86 at ${size} and ${cold}, ${chosen.target.title} costs ${usd(chosen)}${now} per 1,000 requests`;
}

function footprint({ target, memoryBytes, coldMs }: Option): string {
  const memory = memoryBytes === null ? "" : ` and holds ${formatBytes(memoryBytes)} at its peak`;
  return `${target.title} starts cold in ${formatMs(coldMs)}${memory}`;
}

function atCost(option: Option): string {
  return option.cost.state === "priced" ? ` and ${usd(option)}` : "";
}

function usd({ cost }: Option): string {
  return cost.state === "priced" ? formatUsd(cost.usd.value, 3) : "an unknown amount";
}

/** "Pyodide (memory), TensorFlow.js (available)": each target with the first gate that it failed. */
function exclusions(targets: readonly TargetRecord[], gates: readonly GateResult[]): string {
  return targets
    .flatMap(({ id, title }) => {
      const failed = gates.find((gate) => gate.target === id && gate.passed === "no");
      return failed ? [`${title} (${failed.gate})`] : [];
    })
    .join(", ");
}

function titleOf(id: string, targets: readonly TargetRecord[]): string {
  return targets.find((target) => target.id === id)?.title ?? id;
}

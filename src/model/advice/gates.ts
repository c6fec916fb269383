/** Hard conditions that a target has to meet before it is ranked. Each names the evidence it went by. */
import { formatBytes, formatMs } from "../format.js";
import type { TargetRecord } from "../run-file.js";
import type { Cell, MeasuredCell, WorkloadSummary } from "../summary.js";
import type { AdviceInputs } from "./inputs.js";
import type { Option, OptionCost } from "./option.js";

export const GATES = ["available", "output", "reach", "gpu", "memory", "cost", "p99", "cold"] as const;
export type Gate = (typeof GATES)[number];

export interface GateResult {
  readonly target: string;
  readonly gate: Gate;
  /** "unknown" excludes nothing: the evidence says what is missing. */
  readonly passed: "yes" | "no" | "unknown";
  readonly evidence: string;
  /** True where the evidence points against the target without deciding. */
  readonly warning: boolean;
}

type Finding = {
  readonly passed: GateResult["passed"];
  readonly evidence: string;
  readonly warning?: boolean;
};

export const NO_GPU_MEASURED = "no GPU target was measured in this run";

/**
 * Every gate of every target, in the order of the targets. Unmeasured targets stop at the gate that they fail.
 *
 * @param options the measured targets
 */
export function gatesFor(
  workload: WorkloadSummary,
  targets: readonly TargetRecord[],
  options: readonly Option[],
  inputs: AdviceInputs,
): GateResult[] {
  return targets.flatMap((target) => {
    const option = options.find((candidate) => candidate.target === target);
    const findings = option
      ? measuredGates(workload, option, inputs)
      : unmeasuredGates(
          target,
          workload.cells.find((cell) => cell.target === target.id),
        );
    return findings.map(([gate, { passed, evidence, warning = false }]) => ({
      target: target.id,
      gate,
      passed,
      evidence,
      warning,
    }));
  });
}

/** Whether no gate of the target says "no", and it was measured at all. */
export function isEligible(target: string, gates: readonly GateResult[]): boolean {
  const own = gates.filter((gate) => gate.target === target);
  return own.some((g) => g.gate === "available" && g.passed === "yes") && own.every((g) => g.passed !== "no");
}

function unmeasuredGates(target: TargetRecord, cell: Cell | undefined): [Gate, Finding][] {
  if (cell === undefined || cell.state === "measured") {
    const evidence = target.available
      ? "it has no measurement of this workload in this run"
      : `${target.reason}; to enable it: ${target.enable}`;
    return [["available", { passed: "no", evidence }]];
  }
  const evidence = cell.enable === null ? cell.reason : `${cell.reason}; to enable it: ${cell.enable}`;
  if (cell.state !== "mismatch") return [["available", { passed: "no", evidence }]];
  return [
    ["available", { passed: "yes", evidence: "it ran" }],
    ["output", { passed: "no", evidence }],
  ];
}

function measuredGates(
  workload: WorkloadSummary,
  { target, cell, cost }: Option,
  inputs: AdviceInputs,
): [Gate, Finding][] {
  return [
    ["available", { passed: "yes", evidence: `measured in ${cell.processes} processes` }],
    ["output", outputGate(cell, target.id === workload.baseline)],
    ["reach", reachGate(target, inputs)],
    ["gpu", gpuGate(inputs)],
    ["memory", memoryGate(cell, inputs)],
    ["cost", costGate(cost, inputs)],
    ["p99", p99Gate(cell, inputs)],
    ["cold", coldGate(cell, inputs)],
  ];
}

function outputGate({ agreement }: MeasuredCell, isBaseline: boolean): Finding {
  if (agreement === null) {
    return isBaseline
      ? { passed: "yes", evidence: "it is what the others are compared with" }
      : { passed: "unknown", evidence: "its output was not compared with the reference", warning: true };
  }
  const { maxAbsError, tolerance } = agreement;
  return {
    passed: maxAbsError <= tolerance ? "yes" : "no",
    evidence: `largest absolute error ${exact(maxAbsError)}, tolerance ${exact(tolerance)}`,
  };
}

function reachGate(target: TargetRecord, { reach }: AdviceInputs): Finding {
  return {
    passed: target.reach.includes(reach) ? "yes" : "no",
    evidence: `runs in ${target.reach.join(", ") || "none"}; asked for ${reach}`,
  };
}

/** No port of this suite version needs a GPU, so the gate never excludes; it says what the run leaves open. */
function gpuGate({ gpu }: AdviceInputs): Finding {
  return { passed: "yes", evidence: gpu ? `runs on the CPU; ${NO_GPU_MEASURED}` : "runs on the CPU" };
}

function memoryGate({ peakRssBytes }: MeasuredCell, { memoryLimitMb }: AdviceInputs): Finding {
  if (memoryLimitMb === null) return { passed: "yes", evidence: "no limit set" };
  if (peakRssBytes === null) return { passed: "unknown", evidence: "its peak memory was not measured" };
  return {
    passed: peakRssBytes <= memoryLimitMb * 1024 * 1024 ? "yes" : "no",
    evidence: `peak resident set ${formatBytes(peakRssBytes)}, limit ${memoryLimitMb} MB`,
  };
}

/** An option without a price cannot be ranked by cost. */
function costGate(cost: OptionCost, { objective }: AdviceInputs): Finding {
  if (objective !== "cost") return { passed: "yes", evidence: "ranked by latency" };
  if (cost.state === "priced")
    return { passed: "yes", evidence: `${cost.memoryMb} MB on Lambda: ${cost.sizedBy}` };
  return { passed: "no", evidence: cost.reason };
}

function p99Gate({ p99, p50Ms, maxMs, iterations }: MeasuredCell, { p99SloMs }: AdviceInputs): Finding {
  if (p99SloMs === null) return { passed: "yes", evidence: "no SLO set" };
  const slo = `SLO ${formatMs(p99SloMs)}`;
  if (p99.state === "estimated") {
    return {
      passed: p99.ms <= p99SloMs ? "yes" : "no",
      evidence: `p99 ${formatMs(p99.ms)} over ${p99.samples} iterations, ${slo}`,
    };
  }
  if (p50Ms.value > p99SloMs)
    return { passed: "no", evidence: `the median alone is ${formatMs(p50Ms.value)}, ${slo}` };
  const missing = `${p99.samples} of the ${p99.needed} iterations that a p99 needs`;
  if (maxMs > p99SloMs) {
    return {
      passed: "unknown",
      evidence: `largest of ${iterations} iterations ${formatMs(maxMs)} exceeds the ${slo}; ${missing}`,
      warning: true,
    };
  }
  return { passed: "unknown", evidence: `all ${iterations} iterations within the ${slo}; ${missing}` };
}

/** By the 95 % interval of the cold total: wholly within, wholly beyond, or undecided. */
function coldGate({ coldTotalMs }: MeasuredCell, { coldSloMs }: AdviceInputs): Finding {
  if (coldSloMs === null) return { passed: "yes", evidence: "no SLO set" };
  const evidence = `cold start ${formatMs(coldTotalMs.low)} to ${formatMs(coldTotalMs.high)}, SLO ${formatMs(coldSloMs)}`;
  if (coldTotalMs.high <= coldSloMs) return { passed: "yes", evidence };
  if (coldTotalMs.low > coldSloMs) return { passed: "no", evidence };
  return { passed: "unknown", evidence, warning: coldTotalMs.value > coldSloMs };
}

function exact(value: number): string {
  return value === 0 ? "0" : value.toExponential(1);
}

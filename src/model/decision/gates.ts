/** Hard requirements. Each result names the evidence that it went by; an option that fails one is not ranked. */
import { exceededLimits, exceededSize, type Platform } from "../cost/platforms/platform.js";
import type { Compiled } from "../cost/pricer.js";
import type { MonthlyUsage } from "../cost/usage.js";
import type { EvidenceFault, EvidenceGate } from "../evidence-gate.js";
import { formatBytes, formatMs, formatShare } from "../format.js";
import type { FieldId } from "../scenario/fields.js";
import { centre } from "../scenario/range.js";
import type { RangeFieldId, Scenario } from "../scenario/scenario.js";
import type { Simulation } from "../uncertainty/model.js";
import { meanOf, probabilityWithin } from "../uncertainty/spread.js";
import { type Isolation, isolationOf } from "./artefact.js";
import { CRITERIA } from "./decision-model.js";
import type { Deployed } from "./deployed.js";
import { p99Lack, type TargetEvidence } from "./evidence.js";
import { isGpu } from "./gpu.js";
import type { DecisionOption } from "./options.js";
import { P99 } from "./request.js";

export const GATES = [
  "evidence",
  "output",
  "reach",
  "device",
  "offline",
  "sandbox",
  "gpu",
  "clients",
  "memory",
  "limits",
  "price",
  "p99",
  "cold",
  "budget",
] as const;
/** Fields that no request's time or bill depends on, besides those of people; p99 limits decide how many servers there are, too. */
export const NEEDS = [
  "reach",
  "dataStaysOnDevice",
  "worksOffline",
  "sandboxed",
  "multiTenant",
  "leastClientsPercent",
  "webGpuClientsPercent",
  "threadsClientsPercent",
  "memoryLimitMb",
  "coldSloMs",
  "budgetUsdPerMonth",
] as const satisfies readonly FieldId[];

export type Gate = (typeof GATES)[number];

export interface GateFinding {
  readonly gate: Gate;
  /** "unknown" excludes nothing; the evidence says what is missing. */
  readonly passed: "yes" | "no" | "unknown";
  readonly evidence: string;
}

/** "unknown" excludes nothing. */
export const passes = (gates: readonly GateFinding[]) => gates.every(({ passed }) => passed !== "no");

/** What is known before anything is drawn. A gate that the scenario does not ask for is left out. */
export function fixedGates(
  { target, platform }: DecisionOption,
  scenario: Scenario,
  usage: Readonly<MonthlyUsage>,
  compiled: Compiled,
  evidence: EvidenceGate,
): GateFinding[] {
  const findings: GateFinding[] = [
    ...soundnessGate(target, evidence),
    outputGate(target.outputAgrees, target.basis),
  ];
  const require = (gate: Gate, asked: boolean, ok: boolean, evidence: string) => {
    if (asked) findings.push({ gate, passed: ok ? "yes" : "no", evidence });
  };
  const { reach, memoryLimitMb } = scenario;
  require("reach", reach !== "any", platform.reach ===
    reach, `${platform.title} is ${PLACE[platform.reach]}`);
  const where = platform.onDevice ? "answers on the user’s own device" : "sends every request to a server";
  require("device", scenario.dataStaysOnDevice, platform.onDevice, `${platform.title} ${where}`);
  require("offline", scenario.worksOffline, platform.onDevice, `${platform.title} ${where}`);
  const isolation = isolationOf(target);
  require("sandbox", scenario.sandboxed, isolation === "sandbox" && !platform.sells, platform.sells
    ? `${platform.title} runs where its seller has it, in a sandbox or not`
    : `${target.title} ${ISOLATION[isolation]}`);
  if (target.gpu !== null && platform.gpu !== null)
    findings.push(gpuGate(target.gpu, platform.gpu.name, platform.title));
  const { leastClientsPercent } = scenario;
  if (leastClientsPercent !== null && platform.reach === "browser")
    findings.push(clientsGate(target, scenario, leastClientsPercent));
  if (memoryLimitMb !== null && !platform.sells)
    findings.push(memoryGate(target.peakRssBytes, usage.memoryMb, memoryLimitMb));
  findings.push(limitsGate(target, platform, usage));
  findings.push({
    gate: "price",
    passed: compiled.state === "priced" ? "yes" : "no",
    evidence: compiled.state === "priced" ? platform.bills : compiled.reason,
  });
  return findings;
}

function limitsGate(
  { deployed }: TargetEvidence,
  platform: Platform,
  usage: Readonly<MonthlyUsage>,
): GateFinding {
  const exceeded = [...exceededLimits(platform, usage), ...exceededSize(platform, deployed)];
  if (exceeded.length > 0) return { gate: "limits", passed: "no", evidence: exceeded.join("; ") };
  const size = platform.limits.deployedBytes && deployed ? `: ${sizeText(deployed)}` : "";
  return { gate: "limits", passed: "yes", evidence: `within the limits of ${platform.title}${size}` };
}

const sizeText = ({ bytes, gzipBytes }: Deployed) =>
  `code and model are ${formatBytes(bytes)}, ${formatBytes(gzipBytes)} after gzip`;

const ISOLATION: Readonly<Record<Isolation, string>> = {
  sandbox: "runs in a memory-safe sandbox",
  container: "runs native code in a container, which shares the host’s kernel",
  process: "runs native code in a process of its own, outside of any sandbox",
  none: "runs native code outside of any sandbox",
};

const PLACE = { browser: "in a browser", edge: "at the edge", server: "on a server" } as const;

const NOT_COMPARED: Readonly<Record<TargetEvidence["basis"], string>> = {
  measured: "its output was not compared",
  forecast: "nothing was run: its output is unknown until it is ported",
  bought: "it is another model: nobody compared its answers with those of yours",
};

function outputGate(agrees: boolean | null, basis: TargetEvidence["basis"]): GateFinding {
  if (agrees === true)
    return { gate: "output", passed: "yes", evidence: "its output agrees with the reference" };
  if (agrees === false)
    return { gate: "output", passed: "no", evidence: "its output differs from the reference" };
  return { gate: "output", passed: "unknown", evidence: NOT_COMPARED[basis] };
}

/** A profile that cannot carry a verdict lets no option pass; one of a device lets none pass that leaves it. */
function soundnessGate({ course }: TargetEvidence, gate: EvidenceGate): GateFinding[] {
  if (gate.state === "sound" || (gate.excludes === "ports" && course !== "port")) return [];
  return [{ gate: "evidence", passed: "no", evidence: faultText(gate.faults[0]!) }];
}

function faultText(fault: EvidenceFault): string {
  switch (fault.kind) {
    case "unattributed":
      return `only ${formatShare(fault.explainedShare)} of the time is explained, and ${formatShare(fault.leastShare)} are asked for`;
    case "hidden engine":
      return `${fault.engine} was seen only as Python frames`;
    case "inflated":
      return `the profiler slowed the program by ${formatShare(fault.inflation)}`;
    case "on a device":
      return `${formatShare(fault.share)} of the time passes on a device, and no CPU's ratio tells what it takes elsewhere`;
  }
}

/** What one GPU takes says nothing of another's times. */
function gpuGate(measuredOn: string, sold: string, platform: string): GateFinding {
  const isSame = isGpu(measuredOn, { name: sold });
  const evidence = isSame
    ? `measured on ${measuredOn}, which ${platform} has`
    : `measured on ${measuredOn}, and not measured on this GPU: ${platform} has another`;
  return { gate: "gpu", passed: isSame ? "yes" : "no", evidence };
}

/** The rest of the clients would need another way to their answer. */
function clientsGate(
  { clientsNeed }: TargetEvidence,
  { webGpuClientsPercent, threadsClientsPercent }: Scenario,
  leastPercent: number,
): GateFinding {
  if (clientsNeed === null)
    return { gate: "clients", passed: "yes", evidence: "every browser that runs Wasm runs it" };
  const percent = centre(clientsNeed === "webgpu" ? webGpuClientsPercent : threadsClientsPercent);
  const what = clientsNeed === "webgpu" ? "WebGPU" : "Wasm threads";
  return {
    gate: "clients",
    passed: percent >= leastPercent ? "yes" : "no",
    evidence: `${percent.toLocaleString("en-US")} % of the clients have ${what}, ${leastPercent.toLocaleString("en-US")} % are asked for`,
  };
}

function memoryGate(peakRssBytes: number | null, memoryMb: number, limitMb: number): GateFinding {
  if (peakRssBytes === null)
    return { gate: "memory", passed: "unknown", evidence: "its peak memory was not measured" };
  return {
    gate: "memory",
    passed: memoryMb <= limitMb ? "yes" : "no",
    evidence: `${memoryMb} MB with a quarter of headroom over the measured peak, limit ${limitMb} MB`,
  };
}

/** Draws that must keep a service level. Lower is a bet, not a plan. An assumption. */
export const REQUIRED_PROBABILITY = 0.8;

/**
 * A service level as the draws see it: kept in `probability` of them; null where nobody knows.
 *
 * @param lack why a level that is kept is not proven. Too few samples hide a tail, so one that is broken stays broken.
 */
function serviceGate(
  gate: "p99" | "cold" | "budget",
  limit: number,
  probability: number | null,
  lack: string | null,
): GateFinding {
  const level = gate === "budget" ? `$${limit.toLocaleString("en-US")} a month` : formatMs(limit);
  if (probability === null)
    return {
      gate,
      passed: "unknown",
      evidence: `${level} are asked for, and ${lack ?? "nothing is known of it"}`,
    };
  const kept = probability >= REQUIRED_PROBABILITY;
  const evidence = `keeps ${level} in ${formatShare(probability)} of the draws; ${formatShare(REQUIRED_PROBABILITY)} are asked for`;
  if (kept && lack !== null) return { gate, passed: "unknown", evidence: `${evidence}, but ${lack}` };
  return { gate, passed: kept ? "yes" : "no", evidence };
}

interface ServiceLevel {
  readonly gate: "p99" | "cold" | "budget";
  readonly limit: number;
  /** Share of the draws that keep it; null where the option's figure is unknown. */
  readonly probability: number | null;
}

/** The service levels that the scenario asks for, as an option keeps them whose columns are those of the criteria. */
function serviceLevels(scenario: Scenario, columns: readonly Float64Array[]): ServiceLevel[] {
  const asked = [
    ["p99", scenario.p99SloMs, "p99Ms"],
    ["cold", scenario.coldSloMs, "coldMs"],
    ["budget", scenario.budgetUsdPerMonth, "billUsd"],
  ] as const;
  return asked.flatMap(([gate, limit, criterion]) => {
    if (limit === null) return [];
    const column = columns[CRITERIA.indexOf(criterion)]!;
    const probability = Number.isNaN(meanOf(column)) ? null : probabilityWithin(column, limit);
    return [{ gate, limit, probability }];
  });
}

/** The gates of the service levels, for option `o` of the simulation, which is `option`. */
export function serviceGates(
  scenario: Scenario,
  simulation: Simulation,
  o: number,
  { target, platform }: DecisionOption,
): GateFinding[] {
  return serviceLevels(scenario, simulation.outcomes[o]!).map(({ gate, limit, probability }) => {
    const finding = serviceGate(
      gate,
      limit,
      probability,
      gate === "p99" || probability === null ? p99Lack(target) : null,
    );
    if (gate !== "p99" || finding.passed !== "no" || !platform.onDevice) return finding;
    return { ...finding, evidence: `${finding.evidence}${firstRequestsText(simulation)}` };
  });
}

/** Says where first requests, which wait for the download, are the p99 on a device; empty where they never are. */
function firstRequestsText({ model, inputs }: Simulation): string {
  const column = (id: RangeFieldId) => inputs[model.inputs.findIndex((input) => input.id === id)]!;
  const requests = column("requestsPerMonth");
  const share = meanOf(column("newClientsPerMonth").map((clients, d) => +(clients / requests[d]! > P99)));
  return share === 0
    ? ""
    : `; in ${formatShare(share)} of them more than 1 % of the requests are a new client’s first, which waits for the download`;
}

/** Share of the draws that keep the service level that fewest of them keep; 1 where none is asked for, or known not to be kept. */
export function leastKept(scenario: Scenario, columns: readonly Float64Array[]): number {
  return serviceLevels(scenario, columns).reduce(
    (least, { probability }) => Math.min(least, probability ?? 1),
    1,
  );
}

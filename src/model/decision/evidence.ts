/** What a decision knows of a workload on each target, measured or forecast: the facts that no slider moves. */
import { serverGpuOf } from "../adapter.js";
import type { BUCKETS } from "../buckets.js";
import type { BatchCurve } from "../capacity/batch-curve.js";
import type { Course } from "../course.js";
import { courseOf } from "../course.js";
import type { EvidenceGate } from "../evidence-gate.js";
import { type TokenTimes, tokenTimesOf } from "../llm/token-times.js";
import type { Glue, Port, Reach, Standalone, TargetRecord } from "../run-file.js";
import type { NoiseFlag } from "../statistics/noise.js";
import type { Ratio } from "../statistics/ratio.js";
import type { Estimate, MeasuredCell, WorkloadSummary } from "../summary.js";
import { type Deployed, deployedOf, placesOf } from "./deployed.js";
import type { MeasuredElsewhere } from "./other-runs.js";

export interface TargetEvidence {
  readonly target: string;
  readonly title: string;
  readonly port: Port;
  readonly course: Course;
  readonly reach: readonly Reach[];
  readonly threads: number;
  /** Null in runs of before it was recorded. */
  readonly glue: Glue | null;
  /** What a browser fetches besides the model; null where no browser runs it, or nobody measured it. */
  readonly code: BrowserCode | null;
  /** Null where an interpreter or a browser hosts it. */
  readonly standalone: Standalone | null;
  /** Where what is deployed of it runs: at least wherever it was measured for. */
  readonly places: readonly Reach[];
  /** What is deployed of it, model included; null where a part of it was not counted. */
  readonly deployed: Deployed | null;
  /** Of a Wasm module that needs nothing else: all that a host has to give it. Null for all others. */
  readonly linearMemoryBytes: number | null;
  /** bought: its seller runs it, and nobody measured it: its times are not numbers. */
  readonly basis: "measured" | "forecast" | "bought";
  /** Median time of one warm request on the machine that was measured: 95 % interval, of a forecast 80 %. */
  readonly wallMs: Estimate;
  /** Against today's program: below 1 is faster. Null for today's own, or where it cannot be compared. */
  readonly ratio: Ratio | null;
  /** Against today's program on as many threads: what the course alone is worth. Null where that is today, or unknown. */
  readonly like: { readonly title: string; readonly ratio: Ratio } | null;
  /** What may have moved its median. */
  readonly flags: readonly NoiseFlag[];
  /** Shares of it, by bucket; they need not sum to 1, the rest is unattributed. */
  readonly bucketShares: Readonly<Record<(typeof BUCKETS)[number], number>>;
  /** Sorted warm times over the median, for queueing and tails; empty for a forecast. */
  readonly shape: readonly number[];
  readonly tail: TailBasis;
  /** Time of a request on a fresh instance, from spawn to first result, with its interval. */
  readonly coldMs: Estimate;
  readonly peakRssBytes: number | null;
  /** CPU time over wall time of the warm loop; about the number of busy threads. */
  readonly cpuPerWall: number;
  /** False where its output was compared and found wrong; null where nothing was compared. */
  readonly outputAgrees: boolean | null;
  /** What not every client has, where it runs in a browser; null where it needs no such thing. */
  readonly clientsNeed: "webgpu" | "threads" | null;
  /** The server's GPU that it was measured on, by its own name; null where it computes on a CPU, or in a page. */
  readonly gpu: string | null;
  /** Null where nobody measured its model's call with many requests in it. */
  readonly batches: BatchEvidence | null;
  /** What its tokens take; null for what is no language model, and where nobody measured them. */
  readonly tokens: TokenTimes | null;
  /** Where it was measured, if another run than the report's own did. */
  readonly elsewhere?: MeasuredElsewhere;
}

export interface BatchEvidence {
  /** Of the model's call. */
  readonly curve: BatchCurve;
  /** What a request takes besides: it is done for each. */
  readonly glueMs: number;
  /** What a single request took when this was measured. */
  readonly wallMs: number;
}

/** What the tail of its times, and so its p99, rests on. */
export type TailBasis =
  | { readonly state: "measured" }
  /** Too few samples for a p99: what is slowest of them stands in for it. */
  | { readonly state: "thin"; readonly samples: number; readonly needed: number }
  /** No single requests were timed, as of a profile or a forecast: the median stands in. */
  | { readonly state: "unseen" }
  /** Nobody timed a request, not even once. */
  | { readonly state: "unknown" }
  /** The reader states it. */
  | { readonly state: "stated" };

export interface BrowserCode {
  readonly files: number;
  /** As they are sent: after gzip. */
  readonly bytes: number;
}

export interface WorkloadEvidence {
  readonly workload: string;
  readonly title: string;
  /** The target that the team runs today. */
  readonly baseline: string;
  readonly requestBytes: number;
  readonly responseBytes: number;
  /** Of the model file, which every client downloads. */
  readonly modelBytes: number;
  readonly targets: readonly TargetEvidence[];
  /** Whether a verdict may rest on it. */
  readonly gate: EvidenceGate;
  /** Targets without numbers, and why. */
  readonly absent: readonly { readonly target: string; readonly title: string; readonly reason: string }[];
}

/** Whether it was profiled and not measured: today's time is the profile's, and every port a forecast. */
export const isForecast = ({ targets }: WorkloadEvidence): boolean =>
  targets.every(({ basis }) => basis === "forecast");

export type EvidenceOf =
  | { readonly state: "found"; readonly evidence: WorkloadEvidence }
  | { readonly state: "missing"; readonly reason: string };

/**
 * The evidence of a workload of a run, or of a profile.
 *
 * @param gate of the profile; what was measured with marked stages is sound
 * @param batches of its targets, where they were measured or forecast
 * @param elsewhere of its targets, where another run measured them
 */
export function evidenceOf(
  workload: WorkloadSummary,
  targets: readonly TargetRecord[],
  gate: EvidenceGate = { state: "sound" },
  batches: ReadonlyMap<string, BatchCurve> = new Map(),
  elsewhere: ReadonlyMap<string, MeasuredElsewhere> = new Map(),
): EvidenceOf {
  if (workload.baseline === null) {
    const reason = `No baseline was measured for ${workload.title}: measure the target that runs today (npx portolan measure).`;
    return { state: "missing", reason };
  }
  const present: TargetEvidence[] = [];
  const absent: { target: string; title: string; reason: string }[] = [];
  for (const target of targets) {
    const cell = workload.cells.find((candidate) => candidate.target === target.id);
    const other = elsewhere.get(target.id);
    if (cell?.state === "measured")
      present.push({
        ...ofCell(target, cell, workload, targets),
        batches: batchesOf(cell, batches.get(target.id)),
        ...(other ? { elsewhere: other } : {}),
      });
    else absent.push({ target: target.id, title: target.title, reason: cell?.reason ?? "not measured" });
  }
  const evidence = {
    workload: workload.id,
    title: workload.title,
    baseline: workload.baseline,
    requestBytes: workload.payloadBytes,
    responseBytes: workload.resultBytes,
    modelBytes: workload.model.bytes,
    targets: present,
    gate,
    absent,
  };
  return { state: "found", evidence };
}

function tailBasis({ p99, processes }: MeasuredCell): TailBasis {
  if (processes === 0) return { state: "unseen" };
  if (p99.state === "estimated") return { state: "measured" };
  return { state: "thin", samples: p99.samples, needed: p99.needed };
}

/** Why a claim on its p99 is not proven; null where it is. */
export function p99Lack({ tail }: Pick<TargetEvidence, "tail">): string | null {
  switch (tail.state) {
    case "measured":
    case "stated":
      return null;
    case "unknown":
      return "no latency of it is known: time calls of it, and state their p99 (apiP99Ms)";
    case "unseen":
      return "no tail of it was seen, and its p99 is taken as its median";
    case "thin":
      return `a p99 needs ${tail.needed.toLocaleString("en-US")} samples and it has ${tail.samples.toLocaleString("en-US")}`;
  }
}

/** Files that one workload alone needs are no part of another's. */
function codeOf(target: TargetRecord, workload: string): BrowserCode | null {
  const files = target.available ? target.browserFiles : undefined;
  if (files === undefined) return null;
  const needed = files.filter((file) => file.workload === null || file.workload === workload);
  return { files: needed.length, bytes: needed.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0) };
}

function likeOf(
  { likeTarget, likeRatio }: MeasuredCell,
  { baseline }: WorkloadSummary,
  targets: readonly TargetRecord[],
): TargetEvidence["like"] {
  const like = likeTarget === baseline ? undefined : targets.find(({ id }) => id === likeTarget);
  return like && likeRatio ? { title: like.title, ratio: likeRatio } : null;
}

/** What was measured in a browser speaks for a browser; the same program in Node then does so no more. */
function reachOf(
  { id, reach }: TargetRecord,
  { cells }: WorkloadSummary,
  targets: readonly TargetRecord[],
): readonly Reach[] {
  const isInBrowser = targets.some(
    (other) =>
      other.inBrowser === id && cells.some((cell) => cell.target === other.id && cell.state === "measured"),
  );
  return isInBrowser ? reach.filter((place) => place !== "browser") : reach;
}

function clientsNeedOf(target: TargetRecord, { threads }: MeasuredCell): TargetEvidence["clientsNeed"] {
  // Every browser of these years has WebGL, and what no browser runs needs nothing of one.
  if (target.available && target.adapter && target.adapter.api === undefined) return "webgpu";
  return threads > 1 ? "threads" : null;
}

function batchesOf(
  { p50Ms: { value: wallMs } }: MeasuredCell,
  curve: BatchCurve | undefined,
): BatchEvidence | null {
  return curve ? { curve, glueMs: Math.max(0, wallMs - curve.points[0]!.ms.value), wallMs } : null;
}

function ofCell(
  target: TargetRecord,
  cell: MeasuredCell,
  workload: WorkloadSummary,
  targets: readonly TargetRecord[],
): Omit<TargetEvidence, "batches"> {
  const { attribution, p50Ms, quantilesMs } = cell;
  const isBaseline = target.id === workload.baseline;
  const share = (bucket: (typeof BUCKETS)[number]) =>
    attribution.wallMs > 0 ? attribution.bucketMs[bucket] / attribution.wallMs : 0;
  return {
    target: target.id,
    title: target.title,
    port: target.port,
    course: courseOf(target),
    reach: reachOf(target, workload, targets),
    threads: target.threads,
    glue: target.glue ?? null,
    code: codeOf(target, workload.id),
    standalone: target.standalone ?? null,
    places: placesOf(target, targets),
    deployed: deployedOf(target, workload.id, workload.model.bytes),
    linearMemoryBytes: cell.linearMemoryBytes ?? null,
    // No process ran for a forecast (`forecast/as-workload.ts`).
    basis: cell.processes === 0 ? "forecast" : "measured",
    wallMs: p50Ms,
    ratio: cell.ratio,
    like: likeOf(cell, workload, targets),
    flags: cell.flags,
    bucketShares: { interpreter: share("interpreter"), compute: share("compute"), io: share("io") },
    shape: quantilesMs.map((ms) => ms / p50Ms.value),
    tail: tailBasis(cell),
    coldMs: cell.coldTotalMs,
    peakRssBytes: cell.peakRssBytes,
    cpuPerWall: cell.cpuPerWall ?? target.threads,
    tokens: cell.generation ? tokenTimesOf(cell.generation) : null,
    clientsNeed: clientsNeedOf(target, cell),
    gpu: serverGpuOf(target)?.name ?? null,
    outputAgrees:
      cell.agreement === null ? isBaseline || null : cell.agreement.maxAbsError <= cell.agreement.tolerance,
  };
}

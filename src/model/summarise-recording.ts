import { median } from "simple-statistics";
import { BUCKETS, BUCKETS_AND_REST, type BucketOrUnattributed } from "./buckets.js";
import { formatMs } from "./format.js";
import { inflationWarnings, shownAttempt } from "./inflation.js";
import { loadWarnings, type MachineLoad, sumOfLoads, takenShare } from "./machine-load.js";
import { busierChildWarnings, recordedChildren } from "./recorded-children.js";
import {
  type Evidence,
  EXECUTION_ARMS,
  type ProfilingAttempt,
  type RecordedAttribution,
  type RecordingSummary,
  type WallTime,
} from "./recording.js";
import type { AttributionRow, ExecutionRow, Recording } from "./recording-file.js";
import type { BucketShare } from "./traces/result.js";

/** Marks are exact and cost nothing; a sampler's shares are estimates; a tracer's are biased. */
const BEST_FIRST: readonly Evidence[] = ["marked", "sampled", "traced"];

/** Derives the summary from a recording, or null where no unprofiled execution ended well and nothing was attached to. Pure. */
export function summariseRecording(
  recording: Recording,
  warnings: readonly string[] = [],
): RecordingSummary | null {
  const { header, executions, end } = recording;
  const plain = executions.filter(
    (row) => (row.arm === "plain" && row.exitCode === 0) || row.arm === "attached",
  );
  if (plain.length === 0) return null;
  const walls = plain.map((row) => row.wallMs);
  const wallMs = wallTimeOf(walls);
  const rss = plain.flatMap((row) => row.peakRssBytes ?? []);
  const cpu = plain.flatMap((row) => (row.cpuMs === null || row.wallMs === 0 ? [] : row.cpuMs / row.wallMs));
  const cpuMs = plain.flatMap((row) => row.cpuMs ?? []);
  const attempts = attemptsOf(recording, wallMs.median);
  const inflation = shownAttempt(attempts)?.inflation ?? null;
  const load = busierLoad(executions);
  const attributions = BEST_FIRST.flatMap((evidence) =>
    recording.attributions.filter((row) => row.evidence === evidence),
  ).map((row) =>
    recordedAttribution(
      row,
      wallMs.median,
      cpuMs.length > 0 ? median(cpuMs) : null,
      header.attached !== undefined,
    ),
  );
  return {
    id: header.recordingId,
    title: header.title,
    startedAt: header.startedAt,
    command: header.command,
    host: header.host,
    interpreter: header.interpreter,
    requests: header.requests ?? 1,
    attached: header.attached ?? null,
    end: end?.reason ?? "killed",
    environment: header.environment,
    tool: header.tool,
    wallMs,
    cpuPerWall: cpu.length > 0 ? median(cpu) : null,
    cpuMethod: header.cpuMethod,
    peakRssBytes: rss.length > 0 ? Math.max(...rss) : null,
    memoryMethod: header.memoryMethod,
    inflation,
    attempts,
    load,
    bareStartMs: recording.startup ? median(recording.startup.bareMs) : null,
    attributions,
    warnings: [
      ...warnings,
      ...endWarnings(recording),
      ...attachedWarnings(recording),
      ...inflationWarnings(inflation, wallMs),
      ...loadWarnings(load, header.attached !== undefined),
      ...unfollowedWarnings(attributions[0]),
      ...busierChildWarnings(attributions.find(({ evidence }) => evidence === "sampled")),
    ],
  };
}

/** @param walls at least one, milliseconds */
export function wallTimeOf(walls: readonly number[]): WallTime {
  return { median: median([...walls]), low: Math.min(...walls), high: Math.max(...walls), n: walls.length };
}

function attemptsOf({ executions, attributions }: Recording, plainMs: number): ProfilingAttempt[] {
  const profiled = executions.filter((row) => row.arm === "profiled" && (row.exitCode ?? 0) === 0);
  if (plainMs === 0) return [];
  const used = attributions.find(({ evidence }) => evidence !== "marked");
  const numbers = [...new Set(profiled.map(({ attempt = 0 }) => attempt))];
  return numbers.map((number) => {
    const rows = profiled.filter(({ attempt = 0 }) => attempt === number);
    return {
      rateHz: rows[0]!.rateHz,
      withoutNative: rows[0]!.withoutNative === true,
      inflation: median(rows.map((row) => row.wallMs)) / plainMs - 1,
      isUsed: used !== undefined && (used.attempt ?? 0) === number,
    };
  });
}

function busierLoad(executions: readonly ExecutionRow[]): MachineLoad | null {
  const loads = EXECUTION_ARMS.flatMap((arm) => {
    const rows = executions.filter((row) => row.arm === arm);
    return sumOfLoads(rows.flatMap(({ load }) => load ?? [])) ?? [];
  });
  return loads.sort((a, b) => takenShare(b) - takenShare(a))[0] ?? null;
}

function recordedAttribution(
  row: AttributionRow,
  plainMs: number,
  cpuMs: number | null,
  isAttached: boolean,
): RecordedAttribution {
  const { kind: _, ...rest } = row;
  const scaled = row.evidence === "marked" ? fromMarks(row, plainMs) : fromShares(row, plainMs, isAttached);
  const waitingShare = Math.min(scaled.waitingShare, scaled.buckets.unattributed.share);
  const waiting = { ms: waitingShare * plainMs, share: waitingShare };
  return {
    ...rest,
    buckets: scaled.buckets,
    waiting,
    unfollowedCpuMs: cpuMs === null ? 0 : unfollowedCpu(cpuMs, plainMs - waiting.ms),
    scaling: scaled.scaling,
    importMs: scaled.importMs,
    children: recordedChildren(row, plainMs),
  };
}

/** By less than this, samples and the process's own start may make CPU time and profile differ. */
const CPU_MARGIN = { share: 0.25, ms: 50 } as const;

/** @param workedMs what the profiled thread did not wait: as much CPU time as it can have used */
function unfollowedCpu(cpuMs: number, workedMs: number): number {
  const beyond = cpuMs - workedMs;
  return beyond > CPU_MARGIN.ms && beyond > CPU_MARGIN.share * workedMs ? beyond : 0;
}

function unfollowedWarnings(best: RecordedAttribution | undefined): string[] {
  if (best === undefined || best.unfollowedCpuMs === 0) return [];
  return [
    `${formatMs(best.unfollowedCpuMs)} of CPU time were spent in other threads or processes${
      best.children.length > 0
        ? ", of them some in those that were followed beside it"
        : " that this profile does not follow"
    }: the split is of the request's thread alone.`,
  ];
}

/** A profiler may slow the command and miss its first moments, so only its shares are believed. */
function fromShares(row: AttributionRow, plainMs: number, isAttached: boolean) {
  const { attribution, executions, executionWallMs, importMs } = row;
  const buckets = Object.fromEntries(
    BUCKETS_AND_REST.map((bucket) => {
      const { share } = attribution.buckets[bucket];
      return [bucket, { ms: share * plainMs, share }];
    }),
  ) as Record<BucketOrUnattributed, BucketShare>;
  const scale = attribution.wallMs > 0 ? plainMs / attribution.wallMs : 0;
  const scaling = isAttached
    ? `Times are those of the ${formatMs(plainMs)} that were watched, with the profiler at work.`
    : `Shares of ${countOf(executions, "profiled execution")} of ${Math.round(executionWallMs)} ms, ` +
      `scaled to the unprofiled median of ${Math.round(plainMs)} ms.`;
  return {
    buckets,
    waitingShare: attribution.waiting.share,
    scaling,
    importMs: importMs === null ? null : importMs * scale,
  };
}

/** Marks begin when their module is imported: what lies before that in an execution is nobody's. */
function fromMarks({ attribution, executions, executionWallMs, importMs }: AttributionRow, plainMs: number) {
  const wholeMs = Math.max(executionWallMs * executions, attribution.wallMs);
  const shares = BUCKETS.map((bucket) => (wholeMs > 0 ? attribution.buckets[bucket].ms / wholeMs : 0));
  const marked = shares.reduce((total, share) => total + share, 0);
  const all = [...shares, Math.max(0, 1 - marked)];
  const buckets = Object.fromEntries(
    BUCKETS_AND_REST.map((bucket, i) => [bucket, { ms: all[i]! * plainMs, share: all[i]! }]),
  ) as Record<BucketOrUnattributed, BucketShare>;
  const scaling =
    `Shares of ${countOf(executions, "unprofiled execution")}, scaled to the median of ${Math.round(plainMs)} ms. ` +
    "What no mark covers, the interpreter's start included, is unattributed.";
  return { buckets, waitingShare: wholeMs > 0 ? attribution.waiting.ms / wholeMs : 0, scaling, importMs };
}

const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** What can be told of an execution, and not of a while in the life of a process. */
function attachedWarnings({ header, executions }: Recording): string[] {
  const [watched] = executions.filter(({ arm }) => arm === "attached");
  if (!header.attached || !watched) return [];
  const isShort = watched.wallMs < header.budgetMs * 0.9;
  return [
    ...(isShort
      ? [
          `The process ended, or was lost, after ${formatMs(watched.wallMs)} of the ${formatMs(header.budgetMs)} that were asked for.`,
        ]
      : []),
    "It ran already: its start-up, what the profiler cost it, and how its wall time varies are not known. Waiting for the " +
      "next request is part of the time.",
  ];
}

function endWarnings({ end }: Recording): string[] {
  if (!end) return ["The recording was killed before its end."];
  if (end.reason === "complete") return [];
  return [`The recording is not complete (${end.reason}): ${end.detail}`];
}

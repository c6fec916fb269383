/** What makes a measurement doubtful. Flags are stored and shown; nothing is dropped for them. */
import { mean, median, standardDeviation } from "simple-statistics";
import { lag1Autocorrelation } from "./autocorrelation.js";
import type { Processes } from "./bootstrap.js";
import { modalValue } from "./modes.js";
import { tukeyOutliers } from "./outliers.js";

const NOISE_CODES = [
  "cv-above-10pct",
  "min-max-spread",
  "short-sample",
  "slow-first-iteration",
  "multimodal",
  "autocorrelated",
  "drift",
  "contended",
  "loaded-machine",
  "few-processes",
  "outliers",
] as const;
export type NoiseCode = (typeof NOISE_CODES)[number];

export type NoiseFlag = {
  readonly code: NoiseCode;
  /** The value seen and the bound it crossed, with units. */
  readonly detail: string;
};

export interface NoiseInput {
  /** Warm wall times in milliseconds by process, in time order. */
  readonly processes: Processes;
  /** Threads that the target uses in its parallel parts. */
  readonly threads: number;
  /** Share of the wall time in which those threads can all be busy, 0 to 1; 1 if unknown. */
  readonly parallelShare?: number;
  readonly cpuPerWall: number | null;
  readonly loadAverage1m: number;
  readonly cores: number;
}

/** A series shorter than this has no trend or correlation worth stating. */
const SERIES_MINIMUM = 20;

type Check = (input: NoiseInput) => NoiseFlag | null;

const CHECKS: readonly Check[] = [
  variation,
  spread,
  shortSample,
  slowFirst,
  multimodal,
  autocorrelated,
  drift,
  contended,
  loadedMachine,
  fewProcesses,
  outliers,
];

export function noiseFlags(input: NoiseInput): NoiseFlag[] {
  return CHECKS.map((check) => check(input)).filter((flag) => flag !== null);
}

function variation({ processes }: NoiseInput): NoiseFlag | null {
  const all = processes.flat();
  if (all.length < 2) return null;
  const cv = standardDeviation(all) / mean(all);
  return cv > 0.1
    ? { code: "cv-above-10pct", detail: `standard deviation ${percent(cv)} of the mean, bound 10 %` }
    : null;
}

function spread({ processes }: NoiseInput): NoiseFlag | null {
  const all = processes.flat();
  if (all.length < 2) return null;
  const middle = median(all);
  const down = 1 - all.reduce((least, ms) => Math.min(least, ms)) / middle;
  const up = all.reduce((most, ms) => Math.max(most, ms)) / middle - 1;
  if (down <= 0.5 && up <= 0.5) return null;
  return {
    code: "min-max-spread",
    detail: `iterations from ${percent(-down)} to +${percent(up)} of the median, bound ±50 %`,
  };
}

function shortSample({ processes }: NoiseInput): NoiseFlag | null {
  const ms = median(processes.flat());
  return ms < 1 ? { code: "short-sample", detail: `median ${significant(ms * 1000)} µs, bound 1 ms` } : null;
}

function slowFirst({ processes }: NoiseInput): NoiseFlag | null {
  const excess = processes.filter((s) => s.length > 1).map((s) => s[0]! / median(s.slice(1)) - 1);
  if (excess.length === 0) return null;
  const typical = median(excess);
  if (typical <= 0.5) return null;
  return {
    code: "slow-first-iteration",
    detail: `first iteration +${percent(typical)} over the rest of its process, bound +50 %`,
  };
}

function multimodal({ processes }: NoiseInput): NoiseFlag | null {
  const value = modalValue(processes.flat());
  return value > 2.8 ? { code: "multimodal", detail: `mValue ${value.toFixed(1)}, bound 2.8` } : null;
}

function autocorrelated({ processes }: NoiseInput): NoiseFlag | null {
  const long = longEnough(processes);
  if (long.length === 0) return null;
  const typical = median(long.map(lag1Autocorrelation));
  if (Math.abs(typical) <= 0.2) return null;
  return { code: "autocorrelated", detail: `lag-1 autocorrelation ${typical.toFixed(2)}, bound ±0.20` };
}

/** Last quarter of each process against its first, where most processes move the same way. */
function drift({ processes }: NoiseInput): NoiseFlag | null {
  const changes = longEnough(processes).map((series) => {
    const quarter = Math.floor(series.length / 4);
    return median(series.slice(-quarter)) / median(series.slice(0, quarter)) - 1;
  });
  if (changes.length === 0) return null;
  const typical = median(changes);
  const sameWay = changes.filter((change) => Math.sign(change) === Math.sign(typical)).length;
  if (Math.abs(typical) <= 0.03 || sameWay < 0.75 * changes.length) return null;
  return {
    code: "drift",
    detail: `last quarter of a process ${typical > 0 ? "+" : ""}${percent(typical)} against its first, bound ±3 %`,
  };
}

/** A two-thread run that is left alone shows a cpu/wall of ~1.95, a contended one 1.1 to 1.3 (measured here). */
function contended({ cpuPerWall, threads, parallelShare = 1 }: NoiseInput): NoiseFlag | null {
  if (cpuPerWall === null) return null;
  const bound = 0.8 * (1 + (threads - 1) * parallelShare);
  if (cpuPerWall >= bound) return null;
  const noun = threads === 1 ? "thread" : "threads";
  return {
    code: "contended",
    detail: `cpu/wall ${cpuPerWall.toFixed(2)}, bound ${bound.toFixed(2)} for ${threads} ${noun}`,
  };
}

/** The run itself keeps up to all cores busy; half a core above that can only be somebody else. */
const OWN_LOAD_MARGIN = 0.5;

function loadedMachine({ loadAverage1m, cores }: NoiseInput): NoiseFlag | null {
  const bound = cores + OWN_LOAD_MARGIN;
  if (loadAverage1m <= bound) return null;
  return {
    code: "loaded-machine",
    detail: `1 min load average ${loadAverage1m.toFixed(1)}, bound ${bound} on ${cores} cores`,
  };
}

function fewProcesses({ processes }: NoiseInput): NoiseFlag | null {
  if (processes.length >= 5) return null;
  const noun = processes.length === 1 ? "process" : "processes";
  return { code: "few-processes", detail: `${processes.length} ${noun}, bound 5` };
}

function outliers({ processes }: NoiseInput): NoiseFlag | null {
  const counts = processes.map(tukeyOutliers);
  const mild = counts.reduce((sum, c) => sum + c.mild, 0);
  const severe = counts.reduce((sum, c) => sum + c.severe, 0);
  if (mild + severe === 0) return null;
  const total = processes.reduce((sum, series) => sum + series.length, 0);
  return {
    code: "outliers",
    detail: `${mild} mild (1.5 IQR) and ${severe} severe (3 IQR) of ${total} iterations, all kept`,
  };
}

function longEnough(processes: Processes): Processes {
  return processes.filter((series) => series.length >= SERIES_MINIMUM);
}

function percent(share: number): string {
  return `${significant(share * 100)} %`;
}

function significant(value: number): string {
  return Number(value.toPrecision(2)).toString();
}

/**
 * Published figures that stand in where this machine measured nothing. Each is quoted from `source`; what no source
 * gives is absent, and its forecast says "no evidence". None of these intervals is calibrated.
 */
import { ANATOMIZING, HIDDEN_COST, PYODIDE_ROADMAP, UNIVERSAL_RUNTIME } from "../sources.js";
import { type Interval80, product } from "./interval.js";
import type { ReferenceTarget } from "./reference.js";

export interface CitedFigure {
  /** The claim's id in the ledger of published figures. */
  readonly claim: string;
  readonly source: string;
  /** What the source says, in its own terms. */
  readonly says: string;
  readonly low: number;
  readonly high: number;
}

export interface CitedEvidence {
  readonly range: Interval80;
  readonly figures: readonly CitedFigure[];
}

/** Time of model compute in Wasm over native CPU. */
export const WASM_COMPUTE: readonly CitedFigure[] = [
  {
    claim: "000-a",
    source: HIDDEN_COST.name,
    says: "throughput 19 to 47 % below native over 8 models",
    low: 1 / 0.81,
    high: 1 / 0.53,
  },
  {
    claim: "002-b",
    source: UNIVERSAL_RUNTIME.name,
    says: "small deep-learning models 1.1 times slower",
    low: 1.1,
    high: 1.1,
  },
  {
    claim: "x-b",
    source: ANATOMIZING.name,
    says: "on PC CPUs 16.9 times slower than native",
    low: 16.9,
    high: 16.9,
  },
];

/** Time with threads over time without, on top of SIMD. */
export const WASM_THREADS: readonly CitedFigure[] = [
  {
    claim: "002-f",
    source: UNIVERSAL_RUNTIME.name,
    says: "threads on top of SIMD 1.8 to 2.9 times faster",
    low: 1 / 2.9,
    high: 1 / 1.8,
  },
];

/** Time of bytecode in Pyodide over CPython. */
export const PYODIDE_INTERPRETER: readonly CitedFigure[] = [
  { claim: "x-d", source: PYODIDE_ROADMAP.name, says: "3 to 5 times slower than CPython", low: 3, high: 5 },
];

/** Time on Wasm + WebGPU over native CPU. */
const WEBGPU_COMPUTE: readonly CitedFigure[] = [
  {
    claim: "000-m",
    source: HIDDEN_COST.name,
    says: "TinyLlama: 12.3 inferences per second on Wasm + WebGPU, 7.0 native",
    low: 7 / 12.3,
    high: 7 / 12.3,
  },
];

const WASM_MEMORY: readonly CitedFigure[] = [
  {
    claim: "000-e",
    source: HIDDEN_COST.name,
    says: "1.4 to 1.6 times the memory of native",
    low: 1.4,
    high: 1.6,
  },
];

const COLD_MS = {
  native: [{ claim: "000-d", source: HIDDEN_COST.name, says: "cold start 5 ms", low: 5, high: 5 }],
  wasm: [
    { claim: "000-d", source: HIDDEN_COST.name, says: "cold start 120 ms", low: 120, high: 120 },
    {
      claim: "002-h",
      source: UNIVERSAL_RUNTIME.name,
      says: "often under 1 ms, for a small module",
      low: 1,
      high: 1,
    },
  ],
  pyodide: [
    { claim: "x-d", source: PYODIDE_ROADMAP.name, says: "first load 4 to 5 s", low: 4000, high: 5000 },
  ],
} satisfies Record<string, readonly CitedFigure[]>;

/** Kinds of target that Portolan does not measure yet; they are listed so that nobody takes silence for a no. */
export interface CitedKind {
  readonly id: "webgpu" | "gpu";
  readonly title: string;
  readonly compute: CitedEvidence | null;
  /** Why there is no evidence, where there is none. */
  readonly without: string;
}

export const CITED_KINDS: readonly CitedKind[] = [
  {
    id: "webgpu",
    title: "Wasm + WebGPU",
    compute: combine(WEBGPU_COMPUTE),
    without: "",
  },
  {
    id: "gpu",
    title: "Native GPU (CUDA)",
    compute: null,
    without:
      "no published figure of the ledger compares a native GPU with a CPU for the same model; measure it on a machine that has one",
  },
];

/** Bytecode in a CPython that is itself compiled to Wasm, as in Pyodide. */
const isPyodide = ({ port, glue }: ReferenceTarget) => port === "wasm" && glue === "python";

/** Published ratio of model compute, target over native CPU, or null. */
export function citedCompute(target: ReferenceTarget): CitedEvidence | null {
  if (target.port !== "wasm") return null;
  const [single, threads] = [combine(WASM_COMPUTE), combine(WASM_THREADS)];
  if (target.threads === 1) return single;
  return { range: product(single.range, threads.range), figures: [...single.figures, ...threads.figures] };
}

/** Published ratio of interpreted glue, target over CPython, or null. */
export function citedInterpreter(target: ReferenceTarget): CitedEvidence | null {
  return isPyodide(target) ? combine(PYODIDE_INTERPRETER) : null;
}

/** Published ratio of peak memory, target over native, or null. */
export function citedMemory(target: ReferenceTarget): CitedEvidence | null {
  return target.port === "wasm" && !isPyodide(target) ? combine(WASM_MEMORY) : null;
}

/** Published cold start, milliseconds, or null. */
export function citedColdMs(target: ReferenceTarget): CitedEvidence | null {
  if (isPyodide(target)) return combine(COLD_MS.pyodide);
  if (target.port === "wasm") return combine(COLD_MS.wasm);
  return target.port === "native" ? combine(COLD_MS.native) : null;
}

/**
 * Several figures of one quantity: from the lowest to the highest, around the geometric mean of their middles. A
 * single figure without a range says nothing of its own spread; it is given the spread by which published figures
 * of one quantity are known to disagree (Wasm against native compute).
 */
function combine(figures: readonly CitedFigure[]): CitedEvidence {
  const low = Math.min(...figures.map((figure) => figure.low));
  const high = Math.max(...figures.map((figure) => figure.high));
  const middle = figures.reduce((sum, f) => sum + Math.log(f.low * f.high) / 2, 0) / figures.length;
  const median = Math.exp(middle);
  if (low < high) return { range: { median, low, high }, figures };
  const spread = publishedSpread();
  return { range: { median, low: median / spread, high: median * spread }, figures };
}

/** By what factor a published figure can miss another machine: half the disagreement over Wasm compute, in logs. */
export function publishedSpread(): number {
  const low = Math.min(...WASM_COMPUTE.map((figure) => figure.low));
  const high = Math.max(...WASM_COMPUTE.map((figure) => figure.high));
  return Math.sqrt(high / low);
}

/**
 * The rule table of “How WebAssembly Works for ML Inference” as data: what a course is expected to do to each bucket, before anything is
 * measured. It is the prior, never the answer; `ruleVerdicts` sets it beside what was measured.
 */
import { BUCKETS, type Bucket, type BucketOrUnattributed } from "./buckets.js";
import type { Course } from "./course.js";
import { courseOf } from "./course.js";
import type { TargetRecord } from "./run-file.js";
import { HOW_WASM_WORKS } from "./sources.js";
import type { Ratio } from "./statistics/ratio.js";
import type { Attribution, MeasuredCell, WorkloadSummary } from "./summary.js";

export type Effect = "helps" | "nothing" | "worse";
export type MeasuredEffect = Effect | "inconclusive" | "not comparable";

export interface Rule {
  readonly id: string;
  readonly bucket: Bucket;
  appliesTo(target: TargetRecord): boolean;
  readonly prediction: Effect;
  /** The outcomes that the source's wording allows; "no, and often worse" allows two. */
  readonly consistentWith: readonly Effect[];
  readonly reason: string;
  readonly source: string;
}

const TABLE = `${HOW_WASM_WORKS.name}, table of where Wasm helps`;
export const PATHS = `${HOW_WASM_WORKS.name}, compute-path comparison`;

const is = (course: Course) => (target: TargetRecord) => courseOf(target) === course;
const isWasm = (target: TargetRecord) => target.port === "wasm";
const isOnGpu = (target: TargetRecord) => target.available && target.adapter !== undefined;
const isNative = (target: TargetRecord) => target.port === "native";

/** The same rule for several buckets. */
const ofBuckets = (buckets: readonly Bucket[], id: string, rule: Omit<Rule, "id" | "bucket">): Rule[] =>
  buckets.map((bucket) => ({ id: `${bucket}-${id}`, bucket, ...rule }));

/** In order: of the rules of a bucket, the first that applies is the one that counts. */
export const RULES: readonly Rule[] = [
  ...ofBuckets(BUCKETS, "stay", {
    appliesTo: is("stay"),
    prediction: "nothing",
    consistentWith: ["nothing"],
    reason: "Nothing is changed, so nothing changes.",
    source: "by definition",
  }),
  {
    id: "interpreter-plain",
    bucket: "interpreter",
    appliesTo: is("plain"),
    prediction: "worse",
    consistentWith: ["worse"],
    reason: "Bytecode runs once for every element where numpy runs once for every array.",
    source: "docs/method.md",
  },
  ...ofBuckets(["compute", "io"], "plain", {
    appliesTo: is("plain"),
    prediction: "nothing",
    consistentWith: ["nothing"],
    reason: "Only the glue is written otherwise.",
    source: "by definition",
  }),
  {
    id: "compute-setting",
    bucket: "compute",
    appliesTo: is("setting"),
    prediction: "helps",
    consistentWith: ["helps", "nothing"],
    reason:
      "More cores, or an optimisation level that suits the model better; the defaults may be best already.",
    source: "onnxruntime, performance tuning: threads and graph optimisations",
  },
  ...ofBuckets(["interpreter", "io"], "setting", {
    appliesTo: is("setting"),
    prediction: "nothing",
    consistentWith: ["nothing"],
    reason: "The engine's settings do not reach the code around it.",
    source: "by definition",
  }),
  {
    id: "interpreter-slice",
    bucket: "interpreter",
    appliesTo: is("slice"),
    prediction: "helps",
    consistentWith: ["helps"],
    reason: "The hot code is compiled: one pass over the data, where numpy makes an array at every step.",
    source: `${HOW_WASM_WORKS.name}, slice of hot code as the better trade`,
  },
  ...ofBuckets(["compute", "io"], "slice", {
    appliesTo: is("slice"),
    prediction: "nothing",
    consistentWith: ["nothing"],
    reason: "CPython keeps pipeline and engine, and lends its buffers to the compiled code.",
    source: "by definition",
  }),
  {
    id: "interpreter-pyodide",
    bucket: "interpreter",
    appliesTo: (target) => isWasm(target) && target.glue === "python",
    prediction: "worse",
    consistentWith: ["worse"],
    reason: "The glue is still interpreted, by a CPython that is itself compiled to Wasm.",
    source: "Pyodide's roadmap: 3 to 5 times slower than CPython (claim x-d)",
  },
  {
    id: "interpreter-wasm",
    bucket: "interpreter",
    appliesTo: isWasm,
    prediction: "helps",
    consistentWith: ["helps"],
    reason: "Compiled glue no longer pays the interpreter, often a large win on this bucket.",
    source: TABLE,
  },
  {
    id: "interpreter-native",
    bucket: "interpreter",
    appliesTo: isNative,
    prediction: "helps",
    consistentWith: ["helps"],
    reason: "Machine code replaces bytecode; without a need for browser or edge reach this is enough.",
    source: PATHS,
  },
  {
    id: "compute-gpu",
    bucket: "compute",
    appliesTo: isOnGpu,
    prediction: "helps",
    consistentWith: ["helps"],
    reason: "A GPU takes over the model’s matrices: the one port that moves this bucket.",
    source: `${HOW_WASM_WORKS.name}, how Wasm interacts with WebGPU`,
  },
  {
    id: "compute-wasm",
    bucket: "compute",
    appliesTo: isWasm,
    prediction: "nothing",
    consistentWith: ["nothing", "worse"],
    reason: "The kernels were compiled before: Wasm matches native compute at best.",
    source: TABLE,
  },
  {
    id: "compute-native",
    bucket: "compute",
    appliesTo: isNative,
    prediction: "nothing",
    consistentWith: ["nothing"],
    reason: "The kernels were compiled before: the same ones run, called from another language.",
    source: TABLE,
  },
  {
    id: "io-wasm",
    bucket: "io",
    appliesTo: isWasm,
    prediction: "worse",
    consistentWith: ["nothing", "worse"],
    reason: "Tensors are copied into and out of linear memory on every call.",
    source: TABLE,
  },
  {
    id: "io-native",
    bucket: "io",
    appliesTo: isNative,
    prediction: "nothing",
    consistentWith: ["nothing"],
    reason: "There is no sandbox boundary to cross, and the bytes to move are the same.",
    source: PATHS,
  },
];

/** The rule that counts for a bucket on a target, or null if none speaks of it. */
export function ruleFor(bucket: Bucket, target: TargetRecord): Rule | null {
  return RULES.find((rule) => rule.bucket === bucket && rule.appliesTo(target)) ?? null;
}

/** What a measured ratio of one bucket says, in the rule table's words. */
export function judge(bucketRatio: Ratio | null): MeasuredEffect {
  if (bucketRatio === null) return "not comparable";
  const effects = {
    faster: "helps",
    slower: "worse",
    equivalent: "nothing",
    inconclusive: "inconclusive",
  } as const;
  return effects[bucketRatio.verdict];
}

export interface RuleVerdict {
  readonly bucket: Bucket;
  readonly rule: Rule | null;
  readonly prediction: Effect | null;
  /** What was measured of the bucket: against today's program with as many threads, a setting against today's as it is. */
  readonly ratio: Ratio | null;
  readonly measured: MeasuredEffect;
  /** Null where there is no rule, or the measurement does not decide. */
  readonly agrees: boolean | null;
  /** The bucket's share of the baseline's wall time, 0 to 1: how much the rule matters here. Null without a baseline. */
  readonly baselineShare: number | null;
}

/** The rule of each bucket beside what the cell measured. */
export function ruleVerdicts(
  workload: WorkloadSummary,
  cell: MeasuredCell,
  target: TargetRecord,
): RuleVerdict[] {
  const baseline = baselineCell(workload);
  return BUCKETS.map((bucket) => {
    const rule = ruleFor(bucket, target);
    const ratio = likeWithLike(bucket, cell, target);
    const measured = judge(ratio);
    return {
      bucket,
      rule,
      ratio,
      prediction: rule?.prediction ?? null,
      measured,
      agrees: rule === null || !isEffect(measured) ? null : rule.consistentWith.includes(measured),
      baselineShare: baseline === null ? null : shareOf(bucket, baseline.attribution),
    };
  });
}

/** A port's compute is no port's doing where threads differ: without today's program on as many it is not judged. */
function likeWithLike(bucket: Bucket, cell: MeasuredCell, target: TargetRecord): Ratio | null {
  if (cell.likeTarget !== null) return cell.likeBucketRatios[bucket];
  const sameThreads = cell.threads === 1 || courseOf(target) === "setting";
  return bucket === "compute" && !sameThreads ? null : cell.bucketRatios[bucket];
}

/** The measured cell of what the team runs today, or null. */
export function baselineCell(workload: WorkloadSummary): MeasuredCell | null {
  const cell = workload.cells.find((c) => c.target === workload.baseline);
  return cell?.state === "measured" ? cell : null;
}

export interface Dominant {
  readonly bucket: BucketOrUnattributed;
  readonly ms: number;
  /** Of the wall time, 0 to 1. */
  readonly share: number;
}

/** The bucket with the most time. "unattributed" wins only if it exceeds each of the three. */
export function dominantBucket(attribution: Attribution): Dominant {
  const { bucketMs } = attribution;
  let bucket: BucketOrUnattributed = "interpreter";
  for (const other of [...BUCKETS, "unattributed"] as const)
    if (bucketMs[other] > bucketMs[bucket]) bucket = other;
  return { bucket, ms: bucketMs[bucket], share: shareOf(bucket, attribution) };
}

function shareOf(bucket: BucketOrUnattributed, { bucketMs, wallMs }: Attribution): number {
  return wallMs > 0 ? bucketMs[bucket] / wallMs : 0;
}

function isEffect(measured: MeasuredEffect): measured is Effect {
  return measured !== "inconclusive" && measured !== "not comparable";
}

/** The vocabulary of time: which stage of a request, and which of the three buckets a moment belongs to. */

/** The three buckets of wall-clock time (Portolan's attribution); what is left over is "unattributed". */
export const BUCKETS = ["interpreter", "compute", "io"] as const;
export type Bucket = (typeof BUCKETS)[number];
export type BucketOrUnattributed = Bucket | "unattributed";
/** Where a frame's own time goes: to a bucket, to nobody, or to waiting, which is no work. */
export type NodeDestination = BucketOrUnattributed | "waiting";
export const BUCKETS_AND_REST: readonly BucketOrUnattributed[] = [...BUCKETS, "unattributed"];

/** The four stages of a request, in the order in which they run. */
export const STAGES = ["load", "preprocess", "infer", "postprocess"] as const;
export type Stage = (typeof STAGES)[number];

/** One contiguous span of an iteration: where it lies in the pipeline and which bucket it is billed to. */
export interface Segment {
  readonly stage: Stage;
  readonly bucket: Bucket;
}

export const BUCKET_LABEL: Readonly<Record<BucketOrUnattributed, string>> = {
  interpreter: "Interpreter (glue)",
  compute: "Model compute",
  io: "IO & marshalling",
  unattributed: "Unattributed",
};

export const BUCKET_MEANING: Readonly<Record<BucketOrUnattributed, string>> = {
  interpreter:
    "The workload's own pre- and post-processing code. In Python it is bytecode; in a ported target it is the same work, compiled, so the bucket shows what is left of it.",
  compute: "The engine's model run: its kernels and its own scheduling between them.",
  io: "Reading the request, writing the response, and copying tensors across language and sandbox boundaries.",
  unattributed: "Wall-clock time that no span claims.",
};

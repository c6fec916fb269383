/** What “How WebAssembly Works for ML Inference” says of a port before anything is measured, for the bucket that dominates a profile. */
import type { Bucket } from "./buckets.js";
import { type Effect, PATHS, type Rule, ruleFor } from "./rules.js";
import type { TargetRecord } from "./run-file.js";
import { HOW_WASM_WORKS } from "./sources.js";

type PortKind = "wasm" | "native" | "gpu";

export interface Prior extends Pick<Rule, "prediction" | "reason" | "source"> {
  readonly port: PortKind;
  readonly bucket: Bucket;
  /** The outcomes that the source's wording allows. */
  readonly consistentWith: readonly Effect[];
}

const ON_GPU: Readonly<Record<Bucket, Omit<Prior, "port" | "bucket">>> = {
  interpreter: {
    prediction: "nothing",
    consistentWith: ["nothing"],
    reason: "A GPU runs kernels, not glue: it does nothing for interpreted code.",
    source: `${HOW_WASM_WORKS.name}, how a Wasm path interacts with WebGPU`,
  },
  compute: {
    prediction: "helps",
    consistentWith: ["helps"],
    reason: "Parallel kernels are what a GPU is for, if the device has one that the engine can use.",
    source: PATHS,
  },
  io: {
    prediction: "worse",
    consistentWith: ["nothing", "worse"],
    reason: "Tensors cross from host to device and back on every call.",
    source: PATHS,
  },
};

/** The rules of a bucket for the three kinds of port, on one thread. */
export function priorsFor(bucket: Bucket): Prior[] {
  const onCpu = (["wasm", "native"] as const).flatMap((port) => {
    const rule = ruleFor(bucket, exampleTarget(port));
    if (rule === null) return [];
    const { prediction, consistentWith, reason, source } = rule;
    return [{ port, bucket, prediction, consistentWith, reason, source }];
  });
  return [...onCpu, { port: "gpu", bucket, ...ON_GPU[bucket] }];
}

/** The rules ask a target only for its course, port and glue. */
function exampleTarget(port: "wasm" | "native"): TargetRecord {
  return { id: port, title: port, summary: port, port, reach: [], threads: 1, available: true, engines: {} };
}

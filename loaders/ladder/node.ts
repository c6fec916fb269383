/** One engine's ladder in a Node process: `run` is what a process of its own does. */
import { join } from "node:path";
import type { InferenceSession, Tensor } from "onnxruntime-web";
import type { LadderEngine } from "../../src/model/ladder/rungs.ts";
import { RUNGS, type Rung } from "../../src/model/ladder/rungs.ts";
import { elementsOf } from "../../src/model/tensor-spec.ts";
import { newestWithPrefix } from "../engines/ort-node.ts";
import { RUNG_MODELS } from "./models.ts";

export interface LadderJob {
  readonly engine: LadderEngine;
  readonly threads: number;
  readonly rounds: number;
  /** Where the engine's profiler may write. */
  readonly folder: string;
}

/** The files that the engine's profiler wrote, in the order of the rungs; none of an engine that prints its profiles. */
export type LadderFiles = readonly string[];

/** Before the rounds, so that memory is there and code compiled. */
const WARMUP = 2;

/** One rung after the other: idle threads of another session would wait busily beside it. */
export async function run(job: LadderJob): Promise<LadderFiles> {
  const files: string[] = [];
  for (const rung of RUNGS) {
    const { session, feeds, prefix } = await openRung(rung, job);
    for (let round = 0; round < WARMUP + job.rounds; round++) await session.run(feeds);
    session.endProfiling();
    await session.release();
    if (job.engine === "onnxruntime-node") files.push(newestWithPrefix(prefix));
  }
  return files;
}

interface Open {
  readonly prefix: string;
  readonly session: InferenceSession;
  readonly feeds: Record<string, Tensor>;
}

async function openRung(rung: Rung, { engine, threads, folder }: LadderJob): Promise<Open> {
  const { graph, dims } = RUNG_MODELS[rung]();
  const ort = await engineOf(engine, threads);
  const prefix = join(folder, `ladder-${threads}-${rung}`);
  const session = await ort.InferenceSession.create(graph.encode(), {
    enableProfiling: true,
    ...(engine === "onnxruntime-web"
      ? { executionProviders: ["wasm"] }
      : {
          executionProviders: ["cpu"],
          profileFilePrefix: prefix,
          interOpNumThreads: 1,
          intraOpNumThreads: threads,
        }),
  });
  const length = elementsOf({ dims });
  const data = Float32Array.from({ length }, (_, i) => ((i * 7_919) % 1_000) / 1_000);
  return { prefix, session, feeds: { x: new ort.Tensor("float32", data, dims) } };
}

async function engineOf(engine: LadderEngine, threads: number) {
  if (engine === "onnxruntime-node") return import("onnxruntime-node");
  const ort = await import("onnxruntime-web");
  ort.env.logLevel = "error";
  ort.env.wasm.numThreads = threads;
  return ort;
}

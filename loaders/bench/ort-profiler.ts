import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { InferenceSession } from "onnxruntime-node";
import { quantile } from "simple-statistics";
import { ORT_PROFILER_NODE_US } from "../../src/model/traces/timeline/ort-notes.ts";
import { scratchFolder } from "../files/scratch.ts";
import { OnnxGraph } from "../models/onnx.ts";
import type { Figure } from "./figure.ts";

/** Two chains: what a run costs whatever its length falls out of their difference. */
const SHORT = 50;
const LONG = 550;
/** Runs with and without the profiler in turn, so that the machine's moods meet both alike. */
const ROUNDS = 400;
const WARM_UP = 40;

/** The stated cost is an order of magnitude: machines and releases differ. */
const WITHIN = 5;

/** What ONNX Runtime's profiler adds to each node that it records, on this machine. */
export const ortProfiler: Figure = {
  id: "ort-profiler",
  title: "what ONNX Runtime's profiler adds to a node",
  onlyByName: true,
  async measure() {
    const folder = mkdtempSync(join(scratchFolder(), "ort-profiler-"));
    try {
      const short = await addedUs(SHORT, folder);
      const long = await addedUs(LONG, folder);
      const added = (long.addedUs - short.addedUs) / (LONG - SHORT);
      const plain = (long.plainUs - short.plainUs) / (LONG - SHORT);
      return [
        {
          what: `added to a node of one float (${plain.toFixed(2)} µs without)`,
          value: `${added.toFixed(2)} µs, of which ${long.nodeUs.toFixed(2)} µs stand as its kernel's time`,
          bound: `${ORT_PROFILER_NODE_US} µs, within a factor of ${WITHIN}`,
          within: added > ORT_PROFILER_NODE_US / WITHIN && added < ORT_PROFILER_NODE_US * WITHIN,
        },
      ];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** Medians of a run's time, µs: without the profiler, what it adds, and a recorded node's own time. */
async function addedUs(nodes: number, folder: string) {
  const { InferenceSession, Tensor } = await import("onnxruntime-node");
  const model = chain(nodes);
  const options = {
    executionProviders: ["cpu"],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    // As many nodes as were written.
    graphOptimizationLevel: "disabled",
  } as const;
  const profileFilePrefix = join(folder, `chain-${nodes}`);
  const plain = await InferenceSession.create(model, options);
  const profiled = await InferenceSession.create(model, {
    ...options,
    enableProfiling: true,
    profileFilePrefix,
  });
  const feeds = { x: new Tensor("float32", Float32Array.of(0.5), [1]) };
  const plainUs: number[] = [];
  const differencesUs: number[] = [];
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const without = await timeUs(plain, feeds);
    const withProfiler = await timeUs(profiled, feeds);
    if (round < 0) continue;
    plainUs.push(without);
    differencesUs.push(withProfiler - without);
  }
  profiled.endProfiling();
  const file = readdirSync(folder).find((name) => name.startsWith(`chain-${nodes}`))!;
  const events = JSON.parse(readFileSync(join(folder, file), "utf8")) as {
    cat: string;
    name: string;
    dur: number;
  }[];
  const kernels = events.filter(({ cat, name }) => cat === "Node" && name.endsWith("_kernel_time"));
  await plain.release();
  await profiled.release();
  return {
    plainUs: quantile(plainUs, 0.5),
    addedUs: quantile(differencesUs, 0.5),
    nodeUs: kernels.reduce((sum, { dur }) => sum + dur, 0) / kernels.length,
  };
}

async function timeUs(session: InferenceSession, feeds: InferenceSession.FeedsType): Promise<number> {
  const startMs = performance.now();
  await session.run(feeds);
  return (performance.now() - startMs) * 1e3;
}

/** One operator after the other on a single number. */
function chain(nodes: number): Uint8Array {
  const graph = new OnnxGraph("chain");
  let x = graph.input("x", "float32", [1]);
  for (let node = 1; node < nodes; node++) x = graph.node("Neg", [x]);
  graph.node("Neg", [x], {}, "y");
  graph.output("y", [1]);
  return graph.encode();
}

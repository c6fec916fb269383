import { portolanHome } from "../paths.ts";
import { cWorker } from "../standalone/c-worker.ts";
import { probeRuntimes, setUpRuntimes } from "../standalone/runtimes.ts";
import { wasiNnModule } from "../standalone/wasi-nn-module.ts";
import { probePackages } from "./engines.ts";
import { nodeWasiCommand } from "./node-wasi.ts";
import type { Probe, Target } from "./target.ts";

const LENDER = new URL("../standalone/node_wasi_nn.mjs", import.meta.url).href;

export const target: Target = {
  id: "node-wasi-nn",
  title: "WASI-NN, onnxruntime",
  summary:
    "The same small Wasm module as wasi-nn in Node’s WASI, which lends it onnxruntime by the same calls (CPU, 1 thread).",
  port: "wasm",
  ...cWorker(({ artefacts }) => ({
    ...nodeWasiCommand(artefacts.module!, portolanHome()),
    env: { NODE_OPTIONS: "", PORTOLAN_LENDS: LENDER },
  })),
  standalone: { runtime: "node:wasi + onnxruntime", road: "host-engine" },
  setUp: setUpRuntimes,
  probe: async () => probeBoth(),
  prepare: async (workloadId) => ({ module: await wasiNnModule(workloadId) }),
};

function probeBoth(): Probe {
  const engine = probePackages("onnxruntime-node");
  const compiler = probeRuntimes("ziglang");
  if (!engine.available) return engine;
  return compiler.available
    ? { available: true, engines: { ...engine.engines, ...compiler.engines } }
    : compiler;
}

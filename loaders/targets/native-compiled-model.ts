import { buildWithModel } from "../standalone/build-worker.ts";
import { asProgram, cWorker } from "../standalone/c-worker.ts";
import { MODEL_COMPILER, probeRuntimes, setUpRuntimes } from "../standalone/runtimes.ts";
import type { Target } from "./target.ts";

/** The twin of what runtimes of Wasm host: the same C by the same compiler, so that Wasm's own cost can be told. */
export const target: Target = {
  id: "native-compiled-model",
  title: "Native, compiled model",
  summary:
    "C glue and the model as generated C, one native program (1 thread): what Wasm runtimes host, without Wasm.",
  port: "native",
  ...cWorker(asProgram),
  standalone: { runtime: "native", road: "compiled-model", ahead: true },
  setUp: setUpRuntimes,
  probe: async () => probeRuntimes(...MODEL_COMPILER),
  prepare: async (workloadId, staged) => ({ ...(await buildWithModel("native", workloadId, staged)) }),
};

import { fileURLToPath } from "node:url";
import { gluePath } from "../glue/sources.ts";
import { compiled, GLUE_FLAGS } from "./build-worker.ts";

const besideThis = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/**
 * The worker in C with a workload's glue, for a runtime that lends its engine: whichever it is, the module is the same.
 *
 * @throws Error with the compiler's own words
 */
export const wasiNnModule = (workloadId: string): Promise<string> =>
  compiled(`${workloadId}-wasi-nn`, "wasm", [
    [besideThis("worker.c"), ["-std=gnu11"]],
    [besideThis("engine_wasi_nn.c"), ["-std=gnu11"]],
    [gluePath(workloadId, "c"), GLUE_FLAGS],
  ]);

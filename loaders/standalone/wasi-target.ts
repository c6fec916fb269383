import { portolanHome } from "../paths.ts";
import type { Probe, Target } from "../targets/target.ts";
import { buildWithModel } from "./build-worker.ts";
import { cWorker } from "./c-worker.ts";
import { setUpRuntimes } from "./runtimes.ts";

export interface WasiRuntime {
  readonly id: string;
  readonly title: string;
  readonly runtime: string;
  /** What stands after “the model as generated C …”. */
  readonly summary: string;
  readonly ahead?: true;
  /** Of a runtime without SIMD, or to tell what SIMD is worth. */
  readonly scalar?: true;
  probe(): Promise<Probe>;
  /** What the runtime takes in place of the module, where that is compiled before. */
  compile?(module: string): Promise<string>;
  /** Starts the module; `home` is the one folder that it may see, under the same name. */
  command(module: string, home: string): { readonly file: string; readonly args: readonly string[] };
}

/** A runtime of Wasm that hosts the worker in C, the workload's glue and its model, as one WASI program. */
export function wasiTarget({ id, title, runtime, summary, ahead, scalar, ...rest }: WasiRuntime): Target {
  return {
    id,
    title,
    summary: `C glue and the model as generated C, one Wasm module (${scalar ? "no SIMD" : "SIMD"}, 1 thread) ${summary}.`,
    port: "wasm",
    ...cWorker(({ artefacts }) => rest.command(artefacts.module!, portolanHome())),
    standalone: {
      ...{ runtime, road: "compiled-model" },
      ...(ahead ? { ahead } : {}),
      ...(scalar ? { scalar } : {}),
    },
    setUp: setUpRuntimes,
    probe: rest.probe,
    prepare: async (workloadId, staged) => {
      const { program, ...weights } = await buildWithModel(
        scalar ? "wasm-scalar" : "wasm",
        workloadId,
        staged,
      );
      const module = (await rest.compile?.(program)) ?? program;
      return { module, ...weights };
    },
  };
}

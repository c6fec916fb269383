import { isModelAlone } from "../../src/model/model-alone/name.ts";
import { portolanHome } from "../paths.ts";
import type { Probe, Target } from "../targets/target.ts";
import type { Job } from "../worker/job.ts";
import { workloadById } from "../workloads/index.ts";
import { hasSteps } from "../workloads/workload.ts";
import { buildWithModel } from "./build-worker.ts";
import { setUpRuntimes } from "./runtimes.ts";

/** Why a workload's model cannot be compiled into a program; null where it can. */
export function whyNotCompiled(workloadId: string): string | null {
  if (isModelAlone(workloadId)) return "a model alone is not compiled into a program yet";
  const workload = workloadById(workloadId);
  if (hasSteps(workload))
    return "its tensors change their shapes from call to call, and C that is generated from a model has fixed ones";
  return workload.decode === undefined ? null : "its worker has nothing that decodes pictures";
}

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
    course: "port",
    reach: ["edge", "server"],
    threads: 1,
    glue: "compiled",
    standalone: {
      ...{ runtime, road: "compiled-model" },
      ...(ahead ? { ahead } : {}),
      ...(scalar ? { scalar } : {}),
    },
    host: {
      kind: "process",
      speaks: "plain-text",
      command: ({ artefacts }: Job) => rest.command(artefacts.module!, portolanHome()),
    },
    setUp: setUpRuntimes,
    probe: rest.probe,
    skips: whyNotCompiled,
    prepare: async (workloadId, staged) => {
      const { program, weights } = await buildWithModel(scalar ? "wasm-scalar" : "wasm", workloadId, staged);
      const module = (await rest.compile?.(program)) ?? program;
      return { module, ...(weights === null ? {} : { weights }) };
    },
  };
}

/** A model's first run, in a process of its own: what its outputs are like, which a file need not say. */
import { readFileSync } from "node:fs";
import { writeLayout } from "../../src/model/model-alone/layout.ts";
import type { TensorSpec } from "../../src/model/tensor-spec.ts";
import { createGlue } from "../workloads/model-alone/glue.ts";

export interface RunOnceJob {
  readonly modelPath: string;
  readonly requestPath: string;
  readonly inputs: readonly TensorSpec[];
  /** Runs in the native engine where there is one, which knows every operator; else in Wasm. */
  readonly native: boolean;
}

export type RunOnceResult = readonly TensorSpec[];

export async function run({ modelPath, requestPath, inputs, native }: RunOnceJob): Promise<RunOnceResult> {
  const ort = native
    ? ((await import("onnxruntime-node")) as unknown as typeof import("onnxruntime-web"))
    : await import("onnxruntime-web");
  ort.env.logLevel = "error";
  const session = native
    ? await ort.InferenceSession.create(modelPath)
    : await ort.InferenceSession.create(readFileSync(modelPath), { executionProviders: ["wasm"] });
  // A copy begins where any array may.
  const tensors = createGlue(writeLayout(inputs)).preprocess(new Uint8Array(readFileSync(requestPath)));
  const feeds = Object.fromEntries(
    inputs.map(({ name, type, dims }, i) => [
      session.inputNames[i] ?? name,
      new ort.Tensor(type, tensors[i] as never, dims),
    ]),
  );
  const results = await session.run(feeds);
  return session.outputNames.map((name) => {
    const { dims } = results[name]!;
    return { name, type: "float32", dims: [...dims] };
  });
}

/** A model's first run, in a process of its own: what its outputs are like, which a file need not say. */
import { readFileSync } from "node:fs";
import { readLayout } from "../../src/model/model-alone/layout.ts";
import type { TensorSpec } from "../../src/model/tensor-spec.ts";
import { arrayAt, elementsOf } from "../../src/model/tensor-spec.ts";

export interface RunOnceJob {
  readonly modelPath: string;
  readonly requestPath: string;
  readonly layout: readonly number[];
  readonly inputs: readonly TensorSpec[];
  /** Runs in the native engine where there is one, which knows every operator; else in Wasm. */
  readonly native: boolean;
}

export type RunOnceResult = readonly TensorSpec[];

export async function run({
  modelPath,
  requestPath,
  layout,
  inputs,
  native,
}: RunOnceJob): Promise<RunOnceResult> {
  const ort = native
    ? ((await import("onnxruntime-node")) as unknown as typeof import("onnxruntime-web"))
    : await import("onnxruntime-web");
  ort.env.logLevel = "error";
  const session = native
    ? await ort.InferenceSession.create(modelPath)
    : await ort.InferenceSession.create(readFileSync(modelPath), { executionProviders: ["wasm"] });
  const request = readFileSync(requestPath);
  const places = readLayout(Uint8Array.from(layout));
  const feeds = Object.fromEntries(
    inputs.map((spec, i) => {
      const own = Uint8Array.prototype.slice.call(request, places[i]!.at).buffer as ArrayBuffer;
      const data = arrayAt(spec.type, own, 0, elementsOf(spec));
      return [session.inputNames[i] ?? spec.name, new ort.Tensor(spec.type, data as never, spec.dims)];
    }),
  );
  const results = await session.run(feeds);
  return session.outputNames.map((name) => {
    const { dims } = results[name]!;
    return { name, type: "float32", dims: [...dims] };
  });
}

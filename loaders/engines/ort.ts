import type { InferenceSession, Tensor as OrtTensor } from "onnxruntime-web";
import type { Job } from "../worker/job.ts";
import type { Session } from "./engine.ts";

/** Both packages' tensors are onnxruntime-common's. */
type TensorConstructor = new (
  type: "float32" | "int64",
  data: Float32Array | BigInt64Array,
  dims: readonly number[],
) => OrtTensor;

/** The part that onnxruntime-web and onnxruntime-node have in common: naming and shaping of tensors. */
export function ortSession(
  job: Job,
  session: InferenceSession,
  Tensor: TensorConstructor,
  profilePath: () => string | null,
): Session {
  const specs = job.inputs.map((spec, i) => ({ ...spec, feed: session.inputNames[i] ?? spec.name }));
  const outputNames = session.outputNames.slice(0, job.outputs.length);
  if (session.inputNames.length !== specs.length || outputNames.length !== job.outputs.length) {
    throw new Error(
      `the model has inputs [${session.inputNames}] and outputs [${session.outputNames}]; workload ` +
        `"${job.workload}" needs inputs [${job.inputs.map((s) => s.name)}] and outputs ` +
        `[${job.outputs.map((s) => s.name)}]`,
    );
  }
  return {
    async run(inputs) {
      const feeds: Record<string, OrtTensor> = {};
      for (const [i, { feed, type, dims }] of specs.entries())
        feeds[feed] = new Tensor(type, inputs[i]!, dims);
      // By name, as in Python: an output that the workload does not ask for is not copied out of the engine.
      const results = await session.run(feeds, outputNames);
      return outputNames.map((name) => results[name]!.data as Float32Array);
    },
    release: () => session.release(),
    async endProfile() {
      session.endProfiling();
      return profilePath();
    },
  };
}

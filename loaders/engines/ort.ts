import type { InferenceSession, Tensor as OrtTensor } from "onnxruntime-web";
import type { TensorArray, TensorType } from "../../src/model/tensor-spec.ts";
import type { SessionContext } from "../worker/main.ts";
import type { Session } from "./engine.ts";

/** Both packages' tensors are onnxruntime-common's. */
type TensorConstructor = new (type: TensorType, data: TensorArray, dims: readonly number[]) => OrtTensor;

/** The part that onnxruntime-web and onnxruntime-node have in common: naming and shaping of tensors. */
export function ortSession(
  { job, model }: Pick<SessionContext, "job" | "model">,
  session: InferenceSession,
  Tensor: TensorConstructor,
  profilePath: () => string | null,
): Session {
  const specs = model.inputs.map((spec, i) => ({ ...spec, feed: session.inputNames[i] ?? spec.name }));
  const outputNames = session.outputNames.slice(0, model.outputs.length);
  if (session.inputNames.length !== specs.length || outputNames.length !== model.outputs.length) {
    const named = job.models.length > 1 ? `the model "${model.name}"` : "the model";
    throw new Error(
      `${named} has inputs [${session.inputNames}] and outputs [${session.outputNames}]; workload ` +
        `"${job.workload}" needs inputs [${model.inputs.map((s) => s.name)}] and outputs ` +
        `[${model.outputs.map((s) => s.name)}]`,
    );
  }
  return {
    async run(inputs) {
      const feeds: Record<string, OrtTensor> = {};
      for (const [i, { feed, type }] of specs.entries())
        feeds[feed] = new Tensor(type, inputs[i]!.data, inputs[i]!.dims);
      // By name, as in Python: an output that the workload does not ask for is not copied out of the engine.
      const results = await session.run(feeds, outputNames);
      return outputNames.map((name) => floatsOf(results[name]!));
    },
    release: () => session.release(),
    async endProfile() {
      session.endProfiling();
      return profilePath();
    },
  };
}

/** What is no float32 is made so for the comparison of outputs: a few labels or lengths, as a rule. */
function floatsOf({ type, data }: OrtTensor): Float32Array {
  if (type === "float32") return data as Float32Array;
  if (type === "float16" && data instanceof Uint16Array) return Float32Array.from(data, float16Of);
  return Float32Array.from(data as ArrayLike<number | bigint>, Number);
}

/** The number that 16 bits stand for (IEEE 754, binary16). */
export function float16Of(bits: number): number {
  const [sign, exponent, fraction] = [bits & 0x8000 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

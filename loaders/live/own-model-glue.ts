/** Glue for a model that a reader brings: the request holds the model's inputs as they are, and nothing is made of its outputs. */
import { bytesOf, type CreateGlue, type TensorSpec } from "../workloads/workload.ts";

/** The assets are the inputs' specification, as JSON. */
export const createGlue: CreateGlue = (assets) => {
  const specs = JSON.parse(new TextDecoder().decode(assets)) as readonly TensorSpec[];
  return {
    preprocess(payload) {
      let at = 0;
      return specs.map((spec) => {
        const bytes = payload.slice(at, at + bytesOf(spec)).buffer;
        at += bytesOf(spec);
        return spec.type === "int64" ? new BigInt64Array(bytes) : new Float32Array(bytes);
      });
    },
    postprocess(outputs) {
      const all = new Float32Array(outputs.reduce((sum, { length }) => sum + length, 0));
      let at = 0;
      for (const output of outputs) {
        all.set(Float32Array.from(output, Number), at);
        at += output.length;
      }
      return all;
    },
  };
};

/** Glue of a model alone: the request holds the model's inputs as they are, and nothing is made of its outputs. */
import { readLayout } from "../../../src/model/model-alone/layout.ts";
import { arrayAt } from "../../../src/model/tensor-spec.ts";
import type { CallGlue, CreateGlue } from "../workload.ts";

/** The assets are the inputs' layout. */
export const createGlue: CreateGlue<CallGlue> = (assets) => {
  const places = readLayout(assets);
  return {
    preprocess(payload) {
      return places.map(({ at, type, elements }) =>
        arrayAt(type, payload.buffer, payload.byteOffset + at, elements),
      );
    },
    postprocess(outputs) {
      const [only] = outputs;
      if (outputs.length === 1) return only!;
      const all = new Float32Array(outputs.reduce((sum, { length }) => sum + length, 0));
      let at = 0;
      for (const output of outputs) {
        all.set(output, at);
        at += output.length;
      }
      return all;
    },
  };
};

import type { CreateGlue, StepGlue } from "../../workload.ts";

/** Glue of this workload, as spec.md says: for JavaScript, in Node and in a browser. */
export const createGlue: CreateGlue<StepGlue> = (_assets) => ({
  *serve(payload) {
    const best: number[] = [];
    const scores: number[] = [];
    for (const line of new TextDecoder().decode(payload).trim().split("\n")) {
      const row = Float32Array.from(line.trim().split(/\s+/), Number);
      if (row.length !== 4 || !row.every(Number.isFinite))
        throw new Error(`expected four numbers in a row, found ${JSON.stringify(line)}`);
      // Each `yield` is a call of a model, and gives its outputs, flat.
      const [values] = yield { model: "score", inputs: [{ data: row, dims: [1, 4] }] };
      const largest = Math.max(...values!);
      best.push(values!.indexOf(largest));
      scores.push(largest);
    }
    return new TextEncoder().encode(JSON.stringify({ best, scores }));
  },
});

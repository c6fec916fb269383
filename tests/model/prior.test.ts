import { describe, expect, it } from "vitest";
import { priorsFor } from "../../src/model/prior.ts";

describe("the prior of a bucket", () => {
  it("speaks of Wasm, native code and a GPU, each with a reason and a source", () => {
    for (const bucket of ["interpreter", "compute", "io"] as const) {
      const priors = priorsFor(bucket);
      expect(priors.map(({ port }) => port)).toEqual(["wasm", "native", "gpu"]);
      for (const { reason, source, prediction, consistentWith } of priors) {
        expect(reason).toMatch(/\.$/);
        expect(source).toContain("How WebAssembly Works for ML Inference");
        expect(consistentWith).toContain(prediction);
      }
    }
  });

  it("is the seed's table", () => {
    const said = (bucket: Parameters<typeof priorsFor>[0]) =>
      priorsFor(bucket).map(({ prediction }) => prediction);
    expect(said("interpreter")).toEqual(["helps", "helps", "nothing"]);
    expect(said("compute")).toEqual(["nothing", "nothing", "helps"]);
    expect(said("io")).toEqual(["worse", "nothing", "worse"]);
  });
});

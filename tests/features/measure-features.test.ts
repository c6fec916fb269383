import { availableParallelism } from "node:os";
import { describe, expect, it } from "vitest";
import { detectFeatures } from "../../loaders/features/detect.ts";
import { measureFeatures } from "../../loaders/features/measure-features.ts";
import { featuresRowSchema } from "../../src/model/run-file.ts";
import { variantTimes } from "../../src/report/features.ts";
import { lendCache, temporaryHome } from "../fixtures/temporary-folder.ts";

lendCache(temporaryHome());

/** Of each kind one, but for what a slow compiler makes. */
const SOME = ["js-interpreter", "js", "wasm-simd", "wasm-simd-threads", "native-scalar"] as const;

describe("the variants in Node, measured", () => {
  it("are each measured or missing with a reason, agree, and tell orders of magnitude apart", async () => {
    const row = await measureFeatures({
      host: "node",
      effort: "quick",
      signal: new AbortController().signal,
      variants: SOME,
    });
    expect(featuresRowSchema.safeParse(row).error).toBeUndefined();
    const known = [...row.kernels, ...row.missing].map(({ variant }) => variant);
    expect(SOME.filter((variant) => !known.includes(variant))).toEqual([]);
    expect(row.missing.map(({ reason }) => reason)).not.toContain("it answers otherwise than JavaScript");
    const times = variantTimes(row, "matmul");
    const of = (id: string) => times.find(({ variant }) => variant === id)!.ms;
    // Two threads on one core would only share it, and are missing then; the answers agree, or it would be set aside.
    const shared = row.kernels.filter(({ variant }) => variant === "wasm-simd-threads");
    if (availableParallelism() > 1 && shared.length > 0)
      expect(shared).toMatchObject([{ kernel: "matmul", threads: expect.any(Number) }]);
    expect(of("js-interpreter")).toBeGreaterThan(3 * of("js"));
  });
});

describe("what this engine has of Wasm", () => {
  it("is found by modules that need it: SIMD, bulk memory and threads are in every Node that is supported", () => {
    expect(detectFeatures()).toMatchObject({
      simd: true,
      "bulk-memory": true,
      threads: true,
      "shared-memory": true,
    });
  });
});

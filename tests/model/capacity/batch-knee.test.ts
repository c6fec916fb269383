import { describe, expect, it } from "vitest";
import { batchCurve } from "../../../src/model/capacity/batch-curve.ts";
import { batchKnee } from "../../../src/model/capacity/batch-knee.ts";

/** Calls of a fixed part and one for each request. */
const curve = (fixedMs: number, eachMs: number, sizes = [1, 2, 4, 8, 16, 32, 64]) =>
  batchCurve(sizes.map((batch) => ({ batch, roundMs: [1, 1, 1].map(() => fixedMs + eachMs * batch) })))!;

describe("the knee of a batch", () => {
  it("lies where requests take as long as the call's fixed part, at half of the most throughput", () => {
    const knee = batchKnee(curve(16, 1));
    expect(knee).toMatchObject({ batch: 16, ms: 32, isLast: false });
    // Endless company would bring 1,000 a second; one by one there are 1,000 / 17.
    expect(knee.perSecond).toBeCloseTo(500);
    expect(knee.gain).toBeCloseTo(500 / (1_000 / 17));
  });

  it("is one request where company only waits, and the last where it was not reached", () => {
    expect(batchKnee(curve(0, 3))).toMatchObject({ batch: 1, gain: 1, isLast: false });
    expect(batchKnee(curve(10_000, 1))).toMatchObject({ batch: 64, isLast: true });
  });
});

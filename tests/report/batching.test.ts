import { describe, expect, it } from "vitest";
import { batchCurve } from "../../src/model/capacity/batch-curve.ts";
import { decide } from "../../src/model/decision/decide.ts";
import { exactly } from "../../src/model/scenario/range.ts";
import { batchNote } from "../../src/report/batching.ts";
import { reasonOf } from "../../src/report/decision-sentences.ts";
import { evidence, grounds, scenarioWith } from "../model/decision/evidence.ts";

const curve = batchCurve([1, 4, 16].map((batch) => ({ batch, roundMs: [4 + batch] })))!;
const fast = evidence("native", 6, { batches: { curve, glueMs: 1, wallMs: 6 } });
const python = evidence("python", 50);

function decided(windowMs: number, targets = [python, fast]) {
  const scenario = scenarioWith({
    platforms: ["ec2-c7i.large"],
    requestsPerMonth: exactly(1e10),
    batchWindowMs: exactly(windowMs),
  });
  return decide(grounds(targets, scenario), scenario, { draws: 40 });
}

describe("what is said of batches", () => {
  it("is the assumption of one by one, where more is known", () => {
    expect(batchNote(decided(0))).toContain("the batch window is 0. Batches of native were measured");
    expect(reasonOf(decided(0))).not.toContain("batches");
  });

  it("is the window, the size at the peak, and whose batches nobody measured", () => {
    const note = batchNote(decided(10));
    expect(note).toMatch(/for 10(?:\.0)? ms at most.*native on EC2 c7i\.large in batches of about \d/);
    expect(note).toContain("measured to 16");
    expect(note).toContain("python: no batch was measured");
    expect(reasonOf(decided(10))).toMatch(/in batches of about [\d.]+ at your peak/);
  });

  it("is nothing where nobody asks and nothing is known, and that the window is idle where it is", () => {
    expect(batchNote(decided(0, [python]))).toBeNull();
    expect(batchNote(decided(10, [python]))).toContain("changes nothing");
  });
});

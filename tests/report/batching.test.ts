import { describe, expect, it } from "vitest";
import { batchCurve } from "../../src/model/capacity/batch-curve.ts";
import { batchView } from "../../src/model/decision/batch-view.ts";
import { decide } from "../../src/model/decision/decide.ts";
import { exactly } from "../../src/model/scenario/range.ts";
import {
  BATCH_COLUMNS,
  batchCaption,
  batchNote,
  batchRow,
  batchTitle,
  unmeasuredBatches,
} from "../../src/report/batching.ts";
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

describe("the chart of batches", () => {
  const view = (p99SloMs: number) => {
    const { scenario } = decided(0);
    const asked = { ...scenario, p99SloMs };
    return batchView(grounds([python, fast], asked), asked, "native@ec2-c7i.large")!;
  };

  it("says what company saves, and where it saves nothing", () => {
    expect(batchTitle(view(300))).toMatch(
      /^In batches of \d+ at most, (?:with no request held|each held for up to .+), your peak takes [\d,]+ servers? instead of [\d,]+$/,
    );
    expect(batchTitle(view(1))).toBe("No window and no batch keeps the p99 limit at your peak");
  });

  it("has a row for each choice, the first one by one, and says that the answer above holds nobody", () => {
    const shown = view(300);
    const rows = shown.choices.map((choice) => batchRow(shown, choice));
    expect(rows[0]).toEqual(["one by one", "none", "1", ...rows[0]!.slice(3)]);
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([BATCH_COLUMNS.length]));
    expect(batchCaption(shown)).toContain("takes requests one by one");
  });

  it("names the command where nothing was measured", () => {
    expect(unmeasuredBatches({ kind: "measured", id: "read-text" })).toContain(
      "--batches --workload read-text",
    );
    expect(unmeasuredBatches({ kind: "profiled", id: "mine" })).not.toContain("mine");
  });
});

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

import { describe, expect, it } from "vitest";
import { workloadView } from "../../src/components/workload/view.ts";
import { DEFAULT_INPUTS } from "../../src/model/advice.ts";
import { SHIPPED_BOOK } from "../../src/model/prices/shipped-book.ts";
import type { RuleVerdict } from "../../src/model/rules.ts";
import type { MeasuredSummary } from "../../src/model/summary.ts";
import {
  bucketFinding,
  coldFinding,
  costFinding,
  latencyFinding,
  memoryFinding,
  ruleFinding,
} from "../../src/report/workload.ts";
import { cell, ratioOf, target, workload } from "../model/cells.ts";

const MIB = 1024 * 1024;
const summary = {
  state: "measured",
  targets: [target("python", "stay"), { ...target("native-2", "native"), title: "Native, 2 threads" }],
  workloads: [
    workload("python", [
      cell("python", 100),
      cell("native-2", 20, { ratio: ratioOf(0.2), peakRssBytes: 100 * MIB, quantilesMs: [10, 20, 40] }),
    ]),
  ],
} as unknown as MeasuredSummary;
const view = workloadView(summary, "score", DEFAULT_INPUTS, SHIPPED_BOOK)!;

describe("the findings of a workload", () => {
  it("set a title that has a comma in quotation marks", () => {
    expect(bucketFinding(view.options, view.baseline)).toBe(
      "60 % of today’s 100 ms is interpreter glue; “Native, 2 threads”, the fastest target, takes it from 60 ms to 12 ms.",
    );
    expect(latencyFinding(view.options)).toBe(
      "From 20.0 ms on “Native, 2 threads” to 100 ms on python at the median; “Native, 2 threads” varies most, 4-fold.",
    );
    expect(memoryFinding(view.options)).toBe(
      "“Native, 2 threads” needs least, 100 MiB; python most, 200 MiB.",
    );
    expect(coldFinding(view.options)).toContain(
      "“Native, 2 threads” is ready first, after 120 ms; python takes 200 ms",
    );
    expect(costFinding(view.options)).toMatch(
      /^“Native, 2 threads” is cheapest, \$0\.0\d+ per 1,000 requests; python costs/,
    );
  });

  it("say so when nothing was measured", () => {
    for (const finding of [latencyFinding, coldFinding]) expect(finding([])).toBe("No target was measured.");
    expect(costFinding([])).toBe("Nothing is billed under these conditions.");
  });

  it("are absent for a workload that the run does not hold", () => {
    expect(workloadView(summary, "other", DEFAULT_INPUTS, SHIPPED_BOOK)).toBeNull();
    expect(
      workloadView({ state: "empty", command: "npm start" }, "score", DEFAULT_INPUTS, SHIPPED_BOOK),
    ).toBeNull();
  });
});

describe("the rule's finding", () => {
  const verdicts = (...agrees: (boolean | null)[]) =>
    agrees.map((value) => ({ agrees: value }) as RuleVerdict);

  it("counts only what the measurements decide", () => {
    expect(ruleFinding(verdicts(true, true))).toBe(
      "The rule holds in all two cases that the measurements decide.",
    );
    expect(ruleFinding(verdicts(true, false, null))).toBe(
      "The rule holds in one of two cases that the measurements decide. One more is undecided.",
    );
    expect(ruleFinding(verdicts(false, false))).toBe(
      "The rule holds in none of the two cases that the measurements decide.",
    );
    expect(ruleFinding(verdicts(null))).toBe("The measurements decide none of the rule’s predictions.");
  });
});

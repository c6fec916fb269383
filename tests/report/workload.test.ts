import { describe, expect, it } from "vitest";
import { workloadView } from "../../src/components/workload/view.ts";
import { decideAbout, measuredSubjects } from "../../src/model/decision/subject.ts";
import { SHIPPED_BOOK } from "../../src/model/prices/shipped-book.ts";
import type { RuleVerdict } from "../../src/model/rules.ts";
import { DEFAULT_SCENARIO } from "../../src/model/scenario/scenario.ts";
import type { MeasuredSummary } from "../../src/model/summary.ts";
import { costOfTargets } from "../../src/report/cost-of-targets.ts";
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
const view = workloadView(summary, "score")!;

describe("the findings of a workload", () => {
  it("set a title that has a comma in quotation marks", () => {
    expect(bucketFinding(view.measured, view.baseline)).toBe(
      "60 % of today’s 100 ms is interpreter glue; “Native, 2 threads”, the fastest target, takes it from 60 ms to 12 ms.",
    );
    expect(latencyFinding(view.measured)).toBe(
      "From 20.0 ms on “Native, 2 threads” to 100 ms on python at the median; “Native, 2 threads” varies most, 4-fold.",
    );
    expect(memoryFinding(view.measured)).toBe(
      "“Native, 2 threads” needs least, 100 MiB; python most, 200 MiB.",
    );
    expect(coldFinding(view.measured)).toContain(
      "“Native, 2 threads” is ready first, after 120 ms; python takes 200 ms",
    );
  });

  it("tell the lowest and the highest bill", () => {
    const [found] = measuredSubjects(summary).map((subject) =>
      decideAbout(subject, SHIPPED_BOOK, { ...DEFAULT_SCENARIO, platforms: ["lambda-x86"] }),
    );
    const rows = found!.state === "decided" ? costOfTargets(found!.advice) : [];
    expect(costFinding(rows)).toMatch(
      /^“Native, 2 threads” has the lowest bill, \$0\.0\d+ per 1,000 requests; python the highest, \d\.\d times that\.$/,
    );
    const { bill, per1000Usd } = rows[0]!;
    const [line] = bill.lines.filter(({ label }) => label === "Requests");
    expect(per1000Usd).toBeCloseTo((1000 * bill.totalUsd) / line!.quantity, 9);
  });

  it("say so when nothing was measured", () => {
    for (const finding of [latencyFinding, coldFinding]) expect(finding([])).toBe("No target was measured.");
    expect(costFinding([])).toBe("Nothing is billed under these conditions.");
  });

  it("are absent for a workload that the run does not hold", () => {
    expect(workloadView(summary, "other")).toBeNull();
    expect(workloadView({ state: "empty", command: "npm start" }, "score")).toBeNull();
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

import { describe, expect, it } from "vitest";
import { compareRuns, type RunComparison } from "../../src/model/runs/compare-runs.ts";
import {
  comparisonFinding,
  comparisonJson,
  comparisonMarkdown,
  confidenceText,
  leftOutTexts,
} from "../../src/report/runs/compare-runs.ts";
import { header, target } from "../fixtures/run.ts";
import { digestOn, type Level } from "../fixtures/runs-apart.ts";

const BEFORE: readonly Level[] = [
  { target: "python", ms: 10, twin: 1.01 },
  { target: "js", ms: 5 },
];
const AFTER: readonly Level[] = [
  { target: "python", ms: 10 },
  { target: "js", ms: 10 },
];

const compared = (...args: Parameters<typeof compareRuns>) => compareRuns(...args) as RunComparison;

describe("what is said of two runs", () => {
  it("counts verdicts, worst first, with how much it is", () => {
    const comparison = compared(digestOn(1, BEFORE), digestOn(2, AFTER));
    expect(comparisonFinding(comparison)).toBe(
      "Of two cells that both runs measured, one is slower in B (2×) and one shows no difference beyond noise.",
    );
    expect(confidenceText(comparison)).toContain("interval of 99 %");
  });

  it("names what stands without a comparison, once for workloads that lack the same", () => {
    const workloads = ["Embed text", "Read text"].map((title, i) => ({
      ...header().workloads[0]!,
      id: `w${i}`,
      title,
    }));
    const levels = (targets: readonly string[]) =>
      workloads.flatMap(({ id }) => targets.map((one) => ({ workload: id, target: one, ms: 5 })));
    const over = { workloads, targets: ["python", "js", "native"].map((id) => target(id)) };
    const comparison = compared(
      digestOn(1, levels(["python"]), over),
      digestOn(2, levels(["python", "js", "native"]), over),
    );
    expect(leftOutTexts(comparison)).toEqual([
      "Not measured in A: js and native (Embed text and Read text).",
    ]);
  });

  it("writes Markdown with the cells, the conditions and the warnings", () => {
    const environment = { ...header().environment, machineId: "other", kernel: "6.1" };
    const markdown = comparisonMarkdown(compared(digestOn(1, BEFORE), digestOn(2, AFTER, { environment })));
    expect(markdown).toContain("| Embed text | js | 5.00 ms | 10.0 ms | 2.00× | ");
    expect(markdown).toContain("| Kernel | 6.0 | 6.1 |");
    expect(markdown).toContain("a difference is theirs, and not the code's");
  });

  it("gives a program the heads of the runs and not all that they hold", () => {
    const json = comparisonJson(compared(digestOn(1, BEFORE), digestOn(2, AFTER)));
    expect(json).toMatchObject({
      a: { runId: "20260101T030405Z-quick-1" },
      cells: [{ target: "python" }, {}],
    });
    expect(Object.keys(json.b)).not.toContain("cells");
  });
});

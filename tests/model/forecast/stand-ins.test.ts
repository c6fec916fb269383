import { describe, expect, it } from "vitest";
import { evidenceOf } from "../../../src/model/decision/evidence.ts";
import { NOT_PROVIDED, withStandIns } from "../../../src/model/forecast/stand-ins.ts";
import type { MeasuredSummary, UnmeasuredCell } from "../../../src/model/summary.ts";
import { summaryOf } from "./measured-summary.ts";

/** The run, with one target of one workload not measured. */
function lacking(target: string, reason: string): MeasuredSummary {
  const summary = summaryOf();
  const [own, ...others] = summary.workloads;
  const absent: UnmeasuredCell = { state: "skipped", target, reason, enable: null };
  const cells = own!.cells.map((cell) => (cell.target === target ? absent : cell));
  return { ...summary, workloads: [{ ...own!, cells }, ...others] };
}

const NO_C = `${NOT_PROVIDED}the workload has no glue in C (glue.c)`;

describe("a target whose code a workload does not provide", () => {
  it("is forecast from today's program and the run's other workloads, and says so", () => {
    const summary = lacking("native", NO_C);
    const whole = summaryOf().workloads[0]!.cells.find(({ target }) => target === "native")!;
    const standIn = withStandIns(summary.workloads[0]!, summary);
    const cell = standIn.cells.find(({ target }) => target === "native")!;
    if (cell.state !== "measured" || whole.state !== "measured") throw new Error("no cell");
    expect(cell.processes).toBe(0);
    expect(cell.p50Ms.low).toBeLessThan(cell.p50Ms.value);
    // The other workloads tell nearly all: it comes near what was measured.
    expect(cell.p50Ms.value / whole.p50Ms.value).toBeGreaterThan(0.8);
    expect(cell.p50Ms.value / whole.p50Ms.value).toBeLessThan(1.25);
    const found = evidenceOf(standIn, summary.targets);
    if (found.state === "missing") throw new Error(found.reason);
    const basis = Object.fromEntries(found.evidence.targets.map(({ target, basis }) => [target, basis]));
    expect(basis).toEqual({ python: "measured", wasm: "measured", native: "forecast" });
  });

  it("stays without numbers where it was not measured for another reason", () => {
    const summary = lacking("native", "no C compiler");
    expect(withStandIns(summary.workloads[0]!, summary)).toBe(summary.workloads[0]);
  });

  it("stays without numbers where no other workload could tell", () => {
    const summary = lacking("native", NO_C);
    const alone = { ...summary, workloads: summary.workloads.slice(0, 1) };
    expect(withStandIns(alone.workloads[0]!, alone)).toBe(alone.workloads[0]);
  });
});

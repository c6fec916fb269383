import { describe, expect, it } from "vitest";
import { planSlots, type Slot } from "../../loaders/harness/plan.ts";
import { Schedule } from "../../loaders/harness/schedule.ts";
import type { OutcomeRow, TargetRecord } from "../../src/model/run-file.ts";
import { header, outcomeRow, target } from "../fixtures/run.ts";

// Three processes, two for cells whose process takes more than 2 s.
const head = header();
const slots = planSlots({
  seed: 1,
  cells: ["python", "js"].map((target) => ({ workload: "embed-text", target, processes: 3 })),
  aaTarget: null,
});
const outcome = (slot: Slot, elapsedMs: number, state: OutcomeRow["state"] = "ok") =>
  outcomeRow({ ...slot, elapsedMs, state });
const known = (...rows: OutcomeRow[]) => new Map(rows.map((row) => [row.process, row]));

/** Runs the schedule to its end; returns the processes in order. */
function runAll(schedule: Schedule, elapsedMs: (slot: Slot) => number): string[] {
  const ran: string[] = [];
  for (let slot = schedule.next(); slot; slot = schedule.next()) {
    ran.push(slot.process);
    schedule.finished(slot, outcome(slot, elapsedMs(slot)));
  }
  return ran;
}

describe("the schedule", () => {
  it("runs the whole plan in order when every cell is quick", () => {
    expect(runAll(new Schedule(slots, new Map(), head), () => 100)).toEqual(slots.map((s) => s.process));
  });

  it("gives a slow cell fewer processes and leaves the others alone", () => {
    const ran = runAll(new Schedule(slots, new Map(), head), (slot) =>
      slot.target === "python" ? 2_500 : 100,
    );
    const of = (target: string) => ran.filter((process) => process.includes(`/${target}/`)).length;
    expect([of("python"), of("js")]).toEqual([2, 3]);
  });

  it("takes no cell for slow that only its first process, which is asked more, was slow at", () => {
    const ran = runAll(new Schedule(slots, new Map(), head), ({ replicate }) =>
      replicate === 0 ? 9_000 : 100,
    );
    expect(ran).toHaveLength(slots.length);
  });

  it("tries an imitated GPU on one workload after another until one works", () => {
    const adapter = { name: "SwiftShader", software: true };
    const cells = ["small", "middle", "large"].map((workload) => ({
      ...{ workload, target: "gpu", processes: 1, isProof: true },
    }));
    const imitated = planSlots({ seed: 1, cells, aaTarget: "gpu" });
    expect(imitated.map(({ workload, arm }) => [workload, arm])).toEqual([
      ["small", "wall"],
      ["middle", "wall"],
      ["large", "wall"],
    ]);
    const schedule = new Schedule(imitated, new Map(), {
      ...head,
      targets: [{ ...target("gpu"), adapter } as TargetRecord],
    });
    schedule.finished(schedule.next()!, outcome(schedule.next()!, 2_000, "crash"));
    schedule.finished(schedule.next()!, outcome(schedule.next()!, 5_000));
    expect(schedule.pending()).toEqual([]);
  });

  it("drops a cell that timed out: its replicates would as well", () => {
    const schedule = new Schedule(slots, new Map(), head);
    const first = schedule.next()!;
    schedule.finished(first, outcome(first, 60_000, "timeout"));
    expect(schedule.pending().map((s) => s.target)).toEqual(
      Array(3).fill(first.target === "js" ? "python" : "js"),
    );
  });

  it("drops a cell that timed out before an interruption as well", () => {
    const first = slots[0]!;
    const schedule = new Schedule(slots, known(outcome(first, 60_000, "timeout")), head);
    expect(schedule.pending().filter((s) => s.target === first.target)).toEqual([]);
  });

  it("tries again after a crash, which may be bad luck", () => {
    const schedule = new Schedule(slots, new Map(), head);
    const first = schedule.next()!;
    schedule.finished(first, outcome(first, 100, "crash"));
    expect(schedule.pending()).toHaveLength(slots.length - 1);
  });

  it("skips what is known, and expects of the rest what it took", () => {
    const rows = slots.slice(0, 2).map((slot) => outcome(slot, slot.target === "js" ? 100 : 300));
    const schedule = new Schedule(slots, known(...rows), head);
    expect(schedule.pending()).toEqual(slots.slice(2));
    expect(schedule.leftMs()).toBe(2 * 100 + 2 * 300);
    expect(schedule.expectedMs(slots.find((s) => s.target === "js")!)).toBe(100);
  });

  it("applies the limit of slow cells to what is known from before", () => {
    const rows = slots.filter((s) => s.target === "js" && s.replicate < 2).map((s) => outcome(s, 5_000));
    const schedule = new Schedule(slots, known(...rows), head);
    expect(schedule.pending().filter((s) => s.target === "js")).toEqual([]);
  });

  it("expects of a cell that has not run what the others took on average", () => {
    const js = slots.find((s) => s.target === "js")!;
    const python = slots.find((s) => s.target === "python")!;
    expect(new Schedule(slots, known(outcome(js, 700)), head).expectedMs(python)).toBe(700);
  });
});

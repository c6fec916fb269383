import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plannedName, planSlots, renameRepeats } from "../../loaders/harness/plan.ts";

const workloads = ["embed-text", "score-telemetry", "enhance-frame"];
const targets = ["python", "js", "native"];
const cells = workloads.flatMap((workload) => targets.map((target) => ({ workload, target, processes: 3 })));

function plan(over: Partial<Parameters<typeof planSlots>[0]> = {}) {
  return planSlots({
    seed: 1,
    cells,
    aaTarget: "native",
    ...over,
  });
}

describe("the plan", () => {
  it("runs every cell once in each block, and the A/A twin beside its target", () => {
    const arms = [
      ...cells.map(({ workload, target }) => `${workload}/${target}/wall`),
      ...workloads.map((workload) => `${workload}/native/aa`),
    ].sort();
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const slots = plan({ seed });
        for (let r = 0; r < 3; r++) {
          const block = slots.slice(r * arms.length, (r + 1) * arms.length);
          expect(block.every(({ replicate }) => replicate === r)).toBe(true);
          expect(block.map((s) => `${s.workload}/${s.target}/${s.arm}`).sort()).toEqual(arms);
        }
        expect(slots).toHaveLength(arms.length * 3);
      }),
      { numRuns: 50, seed: 3 },
    );
  });

  it("names every process once and numbers the slots", () => {
    const slots = plan();
    expect(new Set(slots.map(({ process }) => process)).size).toBe(slots.length);
    expect(slots.map(({ slot }) => slot)).toEqual(slots.map((_, i) => i));
  });

  it("is the same for the same seed and another for another", () => {
    expect(plan({ seed: 5 })).toEqual(plan({ seed: 5 }));
    const order = (seed: number) => plan({ seed }).map(({ process }) => process);
    expect(order(5)).not.toEqual(order(6));
    expect(order(5).sort()).toEqual(order(6).sort());
  });

  it("draws each block's order anew", () => {
    const orders = [0, 1, 2].map((r) =>
      plan()
        .filter(({ replicate }) => replicate === r)
        .map((s) => `${s.workload}/${s.target}/${s.arm}`)
        .join(),
    );
    expect(new Set(orders).size).toBe(3);
  });

  it("runs a cell as often as it is told, and its twin with it", () => {
    const fewer = cells.map((cell) => ({ ...cell, processes: cell.target === "native" ? 2 : 3 }));
    const ran = (target: string, arm: string) =>
      plan({ cells: fewer }).filter((slot) => slot.target === target && slot.arm === arm).length;
    expect([ran("js", "wall"), ran("native", "wall"), ran("native", "aa")]).toEqual([9, 6, 6]);
  });

  it("has no A/A arm without a target for it", () => {
    expect(plan({ aaTarget: null }).every(({ arm }) => arm === "wall")).toBe(true);
  });
});

describe("repeats after an interruption", () => {
  it("get a name that no row has, and keep their planned one in it", () => {
    const slots = plan().slice(0, 2);
    const [first, second] = slots.map(({ process }) => process) as [string, string];
    const renamed = renameRepeats(slots, new Set([first, `${first}+1`]));
    expect(renamed.map(({ process }) => process)).toEqual([`${first}+2`, second]);
    expect(renamed.map(({ process }) => plannedName(process))).toEqual([first, second]);
    expect(renamed.map(({ slot }) => slot)).toEqual([0, 1]);
  });
});

import { describe, expect, it } from "vitest";
import { type Advice, advise } from "../../../src/model/decision/advice.ts";
import { decide } from "../../../src/model/decision/decide.ts";
import type { TargetEvidence } from "../../../src/model/decision/evidence.ts";
import { decideAbout, measuredSubjects } from "../../../src/model/decision/subject.ts";
import { SHIPPED_BOOK } from "../../../src/model/prices/shipped-book.ts";
import { exactly, movedTo } from "../../../src/model/scenario/range.ts";
import type { Scenario } from "../../../src/model/scenario/scenario.ts";
import { cell, ratioOf, target, workload } from "../cells.ts";
import { BUSY, evidence, grounds, scenarioWith, THREE } from "./evidence.ts";

const DRAWS = { draws: 200 };

function adviceOn(targets: readonly TargetEvidence[], over: Partial<Scenario> = {}, draws = DRAWS): Advice {
  const scenario = scenarioWith(over);
  const asked = grounds(targets, scenario);
  return advise(decide(asked, scenario, draws), asked);
}

const [PYTHON, NATIVE, WASM] = THREE as [TargetEvidence, TargetEvidence, TargetEvidence];
const course = ({ courses }: Advice, id: string) => courses.find(({ target }) => target.target === id)!;

describe("the fastest that qualifies", () => {
  it("is the one that takes least, with its gain over today", () => {
    const { fastest, today } = adviceOn(THREE);
    expect(today!.target.target).toBe("python");
    expect(fastest!.target.target).toBe("native");
    expect(fastest!.gain).toMatchObject({ verdict: "faster", value: expect.closeTo(50 / 8, 6) });
  });

  it("is, of those that it does not surely beat, the one that takes least effort", () => {
    const slice = evidence("slice", 8.1, { port: "stay", course: "slice", ratio: ratioOf(8.1 / 50) });
    expect(adviceOn([...THREE, slice]).fastest!.target.target).toBe("slice");
    const slower = evidence("slice", 9, { port: "stay", course: "slice", ratio: ratioOf(9 / 50) });
    expect(adviceOn([...THREE, slower]).fastest!.target.target).toBe("native");
  });

  it("is today’s program where nothing is surely faster", () => {
    const undecided = evidence("native", 40, { ratio: ratioOf(0.8, 0.5) });
    const { fastest, today, action } = adviceOn([PYTHON, undecided]);
    expect(fastest).toBe(today);
    expect(action.state).toBe("stay");
  });

  it("fails no requirement, however fast it is", () => {
    const advice = adviceOn(THREE, { sandboxed: true });
    expect(advice.fastest!.target.target).toBe("wasm");
    expect(advice.today).toBeNull();
    expect(course(advice, "wasm").worth).toEqual({ state: "needed" });
    const wrong = adviceOn([PYTHON, { ...NATIVE, outputAgrees: false }, WASM]);
    expect(wrong.courses.map(({ target }) => target.target)).toEqual(["python", "wasm"]);
  });

  it("is none where nothing qualifies", () => {
    expect(adviceOn(THREE, { p99SloMs: 0.01 })).toMatchObject({
      fastest: null,
      confidence: null,
      courses: [],
      action: { state: "none" },
    });
  });
});

describe("what to do", () => {
  it("turns with the traffic, and with what an hour costs", () => {
    expect(adviceOn(THREE, { requestsPerMonth: exactly(1000) }).action.state).toBe("stay");
    expect(adviceOn(THREE, { ...BUSY, platforms: ["lambda-x86"] }).action).toMatchObject({
      state: "port",
      option: { id: "native@lambda-x86" },
    });
  });

  it("names the course, and not only a port", () => {
    const setting = evidence("tuned", 25, { port: "stay", course: "setting", ratio: ratioOf(0.5) });
    const lambda = { ...BUSY, platforms: ["lambda-x86"] };
    expect(adviceOn([PYTHON, setting], lambda).action.state).toBe("setting");
    const slice = evidence("slice", 25, { port: "stay", course: "slice", ratio: ratioOf(0.5) });
    expect(adviceOn([PYTHON, slice], lambda).action.state).toBe("slice");
  });

  it("is open where there is no baseline: measure it", () => {
    const native = workload(null, [cell("native", 3)]);
    const [subject] = measuredSubjects({
      workloads: [native],
      targets: [target("native", "native")],
    } as never);
    const found = decideAbout(subject!, SHIPPED_BOOK, scenarioWith());
    expect(found).toMatchObject({
      state: "missing",
      reason: expect.stringContaining("npx portolan measure"),
    });
  });
});

describe("the traffic from which a course pays", () => {
  const GRID: readonly Partial<Scenario>[] = [
    {},
    { platforms: ["lambda-x86"], hourUsd: exactly(40) },
    { platforms: ["ec2-c7i.large"], debugHoursPerMonth: exactly(2) },
    { requestsPerMonth: exactly(3e9), platforms: ["lambda-x86"] },
  ];

  it.each(GRID)("agrees with a decision at a little less and a little more: %o", (over) => {
    const advice = adviceOn(THREE, over);
    for (const { target, worth } of advice.courses) {
      const turn =
        worth.state === "from" ? worth.requestsPerMonth : worth.state === "now" ? worth.from : null;
      if (turn === null) continue;
      for (const [factor, pays] of [
        [0.8, false],
        [1.25, true],
      ] as const) {
        const requestsPerMonth = movedTo(scenarioWith(over).requestsPerMonth, turn * factor);
        const there = adviceOn(THREE, { ...over, requestsPerMonth });
        const { ranked } = there.decision;
        const least = (id: string) =>
          Math.min(
            ...ranked
              .filter(({ option }) => option.target.target === id)
              .map(({ spread }) => spread.totalUsd.mean),
          );
        expect(least(target.target) < least("python"), `${target.target} at ${factor} of ${turn}`).toBe(pays);
      }
    }
  });

  it("holds for at least one course of the grid, so that the comparison is no empty one", () => {
    const states = GRID.flatMap((over) => adviceOn(THREE, over).courses.map(({ worth }) => worth.state));
    expect(states).toContain("from");
    expect(states).toContain("now");
  });

  it("is never where twice the cores are paid for half the time", () => {
    const threads = evidence("native-2", 30, { threads: 2, cpuPerWall: 2, ratio: ratioOf(0.6) });
    const { worth } = course(adviceOn([PYTHON, threads], { platforms: ["lambda-x86"] }), "native-2");
    expect(worth).toMatchObject({ state: "never", reason: "no-saving" });
  });
});

describe("confidence", () => {
  const confidence = (...targets: TargetEvidence[]) => adviceOn([PYTHON, ...targets]).confidence!;
  const flag = (code: TargetEvidence["flags"][number]["code"]) => ({ code, detail: "seen" });

  it("is high where nothing speaks against it, and unmoved by outliers", () => {
    expect(confidence(NATIVE).level).toBe("high");
    expect(confidence({ ...NATIVE, flags: [flag("outliers")] })).toEqual({ level: "high", doubts: [] });
  });

  it("is that of the worst doubt", () => {
    expect(confidence({ ...NATIVE, flags: [flag("drift")] }).level).toBe("moderate");
    const both = confidence({ ...NATIVE, flags: [flag("drift"), flag("contended")] });
    expect(both.level).toBe("low");
    expect(both.doubts.map(({ detail }) => detail)).toEqual(["contended: seen", "drift: seen"]);
  });

  it("is lower where another may be as fast, or nobody compared the output", () => {
    const twin = confidence(NATIVE, evidence("native-2", 8.05, { ratio: ratioOf(8.05 / 50) }));
    expect(twin).toMatchObject({ level: "moderate", doubts: [{ kind: "tie" }] });
    expect(confidence({ ...NATIVE, outputAgrees: null }).doubts).toMatchObject([{ kind: "gate" }]);
  });
});

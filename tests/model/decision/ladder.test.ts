import { describe, expect, it } from "vitest";
import type { Advice } from "../../../src/model/decision/advice.ts";
import { ladderOf } from "../../../src/model/decision/ladder.ts";
import { decideAbout, measuredSubjects } from "../../../src/model/decision/subject.ts";
import { SHIPPED_BOOK } from "../../../src/model/prices/shipped-book.ts";
import { DEFAULT_SCENARIO, type Scenario } from "../../../src/model/scenario/scenario.ts";
import { hoursText, paysText, rungSentences } from "../../../src/report/ladder.ts";
import { ENGINE_BOUND, GLUE_BOUND, measuredWorkload, summaryOf, type Times } from "../every-course.ts";

function adviceOn(times: Times, over: Partial<Scenario> = {}, halfWidth = 0.02): Advice {
  const [subject] = measuredSubjects(summaryOf([measuredWorkload("w", times, halfWidth)]));
  const found = decideAbout(subject!, SHIPPED_BOOK, { ...DEFAULT_SCENARIO, ...over }, { draws: 60 });
  if (found.state === "missing") throw new Error(found.reason);
  return found.advice;
}

describe("the ladder", () => {
  it("goes from the rung below today upwards, one target for each course", () => {
    const rungs = ladderOf(adviceOn(GLUE_BOUND));
    expect(rungs.map(({ course, target }) => `${course}: ${target.target}`)).toEqual([
      "plain: python",
      "stay: python-numpy",
      "setting: python-threads",
      "slice: python-slice-threads",
      "port: native-threads",
    ]);
    expect(rungs.at(-1)!.others.map(({ target }) => target)).toEqual(["pyodide", "wasm", "native"]);
  });

  it("gives every step what it adds to the one before, so that the steps multiply to the whole", () => {
    const rungs = ladderOf(adviceOn(GLUE_BOUND));
    const [, ...steps] = rungs;
    const product = steps.reduce((gain, { added }) => gain * added!.value, 1);
    expect(product).toBeCloseTo(GLUE_BOUND.python! / GLUE_BOUND["native-threads"]!, 6);
    expect(rungs[0]!.added).toBeNull();
    // As measured against today's, turned round: the rung below it is the slower one.
    expect(steps[0]!.added!.verdict).toBe("faster");
    expect(rungs[0]!.overToday!.verdict).toBe("slower");
  });

  it("leaves a step undecided whose interval holds no difference, and calls a loss one", () => {
    const tied = ladderOf(
      adviceOn({ ...GLUE_BOUND, "native-threads": 3.55, native: 5, wasm: 9, pyodide: 99 }),
    );
    expect(tied.at(-1)!.added!.verdict).toMatch(/inconclusive|equivalent/);
    const worse = ladderOf(adviceOn({ ...GLUE_BOUND, "native-threads": 6, native: 8, wasm: 9, pyodide: 99 }));
    expect(worse.at(-1)!.added!.verdict).toBe("slower");
  });

  it("credits to a setting what threads bring, and to the work the rest", () => {
    const port = ladderOf(adviceOn(ENGINE_BOUND)).at(-1)!;
    expect(port.target.target).toBe("native-threads");
    expect(port.credit!.title).toBe("Python (2 threads)");
    expect(port.credit!.threads).toBeCloseTo(20 / 11, 6);
    expect(port.credit!.threads * port.credit!.course.value).toBeCloseTo(port.overToday!.value, 6);
    const single = ladderOf(adviceOn({ python: 120, "python-numpy": 33, native: 4.4 })).at(-1)!;
    expect(single.credit).toBeNull();
  });

  it("states the scenario’s hours, also of a course that does not qualify", () => {
    const rungs = ladderOf(adviceOn(GLUE_BOUND, { sandboxed: true }));
    const slice = rungs.find(({ course }) => course === "slice")!;
    expect(slice.advice).toBeNull();
    expect(paysText(slice)).toBe("it does not qualify");
    expect(slice.hours).toEqual(DEFAULT_SCENARIO.portHoursSlice);
    expect(hoursText(slice)).toBe("16 to 120 h, 40 most likely");
    // Wasm alone runs in a sandbox: it stands for the ports, however fast native code is.
    expect(rungs.at(-1)!.target.target).toBe("wasm");
  });

  it("leaves out a course that nobody measured", () => {
    const rungs = ladderOf(adviceOn({ "python-numpy": 33, native: 4.4 }));
    expect(rungs.map(({ course }) => course)).toEqual(["stay", "port"]);
  });
});

describe("the ladder in words", () => {
  it("tells the honest baseline, the slice against the port, and what a GPU could touch", () => {
    const said = rungSentences(adviceOn({ ...GLUE_BOUND, "python-slice-threads": 9, "native-threads": 9 }));
    expect(said[0]).toBe(
      "Pure Python takes 120 ms a request, Python 33.0 ms (3.6× to 3.7× faster): every gain told here is over the latter, since nobody would deploy the former.",
    );
    expect(said[1]).toBe(
      "Compiling the slice takes 33.0 ms to 4.60 ms; the whole port, Native in Node, would take it to 4.40 ms.",
    );
    expect(said.at(-1)).toMatch(
      /^Other hardware, GPU or WebGPU, was not measured here\. .* 30 % of Python’s time: were that free, 23 ms would stay\./,
    );
  });

  it("claims nothing for the work that the threads of a setting bring", () => {
    const said = rungSentences(adviceOn({ ...ENGINE_BOUND, "native-threads": 11 }));
    expect(said.find((sentence) => sentence.startsWith("Of the"))).toBe(
      "Of the 1.9× of Compiled slice (2 threads), Python (2 threads) alone, a setting, brings 1.8×; the rest of the work 1.0× to 1.1×.",
    );
  });

  it("says nothing of plain loops where arrays change nothing", () => {
    const said = rungSentences(adviceOn({ ...ENGINE_BOUND, python: ENGINE_BOUND["python-numpy"]! }));
    expect(said.filter((sentence) => sentence.includes("nobody would deploy"))).toEqual([]);
    expect(said.length).toBeGreaterThan(0);
  });

  it("says where the port adds nothing to the slice that can be told", () => {
    const said = rungSentences(adviceOn(ENGINE_BOUND));
    expect(said[1]).toContain("which the measurements do not tell apart from the slice.");
  });
});

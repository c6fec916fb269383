import { describe, expect, it } from "vitest";
import { answerOf } from "../../../src/components/what-if/answer.ts";
import { spokenAnswer } from "../../../src/components/what-if/answer-panel.ts";
import { explanation, payback, recommendation } from "../../../src/components/what-if/findings.ts";
import { frontOf } from "../../../src/components/what-if/pareto-figure.ts";
import { decide } from "../../../src/model/decision/decide.ts";
import { exactly, triangle } from "../../../src/model/scenario/range.ts";
import type { Scenario } from "../../../src/model/scenario/scenario.ts";
import { evidence, grounds, scenarioWith, THREE } from "../../model/decision/evidence.ts";

const answer = (over: Partial<Scenario> = {}, targets = THREE) => {
  const scenario = scenarioWith(over);
  return answerOf(decide(grounds(targets, scenario), scenario, { draws: 500 }));
};

describe("the answer in words", () => {
  it("says to stay where little traffic cannot pay for a port", () => {
    const little = answer({ requestsPerMonth: exactly(1000) });
    expect(recommendation(little)).toBe("Stay with python on AWS Lambda, x86.");
    expect(explanation(little)).toMatch(
      /^python on AWS Lambda, x86 costs less than .+ in .+ of the draws\.$/,
    );
    expect(spokenAnswer(little)).toContain("Stay with python");
  });

  it("names the port where it pays, and from when", () => {
    const much = answer({ requestsPerMonth: exactly(5e9), platforms: ["lambda-x86"] });
    expect(recommendation(much)).toBe("Port to native, on AWS Lambda, x86.");
    expect(payback(much).value).toMatch(/^in month [1-6]$/);
    expect(payback(much).of).toBe("against staying");
  });

  it("says so where staying is not allowed", () => {
    const strict = answer({ p99SloMs: 30, platforms: ["lambda-x86"] });
    expect(payback(strict).of).toBe("against staying, which fails a requirement");
  });

  it("does not call a winner where the draws do not", () => {
    const twins = [evidence("python", 50), evidence("native", 8), evidence("native-2", 8.1)];
    const wide = {
      requestsPerMonth: exactly(5e9),
      platforms: ["lambda-x86"],
      serverTimeFactor: triangle(0.2, 1, 5),
    };
    expect(["even", "unclear", "clear"]).toContain(answer(wide, twins).verdict.state);
    const open = answer({
      ...wide,
      requestsPerMonth: triangle(1e7, 1.2e8, 1e9),
      debugHoursPerMonth: exactly(0),
    });
    expect(open.verdict.state).toBe("unclear");
    expect(recommendation(open)).toBe("No clear winner: measure before you choose.");
  });

  it("names the requirement that nothing meets", () => {
    const none = answer({ p99SloMs: 0.01 });
    expect(recommendation(none)).toBe("No option meets these requirements.");
    expect(explanation(none)).toContain("the p99 limit");
    expect(payback(none).value).toBe("—");
  });

  it("keeps on the front only what nothing beats in both", () => {
    const rows = answer().ranked;
    const front = frontOf(rows);
    for (const one of rows) {
      const beaten = rows.some(
        ({ spread }) =>
          spread.totalUsd.mean < one.spread.totalUsd.mean && spread.p99Ms.p50 < one.spread.p99Ms.p50,
      );
      if (beaten) expect(front).not.toContain(one);
    }
    expect(front[0]).toBe(rows[0]);
  });
});

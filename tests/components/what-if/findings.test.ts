import { describe, expect, it } from "vitest";
import { answerOf } from "../../../src/components/what-if/answer.ts";
import { barFacts } from "../../../src/components/what-if/answer-bar.ts";
import { spokenAnswer } from "../../../src/components/what-if/answer-panel.ts";
import { explanation, payback, recommendation } from "../../../src/components/what-if/findings.ts";
import type { FlipList } from "../../../src/components/what-if/flip-list.ts";
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
      /^python on AWS Lambda, x86 costs less than .+ in .+ of the draws\. native on /,
    );
    expect(spokenAnswer(little)).toContain("Stay with python");
  });

  it("names the port where it pays, and from when", () => {
    const much = answer({ requestsPerMonth: exactly(5e9), platforms: ["lambda-x86"] });
    expect(recommendation(much)).toBe("Port to native, on AWS Lambda, x86.");
    expect(payback(much).value).toMatch(/^in month [1-6]$/);
    expect(payback(much).of).toBe("against staying");
  });

  it("reconciles staying with a port that is faster", () => {
    const some = answer({ requestsPerMonth: exactly(1e6) });
    expect(explanation(some)).toMatch(
      /native on .+ is faster \(p99 [\d.]+ ms against [\d.]+ ms\), but costs \$[\d,]+ more in 24 months\.$/,
    );
    const alone = answer({ requestsPerMonth: exactly(1e6) }, [evidence("python", 50)]);
    expect(explanation(alone)).not.toContain("faster");
  });

  it("weighs staying against the best port, not against the same target elsewhere", () => {
    const little = answer({ requestsPerMonth: exactly(1000) });
    expect(little.ranked[1]!.option.target.target).toBe("python");
    expect(payback(little)).toMatchObject({ value: "never" });
    const port = little.ranked.find(({ option }) => option.target.target !== "python")!;
    expect(payback(little).of).toBe(`for ${port.option.title}`);
    const alone = answer({ requestsPerMonth: exactly(1000) }, [evidence("python", 50)]);
    expect(payback(alone).of).toMatch(/^for python on /);
  });

  it("gives the traffic from which a port leads, where one never pays back at this traffic", () => {
    const little = answer({ requestsPerMonth: exactly(1000) });
    const flip = (over: Partial<FlipList["conditions"][number]>) => ({
      input: "requestsPerMonth",
      label: "Requests",
      direction: "above" as const,
      at: 1.45e8,
      distance: 1,
      sentence: "",
      leader: { id: "native@x", title: "native on X", target: "native" },
      ...over,
    });
    const list = (...conditions: FlipList["conditions"]): FlipList => ({
      conditions,
      switches: [],
      steady: [],
    });
    expect(payback(little, list(flip({}))).of).toMatch(
      /^for .+; above 145 M requests a month native on X leads$/,
    );
    const { id } = little.ranked.find(({ option }) => option.target.target !== "python")!.option;
    const own = flip({ leader: { id, title: "that port", target: "native" } });
    expect(payback(little, list(own)).of).toMatch(/; above 145 M requests a month it leads$/);
    const others = [
      flip({ input: "hourUsd" }),
      flip({ direction: "below" }),
      flip({ leader: null }),
      flip({ leader: { id: "python@x", title: "python on X", target: "python" } }),
    ];
    expect(payback(little, list(...others)).of).toBe(payback(little).of);
    const much = answer({ requestsPerMonth: exactly(5e9), platforms: ["lambda-x86"] });
    expect(payback(much, list(flip({})))).toEqual(payback(much));
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

  it("fits confidence, bill and p99 into one line", () => {
    expect(barFacts(answer({ requestsPerMonth: exactly(1000) })).join(" · ")).toMatch(
      /^\S+ % · \$\S+ a month · p99 [\d.]+ ms$/,
    );
    expect(barFacts(answer({ p99SloMs: 0.01 }))).toEqual([]);
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

import { describe, expect, it } from "vitest";
import { advise } from "../../src/model/decision/advice.ts";
import { decide } from "../../src/model/decision/decide.ts";
import { exactly, triangle } from "../../src/model/scenario/range.ts";
import { adviceSentences } from "../../src/report/advice.ts";
import { answerOf } from "../../src/report/answer.ts";
import {
  answerFacts,
  briefFacts,
  COMPARISON_ROWS,
  exclusionSentence,
  optionTags,
  spokenAnswer,
} from "../../src/report/what-if.ts";
import { evidence, grounds, scenarioWith, THREE } from "../model/decision/evidence.ts";
import { answer, SUBJECT } from "./answers.ts";

const LITTLE = { requestsPerMonth: exactly(1000) };
const MUCH = { requestsPerMonth: exactly(5e9), platforms: ["lambda-x86"] };
const fact = (of: ReturnType<typeof answer>, label: string) =>
  answerFacts(of).find((one) => one.label === label)!;

describe("the answer of the what-if page", () => {
  it.each([LITTLE, MUCH, { p99SloMs: 30 }, { p99SloMs: 0.01 }])(
    "is what every other output says: %o",
    (over) => {
      const scenario = scenarioWith(over);
      const asked = grounds(THREE, scenario);
      const decision = decide(asked, scenario, { draws: 500 });
      const advice = advise(decision, asked);
      const { action, advice: texts } = answerOf(SUBJECT, decision, advice);
      expect([action, ...texts!.sentences]).toEqual(adviceSentences(advice));
    },
  );

  it("has both parts: what is fastest, and from which traffic it pays", () => {
    const little = answer(LITTLE);
    expect(little.action).toBe("Stay with python on AWS Lambda, x86.");
    expect(little.advice!.sentences[0]).toMatch(/^Native would answer in 8\.0 ms instead of 50 ms, /i);
    expect(fact(little, "The fastest pays").value).toMatch(/^(above [\d.,]+ (m|b)illion|never: )/);
    const much = answer(MUCH);
    expect(much.action).toBe("Port to native on AWS Lambda, x86.");
    expect(fact(much, "The fastest pays").value).toMatch(/^now \(from [\d.,]+ (m|b)illion on\)$/);
    expect(fact(much, "The fastest pays").note).toBe("requests a month, for native");
  });

  it("knows what to do at once, and leaves open what takes long", () => {
    const scenario = scenarioWith(LITTLE);
    const quick = answerOf(SUBJECT, decide(grounds(THREE, scenario), scenario, { draws: 200 }));
    expect(quick.action).toBe(answer(LITTLE).action);
    expect(quick.advice).toBeNull();
    expect(fact(quick, "The fastest pays").value).toBeNull();
  });

  it("does not call a winner where the draws do not", () => {
    const open = answer(
      {
        platforms: ["lambda-x86"],
        serverTimeFactor: triangle(0.2, 1, 5),
        requestsPerMonth: triangle(1e7, 1.2e8, 1e9),
        debugHoursPerMonth: exactly(0),
      },
      [evidence("python", 50), evidence("native", 8), evidence("native-2", 8.1)],
    );
    expect(open.verdict.state).toBe("unclear");
    expect(open.action).toMatch(/^Measure before you choose between /);
    expect(fact(open, "Confidence").note).toMatch(/^open; 500 draws$/);
  });

  it("names the requirement that nothing meets", () => {
    const none = answer({ p99SloMs: 0.01 });
    expect(none.action).toBe("No option meets these requirements.");
    expect(none.advice!.sentences).toEqual([]);
    expect(none.reason).toContain("the p99 limit");
    expect(spokenAnswer(none)).toBe(`${none.action} ${none.reason}`);
    expect(briefFacts(none)).toEqual([]);
  });

  it("fits confidence, bill and p99 into one line, and is spoken with both parts", () => {
    const little = answer(LITTLE);
    expect(briefFacts(little).join(" · ")).toMatch(/^\S+ % · \$\S+ a month · p99 [\d.]+ ms$/);
    expect(spokenAnswer(little)).toContain(little.advice!.sentences[0]);
  });

  it("does not let a modelled tail look like a measured p99, nor gives it a range", () => {
    const tail = { state: "thin", samples: 11, needed: 662 } as const;
    const thin = fact(answer(LITTLE, [evidence("python", 50, { tail })]), "p99");
    expect(thin).toMatchObject({ note: "the slowest of 11 samples", modelled: true });
    expect(thin.value).toMatch(/^≈ .* \(modelled\)$/);
    const sure = fact(answer(LITTLE), "p99");
    expect(sure.modelled).toBe(false);
    expect(sure.value).not.toContain("≈");
  });

  it("says what of an option was profiled, and what is a forecast", () => {
    const [first] = answer(LITTLE, [evidence("python", 50, { basis: "forecast" })]).ranked;
    expect(optionTags(first!.option, "python")).toEqual(["runs today", "as profiled"]);
    expect(optionTags(first!.option, "another")).toEqual(["runs today", "forecast, not measured"]);
  });

  it("says what an excluded option fails", () => {
    const strict = answer({ p99SloMs: 30, platforms: ["ec2-c7i.large"] });
    expect(exclusionSentence(strict, "python@ec2-c7i.large")).toMatch(
      /^Excluded: the p99 limit: keeps 30\.0 ms in 0 % of/,
    );
    expect(exclusionSentence(strict, "native@ec2-c7i.large")).toBeNull();
  });

  it("sets scenarios side by side, also one that nothing meets", () => {
    for (const one of [answer(LITTLE), answer({ p99SloMs: 0.01 })])
      for (const [label, read] of COMPARISON_ROWS) expect(read(one), label).not.toMatch(/undefined|NaN|^$/);
  });
});

import { describe, expect, it } from "vitest";
import { advise } from "../../src/model/decision/advice.ts";
import { decide } from "../../src/model/decision/decide.ts";
import { exactly, triangle } from "../../src/model/scenario/range.ts";
import { adviceSentences } from "../../src/report/advice.ts";
import { answerOf } from "../../src/report/answer.ts";
import { answerRows, confidenceSentence } from "../../src/report/answer-rows.ts";
import {
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
const figure = (of: ReturnType<typeof answer>, row: 0 | 1, label: string) =>
  answerRows(of)[row].figures.find((one) => one.label.startsWith(label))!;

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
    expect(little.advice!.pays.native).toMatch(/^(above [\d.,]+ (m|b)illion|never: )/);
    // The cheapest other is today's target on another platform.
    expect(figure(little, 1, "Breaks even")).toMatchObject({ value: "never", note: "" });
    const much = answer(MUCH);
    expect(much.action).toBe("Port to native on AWS Lambda, x86.");
    expect(figure(much, 1, "Breaks even").note).toMatch(/^now \(from [\d.,]+ (m|b)illion on\)$/);
  });

  it("sets staying against the best course, whichever leads and whatever staying fails", () => {
    const [stay, other] = answerRows(answer(LITTLE));
    expect([stay.role, other.role]).toEqual(["Stay", "The best other course"]);
    expect(stay.title).toBe("python on AWS Lambda, x86");
    for (const { figures } of [stay, other])
      expect(figures.map(({ label }) => label.replace(/ in .*/, ""))).toEqual([
        ...["Cost", "Bill a month", "p99", "Breaks even"],
      ]);
    expect(answerRows(answer(MUCH))[1]).toMatchObject({
      role: "The best course",
      title: "native on AWS Lambda, x86",
    });
    const [failing] = answerRows(answer({ p99SloMs: 30 }));
    expect(failing.title).toBe("python on AWS Lambda, x86");
    expect(failing.figures[0]!.note).toBe("fails the p99 limit");
    const [, nothing] = answerRows(answer({ p99SloMs: 0.01 }));
    expect(nothing.figures.map(({ value }) => value)).toEqual(["—", "—", "—", "—"]);
  });

  it("knows what to do at once, and leaves open what takes long", () => {
    const scenario = scenarioWith(LITTLE);
    const quick = answerOf(SUBJECT, decide(grounds(THREE, scenario), scenario, { draws: 200 }));
    expect(quick.action).toBe(answer(LITTLE).action);
    expect(quick.advice).toBeNull();
    expect(figure(quick, 1, "Breaks even").value).toBeNull();
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
    expect(confidenceSentence(open)).toMatch(/of the draws: open\. Ranges hold nine of ten of 500 draws\.$/);
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
    const thin = figure(answer(LITTLE, [evidence("python", 50, { tail })]), 0, "p99");
    expect(thin).toMatchObject({ note: "the slowest of 11 samples", modelled: true });
    expect(thin.value).toMatch(/^≈ /);
    const sure = figure(answer(LITTLE), 0, "p99");
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

import { describe, expect, it } from "vitest";
import { decideText } from "../../../loaders/commands/decide-report.ts";
import { platformOf } from "../../../src/model/cost/platforms/index.ts";
import { measuredSubjects } from "../../../src/model/decision/subject.ts";
import { withOverrides } from "../../../src/model/prices/overrides.ts";
import { SHIPPED_BOOK } from "../../../src/model/prices/shipped-book.ts";
import { presetOf } from "../../../src/model/scenario/presets.ts";
import { exactly } from "../../../src/model/scenario/range.ts";
import type { Scenario } from "../../../src/model/scenario/scenario.ts";
import { adrMarkdown } from "../../../src/report/adr.ts";
import { answerOf } from "../../../src/report/answer.ts";
import { answerRows } from "../../../src/report/answer-rows.ts";
import { decisionCsv } from "../../../src/report/decision-csv.ts";
import { decisionJson } from "../../../src/report/decision-json.ts";
import { decisionMarkdown } from "../../../src/report/decision-markdown.ts";
import { type DecisionReport, decisionReport } from "../../../src/report/decision-report.ts";
import { idleApis } from "../../../src/report/llm/api.ts";
import { optionNotes } from "../../../src/report/option-notes.ts";
import { chatSummary } from "../../fixtures/chats.ts";
import { THREE, workloadEvidence } from "../../model/decision/evidence.ts";

const run = chatSummary();
const [subject] = measuredSubjects(run);
const { scenario: preset } = presetOf("chat");

const reported = (over: Partial<Scenario> = {}, book = SHIPPED_BOOK): DecisionReport =>
  decisionReport({
    run,
    subject: subject!,
    book,
    scenario: { ...preset, ...over },
    simulation: { draws: 200, seed: 1 },
  });

/** No own engine keeps such a limit; whether an API does is open. */
const calls = reported({ p99SloMs: 50 });
const record = { date: "2026-01-02", decisionMakers: [], command: "npx portolan decide --preset chat" };

describe("an API among the options of the preset “chat”", () => {
  it("is advised with what nobody measured, in the terminal first of all", () => {
    const text = decideText(calls).replaceAll(/\s+/g, " ");
    expect(text.slice(0, 520)).toMatchInlineSnapshot(
      `"Call an API: Amazon Bedrock, Amazon Nova Micro. It stands on two things that nobody measured: Amazon Nova Micro is another model than the one that was measured, and nobody compared their answers; and no latency of it is known, where 50.0 ms are asked for. Time calls of it where you would make them, and state their p99 as apiP99Ms. It costs less than the closest alternative, OpenAI’s API, GPT-5 nano, in 100 % of 200 draws: $24,000 over 24 months, with a bill of $21 a month and no known latency. Amazon Bedrock, Amazo"`,
    );
    expect(text).toContain(
      "It is another model than the one that was measured, and every prompt leaves the device.",
    );
    expect(text).toMatch(/Amazon Bedrock, Amazon Nova Micro \$[\d,]+ .{0,40}not known/);
  });

  it("stands in Markdown, CSV, JSON and a record, and nowhere as a number that nobody knows", () => {
    const json = JSON.stringify(decisionJson(calls));
    const texts = [decideText(calls), decisionMarkdown(calls), adrMarkdown(calls, record), json];
    for (const text of texts) {
      expect(text).toContain("GPT-5 nano");
      expect(text).not.toMatch(/NaN|undefined/);
    }
    const { ranked } = decisionJson(calls);
    expect(ranked.find(({ platform }) => platform === "openai-gpt-5-nano")!.p99).toEqual({
      basis: "unknown",
      lack: "no latency of it is known: time calls of it, and state their p99 (apiP99Ms)",
    });
    const csv = decisionCsv(calls.decision).split("\n");
    const column = csv[0]!.split(",").indexOf("p99Ms");
    const row = csv.find((line) => line.includes("openai-gpt-5-nano"))!;
    // Titles with commas stand before.
    expect(row.replaceAll(/"[^"]*"/g, "").split(",")[column]).toBe("");
    expect(row).toContain("unknown");
  });

  it("is on the what-if page with its open gates as notes", () => {
    const answer = answerOf(subject!, calls.decision, calls.advice);
    const call = answer.ranked.find(({ option }) => option.platform.sells)!;
    const { notes, of } = optionNotes(answer);
    const own = of(call).map((number) => notes[number - 1]);
    expect(own).toEqual([
      "Left open, correct output: it is another model: nobody compared its answers with those of yours.",
      "Left open, the p99 limit: 50.0 ms are asked for, and no latency of it is known: time calls of it, and state their p99 (apiP99Ms).",
    ]);
    const [, course] = answerRows(answer);
    expect(course.figures.map(({ value }) => value)).toContain("not known");
  });

  it("may be a reader's own, of a few lines in a file of prices", () => {
    const text = `platforms:
  our-gateway:
    title: Our gateway
    model: Llama 3.1 8B
    p99Ms: 900
    prices:
      in: { title: Tokens in, unit: USD/1M tokens, tokens: in, value: 0.05 }
      out: { title: Tokens out, unit: USD/1M tokens, tokens: out, value: 0.08 }`;
    const book = withOverrides(SHIPPED_BOOK, { name: "prices.yaml", text }, []);
    const { decision } = reported(
      {
        platforms: ["ec2-c7i.xlarge", "our-gateway"],
        requestsPerMonth: exactly(1e6),
        promptTokens: exactly(1000),
        answerTokens: exactly(100),
      },
      book,
    );
    const own = decision.ranked.find(({ option }) => option.id === "our-gateway@our-gateway")!;
    expect(own.option.target.title).toBe("Llama 3.1 8B");
    expect(own.cost.bill!.totalUsd).toBeCloseTo(50 + 8, 9);
    expect(own.option.target.tail).toEqual({ state: "stated" });
    expect(own.spread.p99Ms.p50).toBe(900);
  });

  it("is said to take no part where a request is no prompt", () => {
    const platforms = [platformOf("lambda-x86"), platformOf("openai-gpt-5-nano")];
    const image = workloadEvidence(THREE);
    expect(idleApis({ platforms, evidence: image })).toEqual([
      "“OpenAI’s API, GPT-5 nano” takes no part: “Classify an image” is no language model.",
    ]);
    expect(idleApis({ platforms: platforms.slice(0, 1), evidence: image })).toEqual([]);
    expect(idleApis(calls.grounds)).toEqual([]);
  });

  it("has to say which tokens a price is of, and may not say so of others", () => {
    const faultsOf = (prices: string) => {
      const text = `platforms:\n  own:\n    title: Own\n    model: X\n    prices:\n${prices}`;
      try {
        withOverrides(SHIPPED_BOOK, { name: "prices.yaml", text }, []);
      } catch (error) {
        return (error as Error).message;
      }
      return "";
    };
    expect(faultsOf("      in: { unit: USD/1M tokens, value: 1 }")).toContain("does not say which tokens");
    expect(faultsOf("      in: { unit: USD/1M requests, tokens: in, value: 1 }")).toContain(
      "says which tokens, and its unit is USD/1M requests",
    );
  });
});

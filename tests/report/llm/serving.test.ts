import { describe, expect, it } from "vitest";
import { servingView } from "../../../src/model/decision/serving-view.ts";
import { decideAbout, measuredSubjects } from "../../../src/model/decision/subject.ts";
import { tokenCostsOf } from "../../../src/model/decision/token-costs.ts";
import { SHIPPED_BOOK } from "../../../src/model/prices/shipped-book.ts";
import { presetOf } from "../../../src/model/scenario/presets.ts";
import { exactly } from "../../../src/model/scenario/range.ts";
import type { Scenario } from "../../../src/model/scenario/scenario.ts";
import { edgeFinding, edgeRows, edgeTexts } from "../../../src/report/llm/edge.ts";
import { servingBasis, servingFinding, servingRows, stallSentence } from "../../../src/report/llm/serving.ts";
import { tokenCostFinding, tokenCostRows } from "../../../src/report/llm/token-costs.ts";
import { chatSummary } from "../../fixtures/chats.ts";

const [subject] = measuredSubjects(chatSummary());

function decided(over: Partial<Scenario> = {}) {
  const scenario = { ...presetOf("chat").scenario, ...over };
  const found = decideAbout(subject!, SHIPPED_BOOK, scenario, { draws: 100 });
  if (found.state !== "decided") throw new Error(found.reason);
  return found;
}

const busy = { requestsPerMonth: exactly(5e7), peakToMean: exactly(3) } as const;

function view(atOnce: number, over: Partial<Scenario> = busy, firstTokenMs: number | null = 500) {
  const { grounds, decision } = decided(over);
  const asked = { atOnce, firstTokenMs, tokenMs: null };
  return servingView(grounds, decision.scenario, "llama-native@ec2-c7i.xlarge", asked)!;
}

describe("what is said of several conversations on one server", () => {
  it("tells the servers of both bounds, and what tokens cost by them", () => {
    const found = view(8);
    expect(servingFinding(found)).toMatchInlineSnapshot(
      `"llama.cpp on EC2 c7i.xlarge answers 57 requests a second at the peak with three to four servers where 8 conversations share an engine, and with five servers one at a time. A million tokens said cost $0.25 to $0.33, and one at a time $0.41."`,
    );
    expect(servingRows(found).map(([label]) => label)).toEqual(["one", "8, at best", "8, at worst"]);
    expect(servingBasis(found)[0]).toMatch(/^Nobody measured a step of llama\.cpp/);
    expect(servingBasis(found)[1]).toContain("A server has four engines of one thread");
  });

  it("says nothing of bounds with one at a time", () => {
    const found = view(1);
    expect(servingFinding(found)).toMatch(
      /, one conversation at a time\. A million tokens said cost \$[\d.]+\.$/,
    );
    expect(servingRows(found)).toHaveLength(1);
    expect(servingBasis(found)).toHaveLength(1);
    expect(stallSentence(found)).toBeNull();
  });

  it("says where sharing changes no bill, and where no number of servers keeps a limit", () => {
    const few = { requestsPerMonth: exactly(1e6), peakToMean: exactly(1) };
    expect(servingFinding(view(8, few))).toMatch(
      /with one server, one conversation at a time or 8 in an engine/,
    );
    const hopeless = view(8, busy, 1);
    expect(servingFinding(hopeless)).toContain("No number of servers keeps these limits");
    expect(servingRows(hopeless)[0]![1]).toContain("the limits break");
  });

  it("tells how late a token may come when a prompt comes in between", () => {
    expect(stallSentence(view(8))).toMatch(/^One token in a hundred comes [\d,]+ times as late as usual/);
  });
});

describe("what is said of tokens' prices", () => {
  it("tells the cheapest and the dearest of those that qualify, and marks the others", () => {
    const { decision, grounds } = decided();
    const costs = tokenCostsOf(decision, grounds);
    expect(tokenCostFinding(costs)).toMatch(
      /^A million tokens that are said, prompts included, cost from \$[\d.]+ \(.+\) to \$[\d.]+ \(.+\)\.$/,
    );
    const rows = tokenCostRows(costs);
    expect(rows.find(([option]) => option!.includes("GPT-5 nano"))!.slice(1)).toEqual([
      "$0.050",
      "$0.40",
      "$0.60",
    ]);
    const excluded = decided({ p99SloMs: 1 });
    const out = tokenCostsOf(excluded.decision, excluded.grounds).filter(({ isRanked }) => !isRanked);
    expect(tokenCostRows(out).every(([option]) => option!.endsWith(" (excluded)"))).toBe(true);
    expect(tokenCostFinding(out)).toMatch(/^No option meets these conditions/);
  });
});

describe("what is said of a small model at the edge", () => {
  it("tells bill and latency with and without it", () => {
    const exact = { smallModelTimePercent: exactly(25), deviceTimeFactor: exactly(2) };
    const full = decided(exact).decision;
    const hybrid = decided({ ...exact, edgeAnsweredPercent: exactly(60) }).decision;
    const rows = edgeRows(full, hybrid);
    expect(edgeFinding(rows, hybrid)).toMatchInlineSnapshot(
      `"With 60 % of the answers from a small model at the edge, llama.cpp on AWS Lambda, x86 is billed $4.3 instead of $11 a month; the median answer comes after 69.4 ms instead of 139 ms; the p99 is 208 ms instead of 139 ms, since what is sent on has been tried at the edge before."`,
    );
    const api = edgeTexts(rows).find(([option]) => option!.includes("GPT-5 nano"))!;
    // 83 ms of the full model, a quarter of that on a device half as fast, for what it answers; of the rest nobody knows.
    expect(api[2]).toMatch(/^not known → [\d.]+ ms$/);
    expect(api[3]).toBe("not known");
    expect(rows.every(({ with: { option } }) => !option.platform.onDevice)).toBe(true);
  });
});

import { describe, expect, it } from "vitest";
import { Decisions, type Found } from "../../src/components/decisions.ts";
import { askedOf, sourcesOf } from "../../src/components/what-if/sources.ts";
import { advise } from "../../src/model/decision/advice.ts";
import { decide } from "../../src/model/decision/decide.ts";
import { allSubjects, decideAbout } from "../../src/model/decision/subject.ts";
import { SHIPPED_BOOK } from "../../src/model/prices/shipped-book.ts";
import { PRESETS, presetOf } from "../../src/model/scenario/presets.ts";
import { exactly } from "../../src/model/scenario/range.ts";
import type { Scenario } from "../../src/model/scenario/scenario.ts";
import { parseTexts, scenarioQuery, textsFromQuery } from "../../src/model/scenario/scenario-query.ts";
import { adviceRow } from "../../src/report/advice-row.ts";
import { adviceTableJson } from "../../src/report/advice-table.ts";
import { answerOf } from "../../src/report/answer.ts";
import { decisionJson } from "../../src/report/decision-json.ts";
import { decidedReport, decisionReport } from "../../src/report/decision-report.ts";
import { header } from "../fixtures/run.ts";
import { ENGINE_BOUND, GLUE_BOUND, measuredWorkload, summaryOf } from "../model/every-course.ts";

/** The agreement is what is tested, and not the figures. */
const FEW = { draws: 24, seed: 1 };

const summary = {
  ...summaryOf([
    measuredWorkload("glue-bound", GLUE_BOUND),
    measuredWorkload("engine-bound", ENGINE_BOUND),
    measuredWorkload("undecided", { "python-numpy": 20, "python-slice": 14, native: 12, wasm: 21 }, 0.9),
  ]),
  startedAt: header().startedAt,
  effort: header().effort,
};

const byDefault = presetOf("default").scenario;
const CONDITIONS: readonly (readonly [string, Scenario])[] = [
  ...PRESETS.map(({ id, scenario }) => [id, scenario] as const),
  ...(
    [
      { requestsPerMonth: exactly(1e4) },
      { requestsPerMonth: exactly(2e9), platforms: ["lambda-x86"] },
      { requestsPerMonth: exactly(2e10), hourUsd: exactly(30) },
      { reach: "browser", platforms: ["lambda-x86", "browser"] },
      { p99SloMs: 15, sandboxed: true },
      { p99SloMs: 0.5 },
    ] satisfies Partial<Scenario>[]
  ).map((over) => [JSON.stringify(over), { ...byDefault, ...over }] as const),
];

const subjects = allSubjects(summary, []);
const WORKLOADS = subjects.map(({ workload }) => workload.id);

/** What a page makes of the address that carries these conditions. */
function throughTheAddress(scenario: Scenario): Scenario {
  const texts = textsFromQuery(`?${scenarioQuery(scenario)}`);
  const known = { workloads: [scenario.workload], platforms: scenario.platforms, regions: [scenario.region] };
  const parsed = parseTexts(texts, known);
  if (parsed.state === "invalid") throw new Error([...parsed.errors.values()].join("; "));
  return parsed.scenario;
}

async function overview(scenario: Scenario) {
  let last: Found | undefined;
  for await (const found of new Decisions(subjects, SHIPPED_BOOK, FEW).about(throughTheAddress(scenario)))
    last = found;
  return last!.whole!.answers.map((answer) => adviceRow(answer));
}

function whatIf(scenario: Scenario) {
  const sources = sourcesOf(summary, [], SHIPPED_BOOK);
  return WORKLOADS.map((workload) => {
    const asked = { ...throughTheAddress(scenario), workload };
    const { subject, grounds } = askedOf(sources, asked);
    const decision = decide(grounds, asked, FEW);
    return answerOf(subject, decision, advise(decision, grounds));
  });
}

const seen = new Set<string>();

describe("one answer", () => {
  it.each(CONDITIONS)("is what overview, advise, decide and what-if say under %s", async (_, scenario) => {
    const rows = await overview(scenario);
    const table = adviceTableJson(
      subjects.map((subject) => decideAbout(subject, SHIPPED_BOOK, scenario, FEW)),
      scenario,
      summary.runId,
    );
    const answers = whatIf(scenario);
    for (const [i, subject] of subjects.entries()) {
      const asked = { run: summary, subject, book: SHIPPED_BOOK, scenario, simulation: FEW };
      const { advice } = decidedReport(asked);
      const told = table.subjects[i]!.advice!;
      seen.add(told.action);
      expect(rows[i]!.action).toBe(told.action);
      expect(advice.action.state).toBe(told.action);
      expect(rows[i]!.verdict).toBe(answers[i]!.action);
      expect(answers[i]!.ranked[0]?.option.id ?? null).toBe(advice.decision.ranked[0]?.option.id ?? null);
      expect(advice.fastest?.target.target ?? null).toBe(told.fastest);
      expect(answers[i]!.advice!.confidence).toBe(rows[i]!.confidence?.why ?? null);
      const fact = rows[i]!.facts.find(({ term }) => term.startsWith("Pays"));
      const pays = answers[i]!.advice!.pays;
      if (fact) expect(pays[told.fastest!]).toBe(fact.value);
    }
  });

  it("is in the JSON of a decision as in that of all of them", () => {
    const [subject] = subjects;
    const asked = {
      run: summary,
      subject: subject!,
      book: SHIPPED_BOOK,
      scenario: byDefault,
      simulation: FEW,
    };
    const found = [decideAbout(subject!, SHIPPED_BOOK, byDefault, FEW)];
    expect(decisionJson(decisionReport(asked)).advice).toEqual(
      adviceTableJson(found, byDefault, summary.runId).subjects[0]!.advice,
    );
  });

  it("was not the same under all conditions, so that agreeing means something", () => {
    expect([...seen]).toEqual(expect.arrayContaining(["stay", "port", "slice", "none"]));
  });
});

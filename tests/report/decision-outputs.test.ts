import { csvParse } from "d3";
import { describe, expect, it } from "vitest";
import { fintechCase } from "../../src/model/cost/fintech-case.ts";
import { exactly } from "../../src/model/scenario/range.ts";
import { decisionCsv } from "../../src/report/decision-csv.ts";
import { decisionJson } from "../../src/report/decision-json.ts";
import { decisionMarkdown } from "../../src/report/decision-markdown.ts";
import { report, summary } from "../model/decision/reports.ts";

describe("Markdown", () => {
  it("gives the answer first, then the options, the bill and what would change it", () => {
    const text = decisionMarkdown(report({ title: "Photos" }));
    expect(text).toMatch(
      /^# Photos\n\n\*\*Stay with Python on AWS Lambda, x86\. Native would answer in 8\.00 ms .*\*\*\n\nIt costs less than /,
    );
    expect(text).toMatch(/\n\| option \| cost over the horizon \|.*\n\|---\|/);
    expect(text).toMatch(/\n\| Python on AWS Lambda, x86 \(today\) \| \$[\d,]+ \| \$[\d,]+ to \$[\d,]+ \|/);
    expect(text).toMatch(
      /\n\| Requests \| [\d.]+ M requests \| 0\.2 USD\/1M requests \| \$0\.\d+ \| Infracost/,
    );
    expect(text).toMatch(/## What would change this\n\n- (Above|Below|From) /);
    expect(text).not.toContain("recomputed");
  });

  it("shows the recomputed case where there is one", () => {
    const text = decisionMarkdown(report(), fintechCase());
    expect(text).toMatch(/\n\| cost before \| \$42,000 a month \| \$181 a month by its formula, .* \| no \|/);
  });

  it("says whose tails are too thin for a p99, and how many samples it takes", () => {
    const thin = summary();
    const [only] = thin.workloads;
    const cells = only!.cells.map((cell) =>
      cell.state === "measured" && cell.target === "native"
        ? { ...cell, p99: { state: "insufficient" as const, samples: 41, needed: 662 } }
        : cell,
    );
    const { notes } = report({}, { ...thin, workloads: [{ ...only!, cells }] });
    expect(notes[0]).toBe(
      "A p99 needs 662 samples, and Native has 41: their tails are too thin to trust. `npx portolan measure --workload classify-image --effort publish` takes more.",
    );
    expect(report().notes.join()).not.toContain("p99 needs");
  });
});

describe("JSON", () => {
  it("survives being written, and adds up", () => {
    const given = report({ requestsPerMonth: exactly(1e9), platforms: ["lambda-x86", "ec2-c7i.large"] });
    const json = decisionJson(given);
    const back = JSON.parse(JSON.stringify(json)) as typeof json;
    expect(back).toEqual(json);
    expect(back.portolanDecision).toBe(1);
    expect(back.verdict.leader!.id).toBe(back.ranked[0]!.id);
    expect(back.ranked.length + back.excluded.length).toBe(6);
    expect(back.ranked.reduce((sum, { cheapest }) => sum + cheapest, 0)).toBeCloseTo(1, 9);
    for (const { bill } of back.ranked)
      expect(bill!.lines.reduce((sum, { usd }) => sum + usd, 0)).toBeCloseTo(bill!.totalUsd, 9);
    for (const { isToday, breakEven } of back.ranked) expect(breakEven === null).toBe(isToday);
    expect(back.scenario.requestsPerMonth).toBe("1000000000");
  });
});

describe("CSV", () => {
  it("has one row per option, with unrounded numbers and the reason for what is out", () => {
    const { decision } = report({ p99SloMs: 40 });
    const rows = csvParse(decisionCsv(decision));
    expect(rows).toHaveLength(decision.ranked.length + decision.excluded.length);
    expect(rows[0]!.option).toBe(decision.ranked[0]!.option.id);
    expect(Number(rows[0]!.totalUsd)).toBe(decision.ranked[0]!.spread.totalUsd.mean);
    const out = rows.find(({ option }) => option === "python@lambda-x86")!;
    expect(out.excludedBecause).toMatch(/^the p99 limit: keeps 40\.0 ms/);
    expect(out.totalUsd).toBe("");
  });
});

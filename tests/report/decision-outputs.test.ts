import { csvParse } from "d3";
import { describe, expect, it } from "vitest";
import { fintechCase } from "../../src/model/cost/fintech-case.ts";
import { formatMs, formatShare, formatUsd } from "../../src/model/format.ts";
import { exactly } from "../../src/model/scenario/range.ts";
import { adrMarkdown } from "../../src/report/adr.ts";
import { decisionCsv } from "../../src/report/decision-csv.ts";
import { decisionJson } from "../../src/report/decision-json.ts";
import { decisionMarkdown } from "../../src/report/decision-markdown.ts";
import { OPTION_COLUMNS, optionRows } from "../../src/report/option-rows.ts";
import { p99Range, p99Text } from "../../src/report/tail.ts";
import { BUSY } from "../model/decision/evidence.ts";
import { report, summary } from "../model/decision/reports.ts";

describe("Markdown", () => {
  it("gives the answer first, then the options, the bill and what would change it", () => {
    const given = report();
    const { decision } = given;
    const scenario = { ...decision.scenario, title: "Photos" };
    const text = decisionMarkdown({ ...given, decision: { ...decision, scenario } });
    expect(text).toMatch(
      /^# Photos\n\n\*\*Stay with Python on AWS Lambda, x86\. Native would answer in 8\.00 ms .*\*\*\n\nIt costs less than /,
    );
    expect(text).toMatch(/\n\| option \| cost over the horizon \|.*\n\|---\|/);
    expect(text).toMatch(/\n\| Python on AWS Lambda, x86 \(today\) \| \$[\d,]+ \| \$[\d,]+ to \$[\d,]+ \|/);
    expect(text).toMatch(
      /\n\| Requests \| [\d.]+ M requests \| 0\.2 USD\/1M requests \| \$0\.\d+ \| AWS price list, as Infracost reads it/,
    );
    expect(text).toMatch(/## What would change this\n\n- (Above|Below|From) /);
    expect(text).not.toContain("recomputed");
  });

  it("shows the recomputed case where there is one", () => {
    const text = decisionMarkdown(report(), fintechCase());
    expect(text).toMatch(/\n\| cost before \| \$42,000 a month \| \$181 a month by its formula, .* \| no \|/);
  });
});

describe("a p99 that too few samples support", () => {
  const [only] = summary().workloads;
  const cells = only!.cells.map((cell) =>
    cell.state === "measured" && cell.target === "native"
      ? { ...cell, p99: { state: "insufficient" as const, samples: 41, needed: 662 } }
      : cell,
  );
  const thin = report(
    { ...BUSY, platforms: ["lambda-x86"] },
    { ...summary(), workloads: [{ ...only!, cells }] },
  );
  const [first] = thin.decision.ranked;
  const frame = { date: "2026-01-31", decisionMakers: [], command: "again" };

  it("is a modelled tail in every output, its model in one sentence", () => {
    expect(first!.option.target.target).toBe("native");
    expect(thin.notes[0]).toBe(
      "≈ marks a modelled tail, which is no measured p99: for Native the slowest of 41 samples. A p99 needs 662 samples: `npx portolan measure --workload classify-image --effort publish` takes them.",
    );
    const told = /≈ [\d.]+ ms \(modelled\)/;
    expect(thin.reason).toMatch(told);
    expect(adrMarkdown(thin, frame)).toMatch(
      /Neutral, because its p99 is ≈ [\d.]+ ms \(modelled\) at the peak/,
    );
    expect(decisionMarkdown(thin)).toMatch(/\n\| Native on .*\| ≈ [\d.]+ ms \(modelled\) \|/);
    expect(optionRows(thin.decision)[0]![OPTION_COLUMNS.indexOf("p99")]).toMatch(told);
    expect(csvParse(decisionCsv(thin.decision))[0]!.p99Basis).toBe("modelled");
    expect(decisionJson(thin).ranked[0]!.p99).toEqual({
      basis: "modelled",
      lack: "a p99 needs 662 samples and it has 41",
    });
  });

  it("is not marked where the samples support it", () => {
    expect(report().notes.join()).not.toContain("modelled");
    expect(decisionMarkdown(report())).not.toContain("modelled");
    expect(decisionJson(report()).ranked[0]!.p99).toEqual({ basis: "measured", lack: null });
  });

  it("has its model for a range", () => {
    const spread = { p5: 7, p95: 12 };
    expect(p99Range({ tail: { state: "measured" } }, spread)).toBe("7.00 ms to 12.0 ms");
    expect(p99Range(first!.option.target, spread)).toBe("the slowest of 41 samples");
    expect(p99Range({ tail: { state: "thin", samples: 300, needed: 662 } }, spread)).toBe(
      "99 % of only 300 samples",
    );
    expect(p99Range({ tail: { state: "unseen" } }, spread)).toBe("the median, since no tail was seen");
    expect(p99Text({ tail: { state: "unseen" } }, Number.POSITIVE_INFINITY)).toBe("≈ without end (modelled)");
  });
});

describe("texts of a scenario and of a run", () => {
  const given = report();
  const hostile = (text: string) => ({
    ...given,
    decision: {
      ...given.decision,
      scenario: { ...given.decision.scenario, title: text, summary: `${text}\n\n${text}` },
      evidence: { ...given.decision.evidence, title: text },
    },
  });
  const frame = { date: "2026-01-31", decisionMakers: ["a: b\nstatus: accepted\u202e"], command: "a\n\n# b" };
  const headings = (text: string) => [...text.matchAll(/^#+ /gm)].length;

  it.each([
    ["Markdown", (one: typeof given) => decisionMarkdown(one)],
    ["the decision record", (one: typeof given) => adrMarkdown(one, frame)],
  ])("add no heading, link or HTML to %s", (_, write) => {
    const text = write(
      hostile("# x\n\n## Decision Outcome\n\n[y](javascript:z) <script>w</script>\u001b[2J"),
    );
    expect(headings(text)).toBe(headings(write(given)));
    expect(text).toContain("\\[y](javascript:z) \\<script>w\\</script>\\\\u001b\\[2J");
    expect(text).not.toMatch(/(?<!\\)(?:<script|\[y\])|\p{Bidi_Control}|(?!\n)\p{Cc}/u);
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
    expect(back.scenario.requestsPerMonth).toBe("1000M");
  });
});

describe("CSV", () => {
  const { decision } = report({ p99SloMs: 40 });
  const rows = csvParse(decisionCsv(decision));

  it("has one row per option, with as many digits as the table has", () => {
    expect(rows).toHaveLength(decision.ranked.length + decision.excluded.length);
    const [[title, cost, range, bill, p99, cheapest]] = optionRows(decision) as [string[]];
    const [first] = rows;
    expect(title).toContain(first!.title);
    const usd = (value: string | undefined) => formatUsd(Number(value));
    expect(usd(first!.totalUsd)).toBe(cost);
    expect(`${usd(first!.totalUsdP5)} to ${usd(first!.totalUsdP95)}`).toBe(range);
    expect(usd(first!.billUsdPerMonth)).toBe(bill);
    expect(formatMs(Number(first!.p99Ms))).toBe(p99);
    expect(formatShare(Number(first!.cheapestShare))).toBe(cheapest);
    // No digit more than is shown.
    expect(first!.totalUsd!.replace(/[^1-9]/g, "").length).toBeLessThanOrEqual(2);
  });

  it("tells of what is out what it would cost and take, and why it is out", () => {
    const out = rows.find(({ option }) => option === "python@lambda-x86")!;
    const { cost, central } = decision.excluded.find(({ option }) => option.id === out.option)!;
    expect(out.excludedBecause).toMatch(/^the p99 limit: keeps 40\.0 ms/);
    expect(out.rank).toBe("");
    const total = cost.onceUsd + cost.peopleUsd + cost.billsUsd!;
    expect(Number(out.totalUsd) / total).toBeCloseTo(1, 1);
    expect(Number(out.p99Ms) / central.outcome.p99Ms).toBeCloseTo(1, 2);
    for (const column of ["billUsdPerMonth", "p50Ms", "coldMs", "peopleUsd", "p99Basis"])
      expect(out[column], column).not.toBe("");
  });
});

import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { exactly } from "../../src/model/scenario/range.ts";
import { adrMarkdown } from "../../src/report/adr.ts";
import { flipSentence } from "../../src/report/flip-sentences.ts";
import { cell, ratioOf, target } from "../model/cells.ts";
import { BUSY, UNSETTLED } from "../model/decision/evidence.ts";
import { report, summary } from "../model/decision/reports.ts";

const FRAME = {
  date: "2026-01-31",
  decisionMakers: ["A. Smith", "B. Jones"],
  command: "npx portolan decide --preset chat --run r",
};

const adr = (over: Parameters<typeof report>[0] = {}, frame = FRAME) => adrMarkdown(report(over), frame);

/** MADR 4.0.0's headings, in its order. */
const HEADINGS = [
  ...[
    "## Context and Problem Statement",
    "## Decision Drivers",
    "## Considered Options",
    "## Decision Outcome",
  ],
  ...["### Consequences", "### Confirmation", "## Pros and Cons of the Options", "## More Information"],
];

const section = (text: string, heading: string) => text.split(`${heading}\n\n`)[1]!.split(/\n\n#{2,3} /)[0]!;

describe("the decision record", () => {
  it("has MADR's front matter and headings, in order", () => {
    const text = adr();
    const front = text.match(/^---\n([\s\S]*?)\n---\n\n# /);
    expect(parse(front![1]!)).toEqual({
      status: "proposed",
      date: "2026-01-31",
      "decision-makers": "A. Smith, B. Jones",
    });
    const places = HEADINGS.map((heading) => text.indexOf(`\n${heading}\n`));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it("names the option that is chosen, and why", () => {
    const text = adr({ ...BUSY, platforms: ["lambda-x86"] });
    expect(text).toContain("\n# Port “Classify an image” to Native on AWS Lambda, x86\n");
    expect(section(text, "## Decision Outcome")).toMatch(
      /^Chosen option: “Native on AWS Lambda, x86”\. It costs less than the closest alternative, .* has paid for itself against staying by month \d+\. Native would answer in 8\.00 ms instead of 50\.0 ms, .* It pays for the port at your 10 billion requests a month/,
    );
    expect(section(text, "### Consequences")).toMatch(
      /^\* Good, because .*\n\* Good, because [\s\S]*\n\* Bad, because the port takes about \$/,
    );
  });

  it("tells the courses in order of effort before it chooses", () => {
    const text = adr({}, FRAME);
    const ladder = section(text, "### The courses in order of effort");
    expect(ladder).toMatch(
      /^\| course \| target \| a request \|.*\n\|-.*\n\| Today \| Python \| .*\n\| Port it \| Native \| .* faster/,
    );
    expect(ladder).toContain("* Native takes 50.0 ms to 8.00 ms.");
    expect(text.indexOf("### The courses in order")).toBeLessThan(text.indexOf("## Decision Outcome"));
  });

  it("is titled by what is to be done", () => {
    const setting = {
      ...target("python-threads", "stay"),
      title: "Python (2 threads)",
      course: "setting",
    } as const;
    const of = summary({});
    const [only] = of.workloads;
    const threaded = {
      ...of,
      targets: [...of.targets, setting],
      workloads: [{ ...only!, cells: [...only!.cells, cell(setting.id, 20, { ratio: ratioOf(0.4) })] }],
    };
    const asked = { platforms: ["lambda-x86"], requestsPerMonth: exactly(3e8) };
    expect(adrMarkdown(report(asked, threaded), FRAME)).toContain(
      "\n# Change a setting of “Classify an image”: Python (2 threads) on AWS Lambda, x86\n",
    );
    expect(adr({ ...BUSY, platforms: ["lambda-x86"] })).toContain("\n# Port “Classify an image” to Native");
  });

  it("makes the flip conditions its triggers", () => {
    const given = report({});
    const more = section(adrMarkdown(given, FRAME), "## More Information");
    expect(more).toMatch(/^Re-visit this decision when one of these comes true/);
    const [first] = given.flips.conditions;
    expect(more).toContain(`* ${flipSentence(first!, given.decision)}`);
    expect(more).toContain("run 20260102T030405Z-quick-1 of 2026-01-02 on Test CPU");
    expect(more).toContain("* Duration: 0.0000166667 USD/GB-second (AWS price list, as Infracost reads it");
    expect(more).toContain("since 2024-07-01");
    expect(more).toContain("The same again: `npx portolan decide --preset chat --run r`");
  });

  it("chooses nothing where the evidence does not settle it, and says what to measure", () => {
    const text = adr(UNSETTLED);
    expect(text).toContain("# Measure before deciding about “Classify an image”");
    expect(section(text, "## Decision Outcome")).toMatch(
      /^No option is chosen yet\.[\s\S]*Measure first:\n\n\* Port one stage to native code as a trial/,
    );
  });

  it("says what is unmet where no option passes", () => {
    const text = adr({ p99SloMs: 1 });
    expect(text).toContain("# Find a platform for “Classify an image”: no option passes");
    expect(section(text, "### Excluded options")).toContain(
      "Python on AWS Lambda, x86 (as today): bad, because it fails the p99 limit: keeps 1.00 ms in 0 % of the draws",
    );
  });

  it("holds no raw ids, holes or unrounded numbers", () => {
    for (const over of [{}, BUSY, { p99SloMs: 1 }, { platforms: ["lambda-x86", "browser", "workers"] }]) {
      const text = adr(over, { ...FRAME, decisionMakers: [] });
      expect(text).toContain("decision-makers: to be named");
      expect(text).not.toMatch(/undefined|NaN|null|\[object|@lambda|@ec2|p99SloMs|requestsPerMonth|Infinity/);
      // Prices are stated in full; all else has three digits.
      expect(text).not.toMatch(/[1-9]\d*\.\d{4,}/);
    }
  });
});

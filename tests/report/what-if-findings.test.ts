import { describe, expect, it } from "vitest";
import { DEFAULT_SCENARIO } from "../../src/model/scenario/scenario.ts";
import * as found from "../../src/report/what-if-findings.ts";
import { answer } from "./answers.ts";

const NOTHING = { conditions: [], turning: 0, switches: [], steady: ["Keep-alive"] };

describe("what a folded section says", () => {
  it("counts the inputs that turn the choice from the list that it folds", () => {
    const conditions = [
      "Above 5 M requests a month: B instead of A.",
      "Below 1 M requests a month: C instead of A.",
    ];
    expect(found.flipsFinding({ ...NOTHING, conditions, turning: 1 })).toBe(
      "One input can turn the choice alone; the nearest is above 5 M requests a month: B instead of A",
    );
    expect(found.flipsFinding(NOTHING)).toBe("No input alone turns the choice within its bounds");
    expect(found.flipsFinding({ ...NOTHING, switches: ["If it had to work offline: B instead of A."] })).toBe(
      "No input alone turns the choice within its bounds; one other requirement would",
    );
  });

  it("says how many options meet the requirements, and which costs least with its range", () => {
    expect(found.optionsFinding(answer({ platforms: ["lambda-x86"] }))).toMatch(
      /^3 of 3 meet the requirements; python on AWS Lambda, x86 costs least, \$[\d,]+ \(\$[\d,]+ to \$[\d,]+\)$/,
    );
    const none = answer({ p99SloMs: 0.01 });
    expect(found.optionsFinding(none)).toBe(`None of ${none.excluded.length} meets the requirements`);
    expect(found.excludedFinding(none)).toBe("Six options fail a requirement");
    expect(found.coursesFinding(none)).toBe("No course meets the requirements");
  });

  it("says which inputs are the scenario’s own", () => {
    expect(found.assumptionsFinding(DEFAULT_SCENARIO)).toMatch(/^All \d+ inputs are at their defaults$/);
    expect(found.assumptionsFinding({ ...DEFAULT_SCENARIO, p99SloMs: 5, title: "Mine" })).toMatch(
      /^One input of \d+ is this scenario’s own, \d+ at their defaults$/,
    );
  });
});

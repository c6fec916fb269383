import { describe, expect, it } from "vitest";
import { runOfRows } from "../../src/model/run-of-rows.ts";
import { summarise } from "../../src/model/summarise.ts";
import { extentText, methodFinding } from "../../src/report/extent.ts";
import { liveFinding } from "../../src/report/live-finding.ts";
import { header } from "../fixtures/run.ts";
import { cell, ratioOf, target, workload } from "../model/cells.ts";

const empty = summarise(runOfRows(header(), []));
const run = {
  ...empty,
  processes: 1_470,
  samples: 26_340,
  noiseFloor: 0.21,
  targets: [
    { ...target("python", "stay"), inBrowser: "page" },
    target("js", "wasm"),
    { ...target("page", "wasm"), title: "Page" },
    target("absent", "native"),
  ],
  workloads: [
    workload("python", [
      cell("python", 10),
      cell("js", 20, { ratio: ratioOf(2) }),
      cell("page", 5, { ratio: ratioOf(0.5) }),
    ]),
  ],
};

describe("what a run holds", () => {
  it("is counted over what was measured", () => {
    expect(extentText(run)).toBe(
      "26,340 timed requests of one workload on three targets, in 1,470 processes",
    );
  });

  it("is said with what it decides, and with its noise", () => {
    expect(methodFinding(run)).toContain(
      "Of two comparisons with what runs today, one came out faster and one came out slower.",
    );
    expect(methodFinding(run)).toContain("Two equal measurements differ by up to 21 %.");
    const none = methodFinding({ ...run, noiseFloor: null, workloads: [workload(null, [])] });
    expect(none).toContain("Nothing in it can be compared");
    expect(none).toContain("its noise floor is not known");
  });
});

describe("what a browser makes of it", () => {
  it("is said of the targets that others name as theirs in a browser", () => {
    expect(liveFinding(run)).toMatch(
      /^On the machine of this report, a browser answers surely sooner than today’s program in one of one workload; most with Page on “Score telemetry”, .*faster\.$/,
    );
    expect(liveFinding({ ...run, targets: [target("python", "stay")] })).toContain("measured no browser");
  });
});

import { describe, expect, it } from "vitest";
import { optionsOf } from "../../../src/model/decision/options.ts";
import { decideAbout, measuredSubjects } from "../../../src/model/decision/subject.ts";
import { SHIPPED_BOOK } from "../../../src/model/prices/shipped-book.ts";
import { DEFAULT_SCENARIO } from "../../../src/model/scenario/scenario.ts";
import { summarise } from "../../../src/model/summarise.ts";
import type { MeasuredSummary } from "../../../src/model/summary.ts";
import { elsewhereNote, otherRunWarning } from "../../../src/report/other-runs.ts";
import { header, target } from "../../fixtures/run.ts";
import { type Level, runOn } from "../../fixtures/runs-apart.ts";

const HERE: readonly Level[] = [{ target: "python", ms: 10, twin: 1.001 }];
const THERE: readonly Level[] = [
  { target: "python", ms: 8, twin: 1.001 },
  { target: "js", ms: 2 },
];
const PLATFORMS = ["own-server", "ec2-c7g.large"];
const machine = {
  environment: { ...header().environment, machineId: "other", cpuModel: "Fast CPU", cores: 8 },
};

const run = (day: number, levels: readonly Level[], over = {}) => summarise(runOn(day, levels, over));

/** The decision about the first workload of a run with another beside it. */
function decided(other: MeasuredSummary, platform: string | null = null) {
  const main = { ...run(2, HERE), others: [{ run: other, platform }] };
  const scenario = { ...DEFAULT_SCENARIO, workload: "embed-text", platforms: PLATFORMS };
  const about = decideAbout(measuredSubjects(main)[0]!, SHIPPED_BOOK, scenario, { draws: 100 });
  if (about.state !== "decided") throw new Error(about.reason);
  return { ...about, main };
}
const optionIds = ({ grounds }: ReturnType<typeof decided>) =>
  optionsOf(grounds.evidence, grounds.platforms).map(({ id }) => id);

describe("a decision over several runs", () => {
  it("has options of another machine, at their own times and never as today's", () => {
    const about = decided(run(1, THERE, machine));
    expect(optionIds(about)).toEqual(
      PLATFORMS.flatMap((platform) => ["python", "python~2", "js~2"].map((id) => `${id}@${platform}`)),
    );
    const there = about.grounds.evidence.targets.find((one) => one.target === "js~2")!;
    expect(there.wallMs.value).toBeCloseTo(2);
    expect(there.ratio!.value).toBeCloseTo(0.2);
    expect(there.like).toBeNull();
    expect(there.elsewhere).toMatchObject({ isSameMachine: false, platform: null });
    expect(there.elsewhere!.ownRatio!.value).toBeCloseTo(0.25);
    expect(about.grounds.evidence.baseline).toBe("python");
    // What the report's own run says of itself is as before.
    expect(about.main.targets.map(({ id }) => id)).toEqual(["python", "js"]);
  });

  it("prices a machine by the one platform that it stands for", () => {
    const about = decided(run(1, THERE, machine), "ec2-c7g.large");
    expect(optionIds(about).filter((id) => id.includes("~2"))).toEqual([
      "python~2@ec2-c7g.large",
      "js~2@ec2-c7g.large",
    ]);
    expect(otherRunWarning(about.main.others[0]!, about.main)).toContain("options there alone, at its price");
  });

  it("takes of the same machine what the report's own run lacks", () => {
    const about = decided(run(1, THERE));
    expect(about.grounds.evidence.targets.map(({ target }) => target)).toEqual(["python", "js~2"]);
    const [, js] = about.grounds.evidence.targets;
    expect(elsewhereNote(js!.elsewhere!)).toMatch(
      /^Measured on the same machine on 2026-01-01 \(run .*\); over today’s program there: .* faster\.$/,
    );
  });

  it("takes nothing of another model", () => {
    const [workload] = header().workloads;
    const model = { ...workload!.model, sha256: "cd".repeat(32) };
    const about = decided(run(1, THERE, { ...machine, workloads: [{ ...workload!, model }] }));
    expect(about.grounds.evidence.targets.map(({ target }) => target)).toEqual(["python"]);
  });

  it("says that today's program moves where another machine serves it for less", () => {
    const about = decided(
      run(1, [{ target: "python", ms: 0.1, twin: 1 }], { ...machine, targets: [target("python", "stay")] }),
      "ec2-c7g.large",
    );
    expect(about.advice.action.state).not.toBe("port");
    expect(about.decision.ranked.map(({ option }) => option.id)).toContain("python~2@ec2-c7g.large");
  });
});

import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { runsFolder } from "../../loaders/paths.ts";
import { askedRuns } from "../../loaders/store/asked-runs.ts";
import { chosenSummary } from "../../loaders/store/chosen-summary.ts";
import { completeRows, header, writeRows } from "../fixtures/run.ts";
import { temporaryHome } from "../fixtures/temporary-folder.ts";

temporaryHome();

describe("the runs that are asked for", () => {
  it("are the report's own, and others with the platform that their machine stands for", () => {
    expect(askedRuns(undefined)).toEqual({ main: undefined, others: [] });
    expect(askedRuns("a,b,c=ec2-c7g.large")).toEqual({
      main: "a",
      others: [
        { runId: "b", platform: null },
        { runId: "c", platform: "ec2-c7g.large" },
      ],
    });
  });

  it("are refused with what is allowed", () => {
    expect(() => askedRuns("a,a")).toThrow("names a twice");
    expect(() => askedRuns("a=own-server")).toThrow("the first run is today's");
  });
});

describe("the summary of several runs", () => {
  beforeAll(() => {
    const write = (runId: string, over = {}) =>
      writeRows(join(runsFolder(), `${runId}.jsonl`), [header({ runId, ...over }), ...completeRows()]);
    const environment = { ...header().environment, machineId: "other", cpuModel: "Fast CPU" };
    write("mine");
    write("other", { environment, startedAt: "2025-12-31T00:00:00.000Z" });
    write("old", { suiteVersion: "1.0.0", startedAt: "2025-01-01T00:00:00.000Z" });
  });

  it("is the first one's, with the others beside it and a word on whose they are", () => {
    const summary = chosenSummary("mine,other=ec2-c7g.large")!;
    expect(summary.runId).toBe("mine");
    expect(summary.others!.map(({ platform, run }) => [platform, run.targets[0]!.title])).toEqual([
      ["ec2-c7g.large", "python, on Fast CPU, 4 cores"],
    ]);
    expect(summary.warnings.join()).toMatch(
      /from run other\. Measured on another machine on 2025-12-31: Fast CPU.* stands for ec2-c7g\.large/,
    );
    expect(chosenSummary("mine")!.others).toBeUndefined();
  });

  it("refuses what is unknown or not comparable", () => {
    expect(() => chosenSummary("mine,nowhere")).toThrow('no run "nowhere"');
    expect(() => chosenSummary("mine,old")).toThrow("run old measured suite 1.0.0, and mine suite 2.");
  });
});

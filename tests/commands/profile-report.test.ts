import { describe, expect, it } from "vitest";
import { reportOf } from "../../loaders/commands/profile-report.ts";
import { summariseRecording } from "../../src/model/summarise-recording.ts";
import { completeRecording, recordingHeader, recordingOf } from "../fixtures/recording.ts";

function textOf(profiledWallMs: number, cpuMs = 800): string {
  const rows = completeRecording().map((row) => {
    if (row.kind === "attribution") {
      const attribution = { ...row.attribution, bias: "it leans", warnings: ["an odd file"] };
      return { ...row, attribution };
    }
    if (row.kind !== "execution") return row;
    return row.arm === "profiled" ? { ...row, wallMs: profiledWallMs } : { ...row, cpuMs };
  });
  const summary = summariseRecording(recordingOf(recordingHeader(), rows));
  return reportOf({ path: "r.jsonl", logPath: "r.log", end: "complete", detail: "", summary }).text;
}

describe("the terminal's report of a recording", () => {
  it("says how the profile is to be read: samples, clock, bias, warnings", () => {
    const text = textOf(1_120);
    expect(text).toContain("550 samples, one each 2.0 ms");
    expect(text).toContain("Clock: the busiest thread");
    expect(text).toContain("Bias: it leans");
    expect(text).toContain("! an odd file");
  });

  it("states a slow-down only where there is one", () => {
    expect(textOf(1_120)).toContain("+12.0 % of wall time under py-spy");
    expect(textOf(920)).toContain("no measurable slow-down under py-spy");
  });

  it("warns, with the command that would do better, where the profiler slowed it too much", () => {
    const [, line] = /^! (.*slowed.*)$/m.exec(textOf(1_500))!;
    expect(line).toContain("slowed the program by 50 %");
    expect(line).toContain("npx portolan profile --budget 15m -- python pipeline.py");
  });

  it("warns of CPU time that the profile does not follow", () => {
    expect(textOf(1_120, 2_000)).toContain("! 1.05 s of CPU time were spent in other threads or processes");
  });
});

import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { MeasureJson } from "../../loaders/commands/measure-report.ts";
import { readRunFile } from "../../loaders/store/run-file.ts";
import { cli } from "../fixtures/cli.ts";
import { smallDisk } from "../fixtures/small-disk.ts";
import { lendCache } from "../fixtures/temporary-folder.ts";

const MEASURE = ["measure", "--workload", "score-telemetry", "--size", "small", "--target", "js", "--json"];
const disk = smallDisk("16m");
const measure = (onStderr?: (text: string) => void) =>
  cli(MEASURE, { env: { PORTOLAN_HOME: disk!.folder }, ...(onStderr ? { onStderr } : {}) });
const files = (name: string) => readdirSync(join(disk!.folder, name), { recursive: true, encoding: "utf8" });
const complaints = (stderr: string) => stderr.split("\n").filter((line) => /full|ENOSPC/.test(line));

describe.runIf(disk)("a disk that is full", () => {
  it("while a measurement prepares ends it with one message, and leaves no half of a file", async () => {
    disk!.fill();
    const { code, stderr } = await measure();
    expect(code).toBe(1);
    expect(complaints(stderr)).toEqual([
      expect.stringMatching(
        /^portolan: the disk is full: .* could not be written; free some space and try again$/,
      ),
    ]);
    expect(stderr).not.toContain("js is not measured here");
    disk!.empty();
    expect(files(".").filter((name) => /part$|lock$/.test(name))).toEqual([]);
  });

  it("while it measures blames no target, and what was measured is gone on with", async () => {
    rmSync(join(disk!.folder, "cache"), { recursive: true, force: true });
    lendCache(disk!.folder);
    const { code, stdout, stderr } = await measure((text) => /^\[ ?1\//m.test(text) && disk!.fill());
    expect(code).toBe(1);
    expect(stdout).toBe("");
    const [name, ...others] = files("runs");
    const path = join(disk!.folder, "runs", name!);
    expect(others).toEqual([]);
    expect(complaints(stderr)).toEqual([
      expect.stringMatching(
        /^portolan: the disk is full: .*; what was measured before is kept in .*\.jsonl: free some/,
      ),
    ]);
    const { run, warnings } = readRunFile(path);
    expect(warnings).toEqual([]);
    expect(run.outcomes.map(({ state }) => state)).toEqual(["ok"]);
    disk!.empty();
    const again = JSON.parse((await measure()).stdout) as MeasureJson;
    expect(again).toMatchObject({ path, resumed: true, end: "complete", cells: [{ state: "ok" }] });
  });
});

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readRunFile } from "../../loaders/store/run-file.ts";
import type { Run } from "../../src/model/run-file.ts";
import { must } from "./storm.ts";

/** The least that measures something: one small workload on one target. */
export const MEASURE = [
  "measure",
  ...["--workload", "score-telemetry", "--size", "small", "--target", "js", "--json"],
];

export const runsFolder = (home: string): string => join(home, "runs");

export const runNames = (home: string): string[] =>
  existsSync(runsFolder(home)) ? readdirSync(runsFolder(home)).filter((name) => name.endsWith(".jsonl")) : [];

/** Reads every run of a home, each of which must be sound, and no process told twice. */
export function soundRuns(home: string): Run[] {
  return runNames(home).map((name) => {
    const { run } = readRunFile(join(runsFolder(home), name));
    const processes = run.outcomes.map(({ process }) => process);
    must(new Set(processes).size === processes.length, `${name}: a process has two outcomes`);
    return run;
  });
}

/** Nothing but whole files may lie in a home's runs once nobody is at work. */
export function mustBeTidy(home: string): void {
  const left = existsSync(runsFolder(home))
    ? readdirSync(runsFolder(home)).filter((name) => !name.endsWith(".jsonl"))
    : [];
  must(left.length === 0, `left behind in runs/: ${left.join(", ")}`);
}

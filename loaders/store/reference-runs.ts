import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../paths.ts";
import { readRunFile } from "./run-file.ts";
import type { StoredRun } from "./runs.ts";
import { readDated } from "./runs-folder.ts";

/** Where runs of machines that most readers do not have are committed: `README.txt` there says how one is added. */
const referenceFolder = (): string =>
  process.env.PORTOLAN_REFERENCE_RUNS || join(projectRoot, "src", "data", "runs");

/**
 * Every reference run, oldest first; none where there is none. What they hold was measured on another machine, and is said to be
 * (`src/report/other-machine.ts`). What cannot be read is reported and left out.
 */
export function referenceRuns(warn: (message: string) => void): StoredRun[] {
  const folder = referenceFolder();
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".jsonl")) : [];
  return readDated(
    {
      noun: "reference run",
      paths: names.sort().map((name) => join(folder, name)),
      read: readRunFile,
      of: ({ run: { header } }) => ({ id: header.runId, startedAt: header.startedAt }),
    },
    warn,
  );
}

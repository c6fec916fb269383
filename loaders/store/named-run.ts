import { existsSync } from "node:fs";
import { join } from "node:path";
import { isFolder } from "../files/stats.ts";
import { runsFolder } from "../paths.ts";
import { type ReadRun, readRunFile } from "./run-file.ts";
import { chosenRun } from "./runs.ts";

/**
 * The run of that id, or of a file that is none of the runs here.
 *
 * @throws Error that lists the known runs, or says what is wrong with the file
 */
export function namedRun(name: string, warn: (message: string) => void): ReadRun {
  if (/[\\/]|\.jsonl$/.test(name)) {
    if (!existsSync(name) || isFolder(name))
      throw new Error(
        `there is no run file ${name}; give the path of a .jsonl file, or a run's id (npx portolan runs)`,
      );
    return readRunFile(name);
  }
  // By its name first: reading every run takes its time where there are many.
  const path = join(runsFolder(), `${name}.jsonl`);
  const found = existsSync(path) ? readRunFile(path) : null;
  return found?.run.header.runId === name ? found : chosenRun(name, warn)!;
}

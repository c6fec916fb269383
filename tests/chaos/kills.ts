import { readFileSync } from "node:fs";
import { join } from "node:path";
import { command, lastWorkers, newHome } from "./command.ts";
import { MEASURE, mustBeTidy, runNames, runsFolder, soundRuns } from "./runs-in.ts";
import { must, type Storm, trial, within } from "./storm.ts";

const LATEST_MS = 6_000;

/** `kill -9`, at any moment, and the same command again. */
export const kills: Storm = {
  id: "kills",
  title: "`kill -9` in the middle of a measurement, and the same command again",
  promise:
    "whole rows stay byte for byte, the next run goes on after them, and nothing of the killed one runs on",
  trials: 8,
  async *strike({ random, folder, trials }) {
    for (let i = 0; i < trials; i++) {
      const home = newHome(folder, String(i));
      const delayMs = Math.round(300 + random() * LATEST_MS);
      yield await trial(`killed after ${delayMs} ms`, async () => {
        const { child, ended } = command(home, MEASURE);
        setTimeout(() => child.kill("SIGKILL"), delayMs);
        await ended;
        const left = await lastWorkers(home);
        must(left.length === 0, `processes ${left.join(", ")} outlived it`, "hung");
        const before = runNames(home).map((name) => wholeRows(join(runsFolder(home), name)));
        const again = await within(120_000, "the same command again", command(home, MEASURE).ended);
        must(
          again.code === 0,
          `the same command again: exit code ${again.code}: ${again.output.slice(-300)}`,
        );
        for (const [i, name] of runNames(home).slice(0, before.length).entries()) {
          const after = readFileSync(join(runsFolder(home), name));
          must(
            after.subarray(0, before[i]!.length).equals(before[i]!),
            `${name}: what was measured was changed`,
          );
        }
        const complete = soundRuns(home).filter(({ ends }) => ends.at(-1)?.reason === "complete");
        must(complete.length > 0, "no run is complete");
        mustBeTidy(home);
      });
    }
  },
};

function wholeRows(path: string): Buffer {
  const bytes = readFileSync(path);
  return bytes.subarray(0, bytes.lastIndexOf(10) + 1);
}

import { setTimeout as sleep } from "node:timers/promises";
import { command, newHome } from "./command.ts";
import { MEASURE, mustBeTidy, soundRuns } from "./runs-in.ts";
import { must, type Storm, trial, within } from "./storm.ts";

const AT_ONCE = 3;

/** Several measurements in one home. */
export const concurrent: Storm = {
  id: "concurrent",
  title: `${AT_ONCE} measurements at once in one folder`,
  promise: "each has a run of its own, complete, with no process told twice",
  trials: 3,
  async *strike({ random, folder, trials }) {
    for (let i = 0; i < trials; i++) {
      const home = newHome(folder, String(i));
      const delays = Array.from({ length: AT_ONCE }, (_, k) => (k === 0 ? 0 : Math.round(random() * 1_500)));
      yield await trial(`started after ${delays.join(", ")} ms`, async () => {
        const all = delays.map(async (delayMs) => {
          await sleep(delayMs);
          return command(home, MEASURE).ended;
        });
        const ended = await within(300_000, "the measurements", Promise.all(all));
        for (const { code, output } of ended) must(code === 0, `exit code ${code}: ${output.slice(-300)}`);
        const runs = soundRuns(home);
        must(runs.length === AT_ONCE, `${runs.length} runs of ${AT_ONCE} measurements`);
        must(
          runs.every(({ ends }) => ends.length === 1 && ends[0]!.reason === "complete"),
          "a run is not complete",
        );
        mustBeTidy(home);
      });
    }
  },
};

import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { formatBytes } from "../../src/model/format.ts";
import { scratchFolder } from "../files/scratch.ts";
import { homeFolder } from "../paths.ts";
import { chosenRun } from "../store/runs.ts";
import type { Figure, FigureResult } from "./figure.ts";
import { costFigures, forgetBuilds, portolan } from "./portolan-process.ts";
import { simulateFleet } from "./simulate-fleet.ts";

const COUNTS = [10, 100, 1_000, 10_000];
const MOST = Math.max(...COUNTS);
/** Of the largest. */
const BOUND = { boundS: 120, boundBytes: 2e9 };

/**
 * What a report of a fleet costs, and how that grows: the first build makes all that there is to make, the next ones find the pages
 * and read other runs; of the largest also when nothing has changed, and when nothing was kept.
 */
export const fleet: Figure = {
  id: "fleet",
  title: `a report of ${COUNTS.map((count) => count.toLocaleString("en-US")).join(", ")} runs`,
  onlyByName: true,
  async measure() {
    const newest = chosenRun(undefined, () => {})?.run;
    if (!newest) throw new Error("there is no run to make others from; npx portolan measure makes one");
    const root = mkdtempSync(join(scratchFolder(), "fleet-"));
    const env = { PORTOLAN_HOME: join(root, "home"), PORTOLAN_DIST: join(root, "dist") };
    const results: FigureResult[] = [];
    const build = async (count: number, how: string) => {
      const what = `${count.toLocaleString("en-US")} runs, npx portolan build${how}`;
      results.push(...costFigures(what, await portolan(["build"], env), BOUND));
    };
    try {
      const runs = join(env.PORTOLAN_HOME, "runs");
      cpSync(homeFolder("cache"), join(env.PORTOLAN_HOME, "cache"), { recursive: true });
      forgetBuilds(env.PORTOLAN_HOME);
      for (const count of COUNTS) {
        rmSync(runs, { recursive: true, force: true });
        mkdirSync(runs, { recursive: true });
        const bytes = simulateFleet(newest, count, runs);
        await build(count, `: ${formatBytes(bytes)}${count === COUNTS[0] ? ", nothing kept" : ""}`);
      }
      await build(MOST, " again");
      forgetBuilds(env.PORTOLAN_HOME);
      await build(MOST, ", nothing kept");
      return results;
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  },
};

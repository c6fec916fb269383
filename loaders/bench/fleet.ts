import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { formatBytes } from "../../src/model/format.ts";
import type { Run } from "../../src/model/run-file.ts";
import { scratchFolder } from "../files/scratch.ts";
import { homeFolder, projectRoot } from "../paths.ts";
import { runCommand } from "../run-command.ts";
import { chosenRun } from "../store/runs.ts";
import type { Figure, FigureResult } from "./figure.ts";
import type { BuiltStore } from "./fleet-process.ts";
import { simulateFleet } from "./simulate-fleet.ts";

const COUNTS = [100, 1_000, 10_000];
const BOUND_S = 120;
const BOUND_BYTES = 2e9;
const TIMEOUT_MS = 30 * 60_000;

/** What a report of a fleet costs: its store by itself, and of the largest the whole build. */
export const fleet: Figure = {
  id: "fleet",
  title: `a report of ${COUNTS.map((count) => count.toLocaleString("en-US")).join(", ")} runs`,
  onlyByName: true,
  async measure() {
    const newest = chosenRun(undefined, () => {})?.run;
    if (!newest) throw new Error("there is no run to make others from; npx portolan measure makes one");
    const results: FigureResult[] = [];
    for (const count of COUNTS) results.push(...(await ofCount(newest, count)));
    return results;
  },
};

async function ofCount(newest: Run, count: number): Promise<FigureResult[]> {
  const root = mkdtempSync(join(scratchFolder(), "fleet-"));
  const env = { PORTOLAN_HOME: join(root, "home"), PORTOLAN_DIST: join(root, "dist") };
  try {
    const runs = join(env.PORTOLAN_HOME, "runs");
    mkdirSync(runs, { recursive: true });
    const bytes = simulateFleet(newest, count, runs);
    const what = `${count.toLocaleString("en-US")} runs of ${formatBytes(bytes)}`;
    const built: BuiltStore = JSON.parse(
      await node([fileURLToPath(new URL("fleet-process.ts", import.meta.url))], env),
    );
    const { seconds, summarySeconds, storeBytes, peakRssBytes } = built;
    const took = `${seconds.toFixed(1)} s, of which the newest's summary ${summarySeconds.toFixed(1)} s`;
    const results = [
      bounded(`${what}: store and summary`, took, `≤ ${BOUND_S} s`, seconds <= BOUND_S),
      bounded(`${what}: the store's size`, formatBytes(storeBytes), "–", true),
      bounded(
        `${what}: memory, at most`,
        formatBytes(peakRssBytes),
        `≤ ${formatBytes(BOUND_BYTES)}`,
        peakRssBytes <= BOUND_BYTES,
      ),
    ];
    if (count < Math.max(...COUNTS)) return results;
    cpSync(homeFolder("cache"), join(env.PORTOLAN_HOME, "cache"), { recursive: true });
    const start = performance.now();
    await node([join(projectRoot, "bin", "portolan.js"), "build"], env);
    const wholeS = (performance.now() - start) / 1e3;
    return [
      ...results,
      bounded(
        `${what}: npx portolan build, all of it`,
        `${wholeS.toFixed(0)} s`,
        `≤ ${BOUND_S} s`,
        wholeS <= BOUND_S,
      ),
    ];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const bounded = (what: string, value: string, bound: string, within: boolean): FigureResult => ({
  ...{ what, value, bound, within },
});

async function node(args: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
  const tsx = args[0]!.endsWith(".ts") ? ["--import", "tsx"] : [];
  const { ok, stdout, stderr } = await runCommand(process.execPath, [...tsx, ...args], {
    env,
    timeoutMs: TIMEOUT_MS,
  });
  if (!ok) throw new Error(`${args.join(" ")} failed:\n${stdout}${stderr}`);
  return stdout;
}

import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { scratchFolder } from "../files/scratch.ts";
import { homeFolder } from "../paths.ts";
import { RECORDING_SUFFIX } from "../store/recording-file.ts";
import { chosenRun } from "../store/runs.ts";
import type { Figure } from "./figure.ts";
import { costFigures, forgetBuilds, portolan } from "./portolan-process.ts";

const RECORDINGS = 200;
const RUNS = 20;
const BOUND = { boundS: 60 };
/** What is recorded: it computes, and moves some bytes. */
const PROGRAM =
  "for (let i = 0; i < 40; i++) { JSON.parse(JSON.stringify(Array.from({ length: 20000 }, (_, k) => Math.sqrt(k)))); }";

/**
 * A report of a team that has measured for a while: the newest run as often as twenty times, and one recording two hundred times,
 * each under another name and date. Built from nothing, and again.
 */
export const largeBuild: Figure = {
  id: "large-build",
  title: `the site from ${RECORDINGS} recordings and ${RUNS} runs`,
  onlyByName: true,
  async measure() {
    const newest = chosenRun(undefined, () => {});
    if (!newest) throw new Error("there is no run to build from; npx portolan measure makes one");
    const root = mkdtempSync(join(scratchFolder(), "large-"));
    const env = { PORTOLAN_HOME: join(root, "home"), PORTOLAN_DIST: join(root, "dist") };
    try {
      const runs = join(env.PORTOLAN_HOME, "runs");
      mkdirSync(runs, { recursive: true });
      cpSync(homeFolder("cache"), join(env.PORTOLAN_HOME, "cache"), { recursive: true });
      forgetBuilds(env.PORTOLAN_HOME);
      copies(newest.path, newest.run.header.runId, ".jsonl", RUNS, runs);
      await portolan(["profile", "--", process.execPath, "-e", PROGRAM], env);
      const name = readdirSync(runs).find((name) => name.endsWith(RECORDING_SUFFIX))!;
      copies(join(runs, name), basename(name, RECORDING_SUFFIX), RECORDING_SUFFIX, RECORDINGS, runs);
      rmSync(join(runs, name));
      const figures = [];
      for (const how of ["from nothing", "again, nothing changed"])
        figures.push(...costFigures(`npx portolan build, ${how}`, await portolan(["build"], env), BOUND));
      return figures;
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  },
};

/** Writes a file as often as asked, under names of its own, a minute apart. */
function copies(path: string, id: string, suffix: string, count: number, folder: string): void {
  const text = readFileSync(path, "utf8");
  for (let i = 0; i < count; i++) {
    const copy = `${id}-${String(i).padStart(3, "0")}`;
    writeFileSync(join(folder, `${copy}${suffix}`), text.replaceAll(id, copy));
  }
}

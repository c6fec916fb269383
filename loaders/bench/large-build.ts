import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { scratchFolder } from "../files/scratch.ts";
import { homeFolder, projectRoot } from "../paths.ts";
import { runCommand } from "../run-command.ts";
import { RECORDING_SUFFIX } from "../store/recording-file.ts";
import { chosenRun } from "../store/runs.ts";
import type { Figure, FigureResult } from "./figure.ts";

const RECORDINGS = 200;
const RUNS = 20;
const BOUND_S = 60;
const TIMEOUT_MS = 30 * 60_000;
const PORTOLAN = join(projectRoot, "bin", "portolan.js");
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
      rmSync(join(env.PORTOLAN_HOME, "cache", "drawn"), { recursive: true, force: true });
      copies(newest.path, newest.run.header.runId, ".jsonl", RUNS, runs);
      await portolan(["profile", "--", process.execPath, "-e", PROGRAM], env);
      const name = readdirSync(runs).find((name) => name.endsWith(RECORDING_SUFFIX))!;
      copies(join(runs, name), basename(name, RECORDING_SUFFIX), RECORDING_SUFFIX, RECORDINGS, runs);
      rmSync(join(runs, name));
      return [await build("from nothing", env), await build("again, nothing changed", env)];
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

async function build(how: string, env: Readonly<Record<string, string>>): Promise<FigureResult> {
  const start = performance.now();
  await portolan(["build"], env);
  const seconds = (performance.now() - start) / 1e3;
  return {
    what: `npx portolan build, ${how}`,
    value: `${seconds.toFixed(0)} s`,
    bound: `≤ ${BOUND_S} s`,
    within: seconds <= BOUND_S,
  };
}

async function portolan(args: readonly string[], env: Readonly<Record<string, string>>): Promise<void> {
  const { ok, stdout, stderr } = await runCommand(process.execPath, [PORTOLAN, ...args], {
    env,
    timeoutMs: TIMEOUT_MS,
  });
  if (!ok) throw new Error(`portolan ${args[0]} failed:\n${stdout}${stderr}`);
}

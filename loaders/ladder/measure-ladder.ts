import { readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { modelRunsMs, separateProfiles } from "../../src/model/engine-profile.ts";
import { LADDER_ENGINES, type LadderEngine, RUNGS } from "../../src/model/ladder/rungs.ts";
import type { Effort, LadderRow } from "../../src/model/run-file.ts";
import { isDiskFull } from "../files/disk-full.ts";
import { scratchFolder } from "../files/scratch.ts";
import { runProgram } from "../harness/run-program.ts";
import { Interrupted } from "../interruption.ts";
import { packageVersion, threadCount } from "../targets/engines.ts";
import type { LadderFiles } from "./node.ts";

const ROUNDS: Readonly<Record<Effort, number>> = { quick: 15, default: 41, publish: 101 };
const TIMEOUT_MS = 120_000;

interface Options {
  readonly effort: Effort;
  readonly signal: AbortSignal;
}

/** Each engine alone, and with as many threads as targets have: a row each, measured or with the reason why not. */
export async function measureLadder(options: Options): Promise<LadderRow[]> {
  const threads = availableParallelism() > 1 ? [1, threadCount] : [1];
  const rows: LadderRow[] = [];
  for (const engine of LADDER_ENGINES)
    for (const count of threads) rows.push(await rowOf(engine, count, options));
  return rows;
}

async function rowOf(engine: LadderEngine, threads: number, { effort, signal }: Options): Promise<LadderRow> {
  const at = new Date().toISOString();
  const base = { kind: "ladder", engine, threads, at } as const;
  const version = packageVersion(engine);
  const lost = (reason: string, enable: string): LadderRow => ({
    ...base,
    version: version ?? "none",
    rungs: [],
    missing: { reason, enable },
  });
  if (version === null)
    return lost(`the optional package ${engine} is not installed`, `npm install --no-save ${engine}`);
  try {
    const job = { engine, threads, rounds: ROUNDS[effort], folder: scratchFolder() };
    let printed = "";
    const files = (await runProgram({ module: "ladder/node.ts", host: "node" }, job, {
      timeoutMs: TIMEOUT_MS,
      signal,
      printed: (text) => {
        printed = text;
      },
    })) as LadderFiles;
    const texts = files.length > 0 ? files.map(readAway) : separateProfiles(printed);
    const rungs = RUNGS.map((rung, i) => ({ rung, roundMs: modelRunsMs(texts[i] ?? "", job.rounds) }));
    return { ...base, version, rungs, missing: null };
  } catch (error) {
    if (error instanceof Interrupted || isDiskFull(error)) throw error;
    return lost((error as Error).message, "npx portolan doctor");
  }
}

function readAway(file: string): string {
  const text = readFileSync(file, "utf8");
  rmSync(file, { force: true });
  return text;
}

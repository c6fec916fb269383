import { mkdirSync } from "node:fs";
import { arch, availableParallelism, cpus, platform } from "node:os";
import { join } from "node:path";
import { attributeTrace } from "../../src/model/traces/attribute.ts";
import type { BucketRule } from "../../src/model/traces/rules/rule.ts";
import {
  DOMINANT_SPLITS,
  type Split,
  scoreTool,
  sharesOf,
  splitName,
  type TruthCell,
  type TruthReport,
  type TruthTool,
  truthShares,
} from "../../src/model/truth.ts";
import type { Progress } from "../harness/progress.ts";
import { inScratchFolder, type Job, type Program, type ProgramResult, runProgram } from "./program.ts";
import type { ProfileTool } from "./tool.ts";

interface TruthOptions {
  readonly tools: readonly ProfileTool[];
  readonly rules: readonly BucketRule[];
  /** Tools without a tolerance see the dominant ones of these only. */
  readonly splits: readonly Split[];
  /** Asked-for length of each run. */
  readonly targetMs: number;
  readonly quick: boolean;
  readonly progress: Progress;
}

/** Runs every program on every split, alone and under each tool, and scores what is read from the profiles. */
export async function measureTruth({
  tools,
  rules,
  splits,
  targetMs,
  quick,
  progress,
}: TruthOptions): Promise<TruthReport> {
  const versions: Record<string, string> = { "node.js": process.versions.node };
  const cells = new Map<ProfileTool, TruthCell[]>();
  const missing = new Map<ProfileTool, { reason: string; enable: string }>();
  for (const tool of tools) {
    const probe = await tool.probe();
    if (probe.available) {
      cells.set(tool, []);
      Object.assign(versions, probe.engines);
    } else {
      missing.set(tool, { reason: probe.reason, enable: probe.enable });
      progress.say(`${tool.title}: not measured here: ${probe.reason}. To enable it: ${probe.enable}`);
    }
  }
  const programs = new Map<ProfileTool, Program>();
  for (const tool of cells.keys()) programs.set(tool, await tool.program());

  const rounds = splits.map((split) => ({
    split,
    tools: [...programs].filter(([tool]) => tool.points !== null || DOMINANT_SPLITS.includes(split)),
  }));
  const runs = rounds.map(({ tools: round }) => round.length + new Set(round.map(([, { id }]) => id)).size);
  const steps = new Steps(
    progress,
    runs.reduce((sum, count) => sum + count, 0),
  );
  const measureSplit = async (split: Split, round: readonly [ProfileTool, Program][], folder: string) => {
    const planned = new Map<Program["id"], { job: Job; alone: ProgramResult }>();
    for (const [tool, program] of round) {
      if (missing.has(tool)) continue;
      let plan = planned.get(program.id);
      if (!plan) {
        plan = await runAlone(program, split, targetMs, folder);
        planned.set(program.id, plan);
        steps.done(`${program.id} ${splitName(split)}, no profiler`);
      }
      try {
        cells.get(tool)!.push(await runProfiled(tool, program, split, plan, rules));
      } catch (error) {
        // A tool that is only shown must not cost the others their table.
        if (tool.points !== null) throw error;
        const reason = `it failed on ${splitName(split)}: ${(error as Error).message}`;
        missing.set(tool, { reason, enable: "run it by hand, with the command of its title" });
        progress.say(`${tool.title}: ${reason}`);
      }
      steps.done(`${tool.title} ${splitName(split)}`);
    }
  };
  try {
    for (const { split, tools: round } of rounds)
      await inScratchFolder((folder) => measureSplit(split, round, folder));
  } finally {
    progress.stop();
  }
  return {
    schema: 1,
    measuredAt: `${new Date().toISOString().slice(0, 16)}Z`,
    quick,
    targetMs,
    machine: {
      cpuModel: cpus()[0]?.model.trim() || "unknown CPU",
      cores: availableParallelism(),
      platform: `${platform()} ${arch()}`,
      versions,
    },
    tools: tools.map((tool) => resultOf(tool, cells.get(tool) ?? [], missing.get(tool))),
  };
}

/** Calibrates the plan and runs it without a profiler; profiled runs repeat the plan. */
async function runAlone(
  program: Program,
  split: Split,
  targetMs: number,
  folder: string,
): Promise<{ job: Job; alone: ProgramResult }> {
  const own = join(folder, program.id);
  mkdirSync(own);
  const job: Job = { ...program.job, folder: own, planPath: join(own, "plan.json") };
  const whole = split.interpreter + split.compute + split.io;
  const share = (percent: number) => (percent / whole) * targetMs;
  const calibrated: Job = {
    ...job,
    iterationMs: program.iterationMs,
    targetMs: {
      interpreter: share(split.interpreter),
      compute: share(split.compute),
      io: share(split.io),
    },
  };
  return { job, alone: await runProgram(program.file, [program.script, JSON.stringify(calibrated)]) };
}

async function runProfiled(
  tool: ProfileTool,
  program: Program,
  split: Split,
  { job, alone }: { readonly job: Job; readonly alone: ProgramResult },
  rules: readonly BucketRule[],
): Promise<TruthCell> {
  const folder = join(job.folder, tool.id);
  mkdirSync(folder);
  const { measured, profile, executions = 1 } = await tool.record(program, { ...job, folder });
  const attribution = attributeTrace(profile, rules);
  return {
    split,
    unprofiled: truthShares(alone),
    truth: truthShares(measured),
    attributed: sharesOf(attribution.buckets),
    seen: profile.wallMs / measured.wallMs,
    inflation: measured.wallMs / executions / alone.wallMs - 1,
    samples: profile.samples,
  };
}

function resultOf(
  { id, title, command, limit, scored, points }: ProfileTool,
  cells: readonly TruthCell[],
  missing: { readonly reason: string; readonly enable: string } | undefined,
): TruthTool {
  const outcome: TruthTool["outcome"] = missing
    ? { state: "not measured", ...missing }
    : { state: "measured", cells, score: scoreTool(cells, { scored, points }) };
  return { id, title, command, limit, scored, points, outcome };
}

/** Counts steps and guesses the time left from those done. */
class Steps {
  readonly #began = Date.now();
  #done = 0;
  constructor(
    readonly progress: Progress,
    readonly total: number,
  ) {
    progress.start(total);
  }
  done(label: string): void {
    this.#done++;
    const left = this.total - this.#done;
    this.progress.step(label, left, ((Date.now() - this.#began) / this.#done) * left);
  }
}

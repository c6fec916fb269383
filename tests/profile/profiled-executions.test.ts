import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Setting } from "../../loaders/profile/attempt.ts";
import { type Profiled, profiledExecutions } from "../../loaders/profile/profiled-executions.ts";
import type { ProfiledExecution, Profiler } from "../../loaders/profile/profiler.ts";
import { Stop } from "../../loaders/profile/stop.ts";
import type { ExecutionRow } from "../../src/model/recording-file.ts";
import { importTrace } from "../../src/model/traces/import.ts";
import { defaultRules } from "../fixtures/default-rules.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

const folder = temporaryFolder();
const PLAIN_MS = 10_000;
let files = 0;

/** A profiler that stops the command for so long at each sample. */
const profiler = (pauseMs: number, over: Partial<Profiler> = {}): Profiler => ({
  host: "python",
  evidence: "sampled",
  name: "py-spy",
  version: "0",
  options: [],
  limit: null,
  lowestHz: 11,
  lighter: null,
  isLight: false,
  rateFor: () => 199,
  run: async ({ rateHz }) => {
    const samples = Math.round((rateHz * PLAIN_MS) / 1e3);
    return execution(PLAIN_MS + samples * pauseMs, samples);
  },
  ...over,
});

let frame = { name: "loop", file: "/app/pipeline.py", line: 3 };

function execution(wallMs: number, samples: number): ProfiledExecution {
  const path = join(folder, `${files++}.json`);
  const weights = Array(samples).fill(wallMs / 1e3 / samples);
  const one = { type: "sampled", name: "MainThread", unit: "seconds", startValue: 0, endValue: wallMs / 1e3 };
  const profile = { ...one, samples: Array(samples).fill([0]), weights };
  writeFileSync(
    path,
    JSON.stringify({
      $schema: "https://www.speedscope.app/file-format-schema.json",
      exporter: "py-spy@0.4.1",
      shared: { frames: [frame] },
      profiles: [profile],
    }),
  );
  return {
    pid: 1,
    ending: { state: "exited", exitCode: 0 },
    wallMs,
    cpuMs: null,
    peakRssBytes: null,
    load: null,
    isExitCodeKnown: true,
    profile: { state: "written", read: () => ({ profile: importTrace(readFileSync(path)), children: [] }) },
  };
}

interface Over {
  readonly mayLower?: boolean;
  readonly budgetMs?: number;
  readonly failAt?: number;
}

async function record(first: Profiler, { mayLower = true, budgetMs = 1e6, failAt = Infinity }: Over = {}) {
  const rows: ExecutionRow[] = [];
  const said: string[] = [];
  let kept: Profiled | null = null;
  let leftMs = budgetMs;
  const run = async ({ profiler, rateHz }: Setting) => {
    if (rows.length === failAt) throw new Stop("budget", "its time was up");
    const done = await profiler.run({ rateHz: rateHz ?? 0 } as Parameters<Profiler["run"]>[0]);
    leftMs -= done.wallMs;
    return done;
  };
  const failure = await profiledExecutions(
    { profiler: first, rateHz: first.rateFor(PLAIN_MS) },
    {
      plain: { median: PLAIN_MS, low: PLAIN_MS, high: PLAIN_MS * 1.02, n: 3 },
      bareMs: 20,
      rules: defaultRules,
      mayLower,
      run,
      append: (row) => rows.push(row),
      leftMs: () => leftMs,
      say: (line) => said.push(line),
    },
    async (best) => {
      kept = best;
    },
  ).catch((error: unknown) => error);
  const { attempt, rateHz, walls } = kept as unknown as Profiled;
  return { rows, said, failure, kept: { attempt, rateHz: rateHz!, slowdown: walls[0]! / PLAIN_MS - 1 } };
}

describe("a profiled execution", () => {
  it("that is hardly slower is taken as it is", async () => {
    const { rows, kept } = await record(profiler(0.5));
    expect(rows.map(({ rateHz, attempt }) => [rateHz, attempt])).toEqual([[199, 0]]);
    expect(kept).toMatchObject({ attempt: 0, rateHz: 199 });
  });

  it("that is far slower is repeated at the rate that its pauses allow, until there are samples enough", async () => {
    const { rows, said, kept } = await record(profiler(7));
    expect(kept.slowdown).toBeGreaterThan(0.05);
    expect(kept.slowdown).toBeLessThan(0.25);
    expect(kept.attempt).toBe(1);
    expect(rows[0]).toMatchObject({ rateHz: 199, attempt: 0, replicate: 0 });
    const repeated = rows.slice(1);
    expect(new Set(repeated.map(({ rateHz }) => rateHz))).toEqual(new Set([kept.rateHz]));
    expect(repeated.length * kept.rateHz * 10).toBeGreaterThanOrEqual(1_000);
    expect(said.join("\n")).toContain(`It took 139 % longer so: trying ${kept.rateHz} Hz`);
  });

  it("that stays slower keeps the least of the slow-downs, and what was tried", async () => {
    const { rows, kept } = await record(profiler(60));
    const rates = [...new Set(rows.map(({ rateHz }) => rateHz!))];
    expect(rates).toEqual([...rates].sort((a, b) => b - a));
    expect(kept.rateHz).toBe(11);
    expect(kept.slowdown).toBeGreaterThan(0.25);
  });

  it("is not repeated beyond the budget, nor where the rate was asked for", async () => {
    const short = await record(profiler(7), { budgetMs: 35_000 });
    expect(short.rows.map(({ rateHz }) => rateHz)).toEqual([199]);
    const asked = await record(profiler(7), { mayLower: false });
    expect(new Set(asked.rows.map(({ rateHz }) => rateHz))).toEqual(new Set([199]));
  });

  it("is taken without native frames in the end, where these show next to nothing", async () => {
    const light = profiler(0.1, { isLight: true });
    const { rows, kept, said } = await record(profiler(60, { lighter: light }));
    expect(rows.at(-1)).toMatchObject({ withoutNative: true, attempt: kept.attempt });
    expect(kept.slowdown).toBeLessThan(0.25);
    expect(said.at(-1)).toMatch(/^Under py-spy/);
    expect(said.join()).toContain("without native frames");
    frame = { name: "sgemm", file: "libopenblas.so", line: 0 };
    const computes = await record(profiler(60, { lighter: light }));
    expect(computes.rows.some(({ withoutNative }) => withoutNative)).toBe(false);
  });

  it("that fails at a lower rate leaves what was profiled before it, and its reason", async () => {
    const { failure, kept } = await record(profiler(7), { failAt: 1 });
    expect(kept).toMatchObject({ attempt: 0, rateHz: 199 });
    expect(failure).toMatchObject({ end: "budget", message: "its time was up" });
  });
});

import type { EngineSettings } from "../../src/model/run-file.ts";
import type { Session } from "../engines/engine.ts";
import type { GlueHost } from "../glue/host.ts";
import type { CreateGlue } from "../workloads/workload.ts";
import type { Job } from "./job.ts";
import { Laps, MODEL_CALL } from "./laps.ts";
import { ColdClock } from "./phases.ts";
import { joinPipeline, type Pipeline } from "./pipeline.ts";
import type { Command, Reply, WarmParameters } from "./protocol.ts";
import type { Surroundings } from "./surroundings.ts";
import type { Trials } from "./trials.ts";
import type { Sample } from "./warm-loop.ts";

/** The worker side of a target: the workload's glue in one language, and an engine's session for its model. */
export interface WorkerParts {
  openGlue(context: WorkerContext): GlueHost | Promise<GlueHost>;
  /** @param profilePrefix where the engine's profiler may write; null for a session without it */
  openSession(context: WorkerContext, profilePrefix: string | null): Promise<Session>;
}

export interface WorkerContext {
  readonly job: Job;
  readonly clock: ColdClock;
  readonly createGlue: CreateGlue;
  readonly read: Surroundings["read"];
}

/** How a worker is reached, and what it runs in. */
export interface Connection {
  readonly surroundings: Surroundings;
  send(reply: Reply): void;
  job(): Job;
  /** The machine-wide monotonic clock in nanoseconds, as text; empty where there is none. */
  now(): string;
  listen(hear: (command: Command) => void): void;
}

/** Enough for V8 to optimise the loop itself, a few milliseconds, so that what it costs later is what it cost here. */
const OVERHEAD_ITERATIONS = 2_000;
const PROFILE_WARMUP = 1;

/** Opens the target's glue and engine, runs the first request, and then does what it is told. */
export async function serve(
  parts: WorkerParts,
  createGlue: CreateGlue,
  { surroundings, send, now, ...connection }: Connection,
): Promise<void> {
  const fail = (error: unknown) =>
    send({ type: "error", message: error instanceof Error ? error.message : String(error) });
  send({ type: "started", at: now() });
  try {
    const job = connection.job();
    const clock = new ColdClock();
    const context = { job, clock, createGlue, read: surroundings.read };
    const glue = await parts.openGlue(context);
    const session = await parts.openSession(context, null);
    const exchange = await surroundings.exchange(job);
    const join = (joined: Session) => joinPipeline(job, glue, joined, exchange);
    const pipeline = join(session);
    const profile = async (prefix: string, iterations: number): Promise<Reply> => {
      // Two sessions at once would compete for memory and, with threads, for cores.
      await session.release();
      const watched = await parts.openSession(context, prefix);
      const runMs = await runProfiled(join(watched), iterations);
      const file = await watched.endProfile();
      const times = watched.times?.().slice(-iterations);
      return { type: "profile", file, runMs, ...(times ? { times } : {}) };
    };
    const laps = new Laps();
    await pipeline.run(laps);
    send({ type: "opened", ...clock.finish(laps.wallMs) });
    let trials: Trials | undefined;
    const openTrial = async ({ threads = 1, ...settings }: EngineSettings) => {
      // The job's own session is what a search starts from.
      if (threads === job.threads && Object.keys(settings).length === 0) return { session, pipeline };
      const tried = { ...context, job: { ...job, threads, settings } };
      const other = await parts.openSession(tried, null);
      return { session: other, pipeline: join(other) };
    };
    const ask = async (command: Command): Promise<Reply> => {
      switch (command.command) {
        case "profile":
          return profile(command.prefix, command.iterations);
        case "try":
        case "time":
        case "drop":
          trials ??= new (await import("./trials.ts")).Trials(openTrial);
          return trials.answer(command);
        case "outputs":
          await surroundings.save(command.path, pipeline.outputs());
          return { type: "outputs" };
        case "warm":
          return warm(command.parameters, pipeline, laps, { surroundings, send });
      }
    };
    connection.listen((command) => ask(command).then(send, fail));
  } catch (error) {
    fail(error);
  }
}

async function warm(
  parameters: WarmParameters,
  pipeline: Pipeline,
  laps: Laps,
  { surroundings, send }: Pick<Connection, "surroundings" | "send">,
): Promise<Reply> {
  // Not imported before, so that the loop's own code is no part of the cold start.
  const { runWarm } = await import("./warm-loop.ts");
  const sampleOf = async (run: (laps: Laps) => Promise<void>): Promise<Sample> => {
    await run(laps);
    return laps;
  };
  const overheadMs = await medianOverhead(() => sampleOf(emptyRequest));
  const before = surroundings.usage();
  const start = performance.now();
  const iterations = await runWarm(
    () => sampleOf(pipeline.run),
    parameters,
    (batch) => send({ type: "samples", ...batch }),
  );
  const wallMs = performance.now() - start;
  const after = surroundings.usage();
  return {
    type: "warm-done",
    iterations,
    cpuPerWall: before && after && (after.cpuMs - before.cpuMs) / wallMs,
    overheadMs,
    selfReportedBytes: after?.residentBytes ?? null,
    ...(surroundings.clockStepMs ? { clockStepMs: surroundings.clockStepMs() } : {}),
  };
}

/** Runs the profiled arm after a warm-up; returns the wall time of each model call. */
async function runProfiled(pipeline: Pipeline, iterations: number): Promise<number[]> {
  const laps = new Laps();
  const runMs: number[] = [];
  for (let i = 0; i < PROFILE_WARMUP + iterations; i++) {
    await pipeline.run(laps);
    if (i >= PROFILE_WARMUP) runMs.push(laps.spanMs[MODEL_CALL]!);
  }
  return runMs;
}

/** The null workload: a request in which every segment does nothing. */
async function emptyRequest(laps: Laps): Promise<void> {
  laps.start();
  for (let k = 0; k < laps.spanMs.length; k++) laps.lap();
}

/** What one iteration costs when it does nothing: the loop, the clock readings and the bookkeeping. */
async function medianOverhead(iterate: () => Promise<Sample>): Promise<number> {
  const { runWarm } = await import("./warm-loop.ts");
  const starts: number[] = [];
  await runWarm(
    iterate,
    { warmTimeMs: 0.01, warmupIterations: 50, minIterations: OVERHEAD_ITERATIONS, maxIterations: 1e6 },
    (batch) => starts.push(...batch.startMs),
  );
  const settled = starts.slice(starts.length >> 1);
  const periods = settled.slice(1).map((at, i) => at - settled[i]!);
  return periods.sort((a, b) => a - b)[periods.length >> 1] ?? 0;
}

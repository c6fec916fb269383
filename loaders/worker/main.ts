import type { EngineSettings } from "../../src/model/run-file.ts";
import type { Decode } from "../decode/decode.ts";
import type { EngineTimes, Session } from "../engines/engine.ts";
import type { GlueHost } from "../glue/host.ts";
import type { CreateGlue } from "../workloads/workload.ts";
import type { Job, JobModel } from "./job.ts";
import { Laps, MODEL_CALL } from "./laps.ts";
import { ColdClock } from "./phases.ts";
import { joinPipeline, type Pipeline } from "./pipeline.ts";
import type { Command, Reply, WarmParameters } from "./protocol.ts";
import type { Exchange, Surroundings } from "./surroundings.ts";
import type { Trials } from "./trials.ts";
import type { Sample } from "./warm-loop.ts";

/** The worker side of a target: the workload's glue in one language, and an engine's session for each of its models. */
export interface WorkerParts {
  openGlue(context: WorkerContext): GlueHost | Promise<GlueHost>;
  /** What makes pixels of a picture, where Node hosts the worker. */
  openDecoder?(context: WorkerContext): Promise<Decode>;
  /** Absent: its engine has one. */
  readonly hasProfiler?: false;
  /** @param profilePrefix where the engine's profiler may write; null for a session without it */
  openSession(context: SessionContext, profilePrefix: string | null): Promise<Session>;
}

export interface WorkerContext {
  readonly job: Job;
  readonly clock: ColdClock;
  readonly createGlue: CreateGlue;
  readonly read: Surroundings["read"];
}

export interface SessionContext extends WorkerContext {
  readonly model: JobModel;
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
    // Before the engine, whose own code is compiled on for a while by the threads that compile a decoder's.
    const exchange = await exchangeOf(parts, context, surroundings);
    const sessions = await openSessions(parts, context, null);
    const join = (joined: readonly Session[]) => joinPipeline(job, glue, joined, exchange);
    const pipeline = join(sessions);
    const profile = async (prefix: string, iterations: number): Promise<Reply> => {
      // Two sessions of a model at once would compete for memory and, with threads, for cores.
      await releaseAll(sessions);
      const watched = await openSessions(parts, context, prefix);
      const profiled = join(watched);
      const runMs = await runProfiled(profiled, iterations);
      const files: string[] = [];
      // One after the other: some print their profile.
      for (const session of watched) {
        const file = await session.endProfile();
        if (file !== null) files.push(file);
      }
      const calls = [...profiled.calls];
      const times = watched.map((session, i) => timesOf(session, iterations, calls[i]!));
      const told = times.every((list) => list !== null) ? { times: addedUp(times) } : {};
      return { type: "profile", files, calls, runMs, ...told };
    };
    const laps = new Laps(job.keepsCalls);
    await pipeline.run(laps);
    send({ type: "opened", ...clock.finish(laps.wallMs) });
    let trials: Trials | undefined;
    const openTrial = async ({ threads = 1, ...settings }: EngineSettings) => {
      // The job's own sessions are what a search starts from.
      if (threads === job.threads && Object.keys(settings).length === 0)
        return { pipeline, release: () => releaseAll(sessions) };
      const tried = { ...context, job: { ...job, threads, settings } };
      const others = await openSessions(parts, tried, null);
      return { pipeline: join(others), release: () => releaseAll(others) };
    };
    const ask = async (command: Command): Promise<Reply> => {
      switch (command.command) {
        case "profile":
          if (parts.hasProfiler === false)
            return { type: "refused", reason: "its engine has no profile that is read" };
          return profile(command.prefix, command.iterations);
        case "try":
        case "time":
        case "drop":
          trials ??= new (await import("./trials.ts")).Trials(openTrial);
          return trials.answer(command);
        case "score":
          return scoreOf(sessions[0]!, command.text);
        case "batch":
          return { type: "refused", reason: "its model is called with one request at a time" };
        case "outputs":
          await surroundings.save(command.path, await pipeline.outputs(laps));
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

async function exchangeOf(
  parts: WorkerParts,
  context: WorkerContext,
  surroundings: Surroundings,
): Promise<Exchange> {
  const { job } = context;
  const exchange = await surroundings.exchange(job);
  if (job.decode === null) return exchange;
  const { withPictures } = await import("./pictures.ts");
  const decode = surroundings.decoder?.() ?? (await parts.openDecoder?.(context));
  if (!decode) throw new Error(`${job.target} has nothing that decodes pictures`);
  return withPictures(exchange, decode);
}

async function scoreOf({ score }: Session, text: readonly number[]): Promise<Reply> {
  if (!score) return { type: "refused", reason: "its engine does not tell how likely a text is" };
  const logProbabilities = await score(Int32Array.from(text));
  return {
    type: "scored",
    logProbabilities: Array.from(logProbabilities, (value) => (Number.isFinite(value) ? value : null)),
  };
}

async function openSessions(
  parts: WorkerParts,
  context: WorkerContext,
  profilePrefix: string | null,
): Promise<Session[]> {
  const sessions: Session[] = [];
  for (const [i, model] of context.job.models.entries()) {
    const prefix = profilePrefix === null || i === 0 ? profilePrefix : `${profilePrefix}-model-${i + 1}`;
    sessions.push(await parts.openSession({ ...context, model }, prefix));
  }
  return sessions;
}

async function releaseAll(sessions: readonly Session[]): Promise<void> {
  for (const session of sessions) await session.release();
}

/** Of the last requests, each of so many calls; null of an engine that has a profiler. */
function timesOf({ times }: Session, requests: number, calls: number): EngineTimes[] | null {
  const all = times?.();
  if (!all) return null;
  const last = calls === 0 ? [] : all.slice(-requests * calls);
  return Array.from({ length: requests }, (_, i) => sumOf(last.slice(i * calls, (i + 1) * calls)));
}

/** Of requests that call several models. */
const addedUp = (models: readonly (readonly EngineTimes[])[]): EngineTimes[] =>
  models[0]!.map((_, i) => sumOf(models.map((times) => times[i]!)));

const sumOf = (times: readonly EngineTimes[]): EngineTimes => ({
  uploadMs: times.reduce((sum, { uploadMs }) => sum + uploadMs, 0),
  computeMs: times.reduce((sum, { computeMs }) => sum + computeMs, 0),
  readBackMs: times.reduce((sum, { readBackMs }) => sum + readBackMs, 0),
});

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

/** Runs the profiled arm after a warm-up; returns what a request's model calls took, of each. */
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
  for (let k = 0; k < laps.spanMs.length; k++) laps.lap(k);
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

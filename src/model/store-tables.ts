/** The store's tables: their columns, for the DDL and the documentation, and how a run or a recording fills them. */
import { median } from "simple-statistics";
import { BUCKETS_AND_REST } from "./buckets.js";
import type { Recording } from "./recording-file.js";
import type { Run } from "./run-file.js";
import { summariseRecording } from "./summarise-recording.js";
import { type Columns, columnsOf, type RowOf, type Table, valuesOf } from "./table-columns.js";

export interface StoreTable extends Table {
  /** Rows, each in the order of the columns. A table without either is a view over what lies in others. */
  readonly ofRun?: (run: Run) => unknown[][];
  readonly ofRecording?: (recording: Recording) => unknown[][];
}

/** A table that each run adds rows to. */
function ofRuns<const C extends Columns>(
  name: string,
  description: string,
  columns: C,
  rows: (run: Run) => readonly RowOf<C>[],
): StoreTable {
  return { name, description, columns: columnsOf(columns), ofRun: valuesOf(columns, rows) };
}

/** A table that each recording adds rows to. */
function ofRecordings<const C extends Columns>(
  name: string,
  description: string,
  columns: C,
  rows: (recording: Recording) => readonly RowOf<C>[],
): StoreTable {
  return { name, description, columns: columnsOf(columns), ofRecording: valuesOf(columns, rows) };
}

const RUN = { runId: ["VARCHAR", "the run; see runs"] } as const;
const RECORDING = { recordingId: ["VARCHAR", "the recording; see recordings"] } as const;

/** What every row of a process begins with. */
const CELL = {
  ...RUN,
  process: ["VARCHAR", "workload/target/arm/replicate, unique within the run"],
  workload: ["VARCHAR", "workload id"],
  target: ["VARCHAR", "target id"],
  arm: ["VARCHAR", "wall: the target itself; aa: its A/A twin"],
  replicate: ["INTEGER", "which process of the cell, from 0"],
} as const;
export const CELL_COLUMNS = columnsOf(CELL);
export const cellValues = valuesOf(CELL, (row: RowOf<typeof CELL>) => [row]);

const withRun = <R extends object>(run: Run, rows: readonly R[]): (R & { readonly runId: string })[] =>
  rows.map((row) => ({ runId: run.header.runId, ...row }));

const NO_PARTS = { toDeviceMs: null, computeMs: null, fromDeviceMs: null };

export const STORE_TABLES: readonly StoreTable[] = [
  ofRuns(
    "runs",
    "One row per run file.",
    {
      ...RUN,
      suiteVersion: ["VARCHAR", "what was measured; never compare across versions"],
      startedAt: ["TIMESTAMP", "when measuring began"],
      effort: ["VARCHAR", "quick, default or publish"],
      seed: ["BIGINT", "seed of the random order"],
      machineId: ["VARCHAR", "hash of the hardware description; see environments"],
      endReason: ["VARCHAR", "complete, interrupted or budget; null if it was killed"],
      elapsedMs: ["DOUBLE", "measuring time, all sittings together"],
    },
    ({ header, ends }) => [
      {
        ...header,
        machineId: header.environment.machineId,
        endReason: ends.at(-1)?.reason ?? null,
        elapsedMs: ends.reduce((total, end) => total + end.elapsedMs, 0),
      },
    ],
  ),
  ofRuns(
    "environments",
    "The machine and the software of each run.",
    {
      ...RUN,
      machineId: ["VARCHAR", "equal on like hardware"],
      cpuModel: ["VARCHAR", "as the system reports it"],
      cores: ["INTEGER", "cores that this process may use"],
      memoryBytes: ["BIGINT", "physical memory"],
      platform: ["VARCHAR", "operating system"],
      arch: ["VARCHAR", "instruction set"],
      kernel: ["VARCHAR", "kernel release"],
      hypervisor: ["VARCHAR", "null on bare metal"],
      load_average_1m: ["DOUBLE", "at the start"],
      node: ["VARCHAR", "Node version; null where a kit measured"],
      v8: ["VARCHAR", "V8 version; null where a kit measured"],
      kit: ["VARCHAR", "Portolan's version that made the kit; null where none measured"],
      gpus: ["VARCHAR", "its GPUs as JSON, as their driver tells; null where nobody looked"],
      python: ["VARCHAR", "system python3, null without one"],
      compiler: ["VARCHAR", "C compiler, null without one"],
    },
    ({ header: { runId, environment } }) => [
      {
        runId,
        ...environment,
        load_average_1m: environment.loadAverage1m,
        kit: environment.kit ?? null,
        gpus: environment.gpus ? JSON.stringify(environment.gpus) : null,
      },
    ],
  ),
  ofRuns(
    "workloads",
    "What was run: one row per run and workload.",
    {
      ...RUN,
      workload: ["VARCHAR", "workload id"],
      title: ["VARCHAR", "its name in the report"],
      size: ["VARCHAR", "small, medium or large"],
      sizeLabel: ["VARCHAR", "what that size is"],
      payloadBytes: ["BIGINT", "the request"],
      model: ["VARCHAR", "the model's name"],
      modelSource: ["VARCHAR", "where it comes from"],
      modelSha256: ["VARCHAR", "of the .onnx file"],
      modelBytes: ["BIGINT", "of the .onnx file"],
      modelCalls: ["BIGINT", "calls of models in a request; null in runs of before they were counted"],
      inputBytes: ["BIGINT", "given to models in a request"],
      outputBytes: ["BIGINT", "taken from models in a request"],
    },
    (run) =>
      withRun(run, run.header.workloads).map((one) => ({
        ...one,
        workload: one.id,
        model: one.model.name,
        modelSource: one.model.source,
        modelSha256: one.model.sha256,
        modelBytes: one.model.bytes,
        modelCalls: sumOf(one.calls, ({ calls }) => calls),
        inputBytes: sumOf(one.calls, ({ inputBytes }) => inputBytes),
        outputBytes: sumOf(one.calls, ({ outputBytes }) => outputBytes),
      })),
  ),
  ofRuns(
    "targets",
    "How it was run: one row per run and target, measured or not.",
    {
      ...RUN,
      target: ["VARCHAR", "target id"],
      title: ["VARCHAR", "its name in the report"],
      port: ["VARCHAR", "stay, wasm or native"],
      threads: ["INTEGER", "engine threads"],
      available: ["BOOLEAN", "whether it could run on the machine"],
      engines: ["VARCHAR", "engines and versions; null if not available"],
      reason: ["VARCHAR", "why it is not available"],
      enable: ["VARCHAR", "the command that would change that"],
    },
    (run) =>
      withRun(run, run.header.targets).map((one) => ({
        ...one,
        target: one.id,
        engines: one.available ? enginesText(one.engines) : null,
        reason: one.available ? null : one.reason,
        enable: one.available ? null : one.enable,
      })),
  ),
  {
    name: "samples",
    description: "Warm iterations, in the order in which they ran.",
    columns: columnsOf({
      ...CELL,
      iteration: ["INTEGER", "from 0 within the process"],
      startMs: ["DOUBLE", "since the first warm iteration of the process"],
      wallMs: ["DOUBLE", "the whole request"],
    }),
  },
  {
    name: "spans",
    description:
      "The segments of each iteration; they add up to its wall time. Compute is the model call as timed by the caller, before the engine's profile splits it.",
    columns: columnsOf({
      ...CELL,
      iteration: ["INTEGER", "as in samples"],
      segment: ["INTEGER", "order within the iteration, from 0"],
      stage: ["VARCHAR", "load, preprocess, infer or postprocess"],
      bucket: ["VARCHAR", "interpreter, compute or io"],
      durationMs: ["DOUBLE", "length of the segment"],
    }),
  },
  ofRuns(
    "cold_starts",
    "From spawning a process to its first result.",
    {
      ...CELL,
      spawnMs: ["DOUBLE", "until the runtime executes its first statement"],
      importMs: ["DOUBLE", "loading runtime and engine code"],
      compileMs: ["DOUBLE", "compiling Wasm modules"],
      sessionMs: ["DOUBLE", "loading and optimising the model"],
      firstInferenceMs: ["DOUBLE", "the first whole request"],
      modelPages: [
        "VARCHAR",
        "dropped: its model's file was dropped from memory before; kept: it was to be, and stayed; null of all others",
      ],
    },
    (run) => withRun(run, run.cold).map((row) => ({ ...row, modelPages: row.modelPages?.state ?? null })),
  ),
  ofRuns(
    "scores",
    "How likely an engine takes the tokens of a fixed text to be: one row per process and token.",
    {
      ...CELL,
      token: ["INTEGER", "its place in the text, from 1: nothing comes before the first"],
      logProbability: ["DOUBLE", "after the tokens before it, in nats; null of what was no number"],
      referencePerplexity: ["DOUBLE", "the reference's, on the whole text"],
      tolerance: ["DOUBLE", "how far the engine's may lie from it, as a part of it"],
    },
    (run) =>
      withRun(run, run.scores).flatMap(({ logProbabilities, ...row }) =>
        logProbabilities.map((logProbability, i) => ({ ...row, token: i + 1, logProbability })),
      ),
  ),
  ofRuns(
    "memory",
    "Largest resident set of each process, read from outside it.",
    {
      ...CELL,
      peakRssBytes: ["BIGINT", "the kernel's high-water mark"],
      method: ["VARCHAR", "how it was read"],
      selfReportedBytes: ["BIGINT", "what the runtime says of itself at the end; for comparison"],
    },
    (run) => withRun(run, run.memory),
  ),
  ofRuns(
    "outcomes",
    "How each process ended.",
    {
      ...CELL,
      slot: ["INTEGER", "place in the random order"],
      state: ["VARCHAR", "ok, crash, timeout, mismatch (wrong output) or cut (no time left)"],
      detail: ["VARCHAR", "what happened, if it was not ok"],
      elapsedMs: ["DOUBLE", "the process's whole life"],
      cpuPerWall: ["DOUBLE", "CPU time over wall time of the warm loop"],
      overheadMs: ["DOUBLE", "one empty iteration of the same loop"],
      clockStepMs: [
        "DOUBLE",
        "finest step of the clock in a browser; null where it is finer than a reading takes",
      ],
      maxAbsError: ["DOUBLE", "largest difference from the reference output"],
      tolerance: ["DOUBLE", "largest difference allowed"],
    },
    (run) =>
      withRun(run, run.outcomes).map((row) => ({
        ...row,
        clockStepMs: row.clockStepMs ?? null,
        maxAbsError: row.agreement?.maxAbsError ?? null,
        tolerance: row.agreement?.tolerance ?? null,
      })),
  ),
  ofRuns(
    "crossings",
    "What crossing a boundary costs: one row per way, size, number of calls and round.",
    {
      ...RUN,
      host: ["VARCHAR", "node or browser"],
      way: ["VARCHAR", "how it crosses: copy-in, slice, clone, gpu-upload …"],
      engine: ["VARCHAR", "JavaScript engine and version"],
      adapter: ["VARCHAR", "of a GPU's ways; null for the others"],
      software: ["BOOLEAN", "whether software imitates that GPU; null for the others"],
      bytes: ["BIGINT", "in all calls together; 0 for a call with a number"],
      calls: ["INTEGER", "among which the bytes are divided"],
      round: ["INTEGER", "from 0"],
      durationMs: ["DOUBLE", "of all calls together, the mean of a round's repetitions"],
    },
    (run) =>
      withRun(run, run.crossings).flatMap((row) =>
        row.points.flatMap(({ bytes, calls, roundMs }) =>
          roundMs.map((durationMs, round) => ({
            ...row,
            adapter: row.adapter?.name ?? null,
            software: row.adapter?.software ?? null,
            bytes,
            calls,
            round,
            durationMs,
          })),
        ),
      ),
  ),
  ofRuns(
    "kernels",
    "What Wasm's features and a compiler's tiers are worth: one row per variant of one algorithm and round.",
    {
      ...RUN,
      host: ["VARCHAR", "node or browser"],
      engine: ["VARCHAR", "JavaScript engine and version"],
      variant: ["VARCHAR", "js, wasm-scalar, wasm-simd, native-simd …"],
      kernel: ["VARCHAR", "matmul or hash"],
      flags: ["VARCHAR", "switches that the engine ran with"],
      round: ["INTEGER", "from 0"],
      durationMs: ["DOUBLE", "once, the mean of a round's repetitions"],
    },
    (run) =>
      withRun(run, run.features).flatMap((row) =>
        row.kernels.flatMap(({ roundMs, flags, ...one }) =>
          roundMs.map((durationMs, round) => ({ ...row, ...one, flags: flags.join(" "), round, durationMs })),
        ),
      ),
  ),
  ofRuns(
    "ladder",
    "How engines fare at single kernels of known shapes: one row per engine, threads, rung and round.",
    {
      ...RUN,
      engine: ["VARCHAR", "its npm package"],
      version: ["VARCHAR", "of that package"],
      threads: ["INTEGER", "that the engine was given"],
      rung: ["VARCHAR", "convolution, few-channels-depthwise, matrix-product …"],
      round: ["INTEGER", "from 0"],
      durationMs: ["DOUBLE", "a run of the model, by the engine's own profiler"],
    },
    (run) =>
      withRun(run, run.ladders).flatMap((row) =>
        row.rungs.flatMap(({ rung, roundMs }) =>
          roundMs.map((durationMs, round) => ({ ...row, rung, round, durationMs })),
        ),
      ),
  ),
  ofRuns(
    "bandwidth",
    "How fast one thread moves memory: one row per round.",
    {
      ...RUN,
      bytesMoved: ["BIGINT", "read and written"],
      round: ["INTEGER", "from 0"],
      durationMs: ["DOUBLE", "of the round"],
    },
    (run) =>
      withRun(run, run.bandwidths).flatMap((row) =>
        row.roundMs.map((durationMs, round) => ({ ...row, round, durationMs })),
      ),
  ),
  ofRuns(
    "thread_ladders",
    "A conversation on more and more threads of one engine, in one process: one row per number of threads and round.",
    {
      ...RUN,
      workload: ["VARCHAR", "workload id"],
      target: ["VARCHAR", "target id of the engine"],
      threads: ["INTEGER", "that the engine was given"],
      promptTokens: ["INTEGER", "that were read before the first was said"],
      round: ["INTEGER", "from 0"],
      firstTokenMs: ["DOUBLE", "until the first token"],
      tokens: ["INTEGER", "after the first; fewer in a round that was cut short"],
      medianTokenMs: ["DOUBLE", "from one of them to the next"],
    },
    (run) =>
      withRun(run, run.threadLadders).flatMap((row) =>
        row.rounds.map(({ firstTokenMs, tokenMs }, round) => ({
          ...row,
          round,
          firstTokenMs,
          tokens: tokenMs.length,
          medianTokenMs: median([...tokenMs]),
        })),
      ),
  ),
  ofRuns(
    "batches",
    "The model's call with so many requests in it at once: one row per workload, target, batch and round.",
    {
      ...RUN,
      workload: ["VARCHAR", "workload id"],
      target: ["VARCHAR", "target id"],
      batch: ["INTEGER", "requests in a call"],
      round: ["INTEGER", "from 0"],
      durationMs: ["DOUBLE", "the whole call, there and back"],
      toDeviceMs: [
        "DOUBLE",
        "of it, by the device's clock: inputs on their way, mean of the rounds; null where it has none",
      ],
      computeMs: ["DOUBLE", "of it, by the device's clock: computing"],
      fromDeviceMs: ["DOUBLE", "of it, by the device's clock: outputs on their way"],
      deviceMemoryBytes: [
        "BIGINT",
        "the device's memory in use, at most; null where its driver does not tell",
      ],
    },
    (run) =>
      withRun(run, run.batches).flatMap((row) =>
        row.points.flatMap(({ roundMs, parts, ...point }) =>
          roundMs.map((durationMs, round) => ({
            ...row,
            ...NO_PARTS,
            ...parts,
            ...point,
            round,
            durationMs,
          })),
        ),
      ),
  ),
  ofRecordings(
    "recordings",
    "One row per command that `npx portolan profile` recorded.",
    {
      ...RECORDING,
      title: ["VARCHAR", "its name in the report"],
      startedAt: ["TIMESTAMP", "when recording began"],
      command: ["VARCHAR", "as it was typed"],
      host: ["VARCHAR", "python or node"],
      interpreter: ["VARCHAR", "name and version"],
      machineId: ["VARCHAR", "hash of the hardware description; see environments"],
      profiler: ["VARCHAR", "name and version"],
      endReason: ["VARCHAR", "complete, interrupted, budget or failed; null if it was killed"],
      wallMs: ["DOUBLE", "median of the unprofiled executions, start to exit"],
      cpuPerWall: ["DOUBLE", "CPU time over wall time of the unprofiled executions"],
      peakRssBytes: ["BIGINT", "largest resident set of the main process, unprofiled"],
      bareStartMs: ["DOUBLE", "the interpreter with nothing to do, part of every execution"],
      inflation: ["DOUBLE", "profiled over unprofiled wall time, minus 1"],
    },
    (recording) => {
      const { header, end } = recording;
      const summary = summariseRecording(recording);
      return [
        {
          ...header,
          command: header.command.join(" "),
          machineId: header.environment.machineId,
          profiler: `${header.tool.name} ${header.tool.version}`,
          endReason: end?.reason ?? null,
          wallMs: summary?.wallMs.median ?? null,
          cpuPerWall: summary?.cpuPerWall ?? null,
          peakRssBytes: summary?.peakRssBytes ?? null,
          bareStartMs: summary?.bareStartMs ?? null,
          inflation: summary?.inflation ?? null,
        },
      ];
    },
  ),
  ofRecordings(
    "recording_executions",
    "Each execution of a recorded command.",
    {
      ...RECORDING,
      arm: ["VARCHAR", "plain, or profiled"],
      replicate: ["INTEGER", "from 0 within the arm"],
      wallMs: ["DOUBLE", "start to exit"],
      cpuMs: ["DOUBLE", "user and system time; null where it cannot be had"],
      peakRssBytes: ["BIGINT", "of the main process; null where it cannot be had"],
      rateHz: ["DOUBLE", "samples a second; null in the plain arm"],
    },
    ({ header: { recordingId }, executions }) => executions.map((row) => ({ recordingId, ...row })),
  ),
  ofRecordings(
    "recording_buckets",
    "Where a recorded command's unprofiled wall time goes, by kind of evidence.",
    {
      ...RECORDING,
      evidence: ["VARCHAR", "marked (the pipeline's own marks), sampled, or traced (cProfile)"],
      bucket: ["VARCHAR", "interpreter, compute, io or unattributed"],
      durationMs: ["DOUBLE", "scaled to the unprofiled median; the four add up to it"],
      share: ["DOUBLE", "of the wall time"],
    },
    (recording) =>
      (summariseRecording(recording)?.attributions ?? []).flatMap(({ evidence, buckets }) =>
        BUCKETS_AND_REST.map((bucket) => ({
          recordingId: recording.header.recordingId,
          evidence,
          bucket,
          durationMs: buckets[bucket].ms,
          share: buckets[bucket].share,
        })),
      ),
  ),
];

function enginesText(engines: Readonly<Record<string, string>>): string {
  return Object.entries(engines)
    .map(([name, version]) => `${name} ${version}`)
    .join(", ");
}

/** Null where nothing was counted. */
const sumOf = <T>(counted: readonly T[] | undefined, of: (one: T) => number): number | null =>
  counted ? counted.reduce((sum, one) => sum + of(one), 0) : null;

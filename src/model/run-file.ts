/**
 * The run file: append-only JSON Lines, a header and then rows as they are measured.
 *
 * This is the one declaration of its schema. Everything else — the store, the summary, the pages — is
 * derived from these rows. Durations are milliseconds (`…Ms`), sizes bytes (`…Bytes`), instants ISO 8601.
 */

import { z } from "zod";
import { CROSSING_HOSTS, CROSSING_WAYS } from "./boundary/ways.js";
import { BUCKETS, STAGES } from "./buckets.js";
import { COURSES } from "./course.js";
import { FEATURES, KERNELS, VARIANTS } from "./features/variants.js";
import { LADDER_ENGINES, RUNGS } from "./ladder/rungs.js";

/** Version of the row layout. A reader refuses files of another major layout rather than guessing. */
export const RUN_SCHEMA_VERSION = 1;

/** Version of what is measured. Runs of different suite versions are never compared with each other. */
export const SUITE_VERSION = "2.0.0";

export const EFFORTS = ["quick", "default", "publish"] as const;
export type Effort = (typeof EFFORTS)[number];

/** Why a process was run: as itself, or as the A/A twin of its target. */
export const ARMS = ["wall", "aa"] as const;
export type Arm = (typeof ARMS)[number];

/** What took longer was not measured, but made up: by a worker with a fault, or in a damaged file. */
const LONGEST_MS = 100 * 24 * 3_600e3;
export const ms = z.number().nonnegative().max(LONGEST_MS);
/** Nothing that ran took no time at all. */
export const positiveMs = ms.positive();
const bytes = z.number().int().nonnegative();
const count = z.number().int().nonnegative();
const error = z.number().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "a SHA-256 in lower-case hex");

export const segmentSchema = z.object({ stage: z.enum(STAGES), bucket: z.enum(BUCKETS) });

/** A GPU of the machine, as its driver's tools tell. What they don't tell is null. */
export const gpuSchema = z.object({
  name: z.string(),
  driver: z.string().nullable(),
  memoryBytes: bytes.nullable(),
  /** Of its multiprocessors, at most; and of its memory. */
  clockMhz: z.number().positive().nullable(),
  memoryClockMhz: z.number().positive().nullable(),
  powerLimitWatts: z.number().positive().nullable(),
  /** Whether it is cut into parts that are lent out (NVIDIA's MIG). */
  mig: z.boolean().nullable(),
  /** The link that it has at present, such as { generation: 5, lanes: 16 }. */
  pcie: z.object({ generation: count, lanes: count }).nullable(),
});
export type Gpu = z.infer<typeof gpuSchema>;

export const environmentSchema = z.object({
  /** Hash of the hardware description; runs with equal ids were measured on like machines. */
  machineId: z.string(),
  cpuModel: z.string(),
  cpuFlags: z.array(z.string()),
  cores: count,
  cpuQuotaCores: z.number().positive().nullable(),
  memoryBytes: bytes,
  platform: z.string(),
  arch: z.string(),
  kernel: z.string(),
  hypervisor: z.string().nullable(),
  governor: z.string().nullable(),
  frequencyMhz: z.number().nonnegative().nullable(),
  loadAverage1m: z.number().nonnegative(),
  /** Null where a kit measured, which needs none. */
  node: z.string().nullable(),
  v8: z.string().nullable(),
  python: z.string().nullable(),
  compiler: z.string().nullable(),
  gitCommit: z.string().nullable(),
  /** Absent in runs of before they were told, and where nobody looked. */
  gpus: z.array(gpuSchema).optional(),
  /** What measured it, where that was no Portolan on Node but a kit: the version of Portolan that made the kit. */
  kit: z.string().optional(),
  /** Of a run that a reader's own browser measured: what it says of itself. Absent otherwise. */
  browser: z
    .object({
      userAgent: z.string(),
      /** Cross-origin isolated: threads, and a finer clock. */
      isolated: z.boolean(),
    })
    .optional(),
});
export type Environment = z.infer<typeof environmentSchema>;

/** A model with other weights, measured beside the one that they were made from. */
const quantisedSchema = z.object({
  /** The workload with the weights as they were. */
  of: z.string(),
  weights: z.literal("int8"),
  /** On the same inputs: how far an output is from what it was at most, and the largest of those. */
  maxAbsError: z.number().nonnegative(),
  maxAbs: z.number().nonnegative(),
});
export type Quantised = z.infer<typeof quantisedSchema>;

/** How often a request calls one of its models, and what crosses to it and back in all of those calls together. */
const modelCallsSchema = z.object({
  model: z.string(),
  calls: count,
  inputBytes: bytes,
  outputBytes: bytes,
});
export type ModelCalls = z.infer<typeof modelCallsSchema>;

export const workloadRecordSchema = z.object({
  id: z.string(),
  title: z.string(),
  summary: z.string(),
  size: z.string(),
  sizeLabel: z.string(),
  payloadBytes: bytes,
  resultBytes: bytes,
  model: z.object({ name: z.string(), source: z.string(), sha256, bytes }),
  /** Whether today's glue is array code, such as numpy's; absent where it is not, and in runs of before it was recorded. */
  arrays: z.literal(true).optional(),
  /** Which part of that glue's time is in compiled loops of array libraries, as a profile showed once; absent where nobody looked. */
  arrayShare: z.number().gt(0).max(1).optional(),
  /** Of each of its models; absent in runs of before it was recorded. */
  calls: z.array(modelCallsSchema).optional(),
  /** What the reference answered, where answers are JSON and this one is short enough to be shown. */
  answer: z.string().optional(),
  /** In a folder of somebody's own: its Python glue gave the reference. */
  own: z.literal(true).optional(),
  /** Of a model whose weights were quantised for a comparison; absent of all others. */
  variant: quantisedSchema.optional(),
});
export type WorkloadRecord = z.infer<typeof workloadRecordSchema>;

const REACHES = ["browser", "edge", "server"] as const;
export type Reach = (typeof REACHES)[number];
export const PORTS = ["stay", "wasm", "native"] as const;
/** The kind of voyage a target stands for. GPU and WebGPU join with the first target that measures them. */
export type Port = (typeof PORTS)[number];

export const GLUES = ["python", "numpy", "javascript", "compiled"] as const;
/** What the code around the model is written in or compiled to: what a team has to write, and to debug. */
export type Glue = (typeof GLUES)[number];

/** What a program sets of its engine. What is absent stays as it is without a word from the program, on one thread. */
export const engineSettingsSchema = z
  .object({
    threads: z.number().int().positive(),
    graphOptimization: z.enum(["basic", "extended", "all"]),
    memoryArena: z.boolean(),
    memoryPattern: z.boolean(),
    /** Whether an idle thread of the engine waits busily for the next operator. */
    spinning: z.boolean(),
    /** Operators side by side, where the graph has branches. */
    parallel: z.boolean(),
  })
  .partial();
export type EngineSettings = z.infer<typeof engineSettingsSchema>;

/** One file of code that a browser fetches, once, before it can answer. */
export const browserFileSchema = z.object({
  name: z.string(),
  /** As it lies on the disk; absent in runs of before it was counted. */
  bytes: bytes.optional(),
  /** After gzip at level 6, which content networks use. */
  gzipBytes: bytes,
  /** The one workload that needs it; null where all do. */
  workload: z.string().nullable(),
});
export type BrowserFile = z.infer<typeof browserFileSchema>;

/** One file that is deployed of a program which runs without a browser and an interpreter: the program, weights, a library. */
const deployedFileSchema = browserFileSchema.extend({ bytes, workload: z.string() });
export type DeployedFile = z.infer<typeof deployedFileSchema>;

/** What a target that computes on a GPU was given. */
const adapterSchema = z.object({
  name: z.string(),
  /** It imitates a GPU on the CPU: that proves the path, and says nothing of a GPU's speed. */
  software: z.boolean(),
  /** By what it is reached; absent for WebGPU. */
  api: z.enum(["webgl", "cuda", "rocm", "mps"]).optional(),
});
export type Adapter = z.infer<typeof adapterSchema>;

/** Of weights and arithmetic, where it is not that of the model's file. */
export const PRECISIONS = ["fp16", "bf16"] as const;
export type Precision = (typeof PRECISIONS)[number];

/** One of several builds of one version of an engine, which differ in nothing else. */
const engineBuildSchema = z.object({
  engine: z.string(),
  /** Whether it computes with 128-bit vectors. */
  simd: z.boolean(),
});
export type EngineBuild = z.infer<typeof engineBuildSchema>;

/** Where the model's arithmetic lies, of a program that runs without a browser and an interpreter. */
export const ROADS = ["compiled-model", "host-engine", "engine"] as const;
export type Road = (typeof ROADS)[number];
const standaloneSchema = z.object({
  /** What hosts it: a runtime of Wasm, a container, the system itself, or CPython with another engine. */
  runtime: z.string(),
  /** The model compiled into the program; an engine that the runtime lends it; or an engine that is part of it. */
  road: z.enum(ROADS),
  /** Compiled to machine code before it is started. */
  ahead: z.literal(true).optional(),
  /** Compiled without vectors, for a runtime that lacks them or to tell what they are worth. */
  scalar: z.literal(true).optional(),
  /** Confined by the kernel to what its image holds. */
  container: z.literal(true).optional(),
});
export type Standalone = z.infer<typeof standaloneSchema>;

const targetFields = {
  id: z.string(),
  title: z.string(),
  summary: z.string(),
  port: z.enum(PORTS),
  /** Absent in runs of before it was recorded: ask `courseOf`. */
  course: z.enum(COURSES).optional(),
  reach: z.array(z.enum(REACHES)),
  threads: z.number().int().positive(),
  /** Absent in runs of before it was recorded. */
  glue: z.enum(GLUES).optional(),
  /** Its engine's settings are searched for each workload; `threads` is then the most that a search may choose. */
  tuned: z.boolean().optional(),
  /** The target that is the same program in Node, where this is measured in a browser. */
  inBrowser: z.string().optional(),
  /** Which build of its engine it is, where several are measured to tell what a feature is worth. */
  build: engineBuildSchema.optional(),
  /** Absent where an interpreter or a browser hosts it. */
  standalone: standaloneSchema.optional(),
  precision: z.enum(PRECISIONS).optional(),
  /** Workload id → why it was not measured on this target although it could be. */
  skipped: z.record(z.string(), z.string()).optional(),
};
export const targetRecordSchema = z.discriminatedUnion("available", [
  z.object({
    ...targetFields,
    available: z.literal(true),
    engines: z.record(z.string(), z.string()),
    /** Absent where it computes on the CPU. */
    adapter: adapterSchema.optional(),
    /** Everything but the model; absent where no browser runs it, and in runs of before it was measured. */
    browserFiles: z.array(browserFileSchema).optional(),
    /** Of a standalone target, but for a model that its engine reads; absent in runs of before it was measured. */
    deployedFiles: z.array(deployedFileSchema).optional(),
  }),
  z.object({ ...targetFields, available: z.literal(false), reason: z.string(), enable: z.string() }),
]);
export type TargetRecord = z.infer<typeof targetRecordSchema>;

export const effortParametersSchema = z.object({
  processes: z.number().int().positive(),
  /** Processes of all but today, its compiled slice and its native port; absent where it is the same number. */
  otherProcesses: z.number().int().positive().optional(),
  /** Processes of a cell whose first process took longer than `slowProcessMs`. */
  slowProcesses: z.number().int().positive(),
  slowProcessMs: z.number().positive(),
  warmTimeMs: z.number().positive(),
  warmupIterations: count,
  minIterations: z.number().int().positive(),
  maxIterations: z.number().int().positive(),
  timeoutMs: z.number().positive(),
  profiledIterations: z.number().int().positive(),
  /** How long each step of a search for settings looks, at least; absent in runs of before there were any. */
  searchStepMs: z.number().positive().optional(),
});
export type EffortParameters = z.infer<typeof effortParametersSchema>;

export const headerSchema = z.object({
  kind: z.literal("header"),
  schemaVersion: z.literal(RUN_SCHEMA_VERSION),
  suiteVersion: z.string(),
  runId: z.string(),
  startedAt: z.iso.datetime(),
  effort: z.enum(EFFORTS),
  parameters: effortParametersSchema,
  budgetMs: z.number().positive().nullable(),
  seed: z.number().int(),
  environment: environmentSchema,
  workloads: z.array(workloadRecordSchema),
  targets: z.array(targetRecordSchema),
});
export type RunHeader = z.infer<typeof headerSchema>;

const processFields = {
  process: z.string(),
  workload: z.string(),
  target: z.string(),
  arm: z.enum(ARMS),
  replicate: count,
};

/** The phases of a cold start, in order. A phase that a target does not have is 0. */
export const COLD_PHASES = ["spawn", "import", "compile", "session", "firstInference"] as const;
export type ColdPhase = (typeof COLD_PHASES)[number];

/** What of a model's file was in memory when a process was started that was to read it from the disk. */
const modelPagesSchema = z.discriminatedUnion("state", [
  z.object({ state: z.literal("dropped"), residentShare: z.number().min(0).max(1) }),
  z.object({ state: z.literal("kept"), reason: z.string(), enable: z.string() }),
]);
export type ModelPages = z.infer<typeof modelPagesSchema>;

export const coldRowSchema = z.object({
  kind: z.literal("cold"),
  ...processFields,
  /** Of a process whose model was to be read from the disk; absent where it lay in memory, as any file does that was read before. */
  modelPages: modelPagesSchema.optional(),
  spawnMs: ms,
  importMs: ms,
  compileMs: ms,
  sessionMs: ms,
  firstInferenceMs: ms,
});

/** Warm iterations of one process, in order, column by column. */
export const samplesRowSchema = z
  .object({
    kind: z.literal("samples"),
    ...processFields,
    firstIteration: count,
    segments: z.array(segmentSchema).min(1),
    /** Start of each iteration since the first warm one. */
    startMs: z.array(ms),
    wallMs: z.array(positiveMs),
    /** spanMs[k][i] is the duration of segment k in iteration i. */
    spanMs: z.array(z.array(ms)),
    /** Of each iteration, since its start: when each of its calls of a model ended. Of conversations, whose calls are their tokens. */
    callEndMs: z.array(z.array(ms)).optional(),
  })
  .refine((row) => row.startMs.length === row.wallMs.length, "startMs and wallMs differ in length")
  .refine(
    (row) =>
      row.spanMs.length === row.segments.length && row.spanMs.every((s) => s.length === row.wallMs.length),
    "spanMs needs one array per segment, each as long as wallMs",
  )
  .refine(
    // But for the last bit of a sum, and a clock that ticks in microseconds.
    (row) =>
      row.wallMs.every(
        (wall, i) => row.spanMs.reduce((sum, s) => sum + (s[i] ?? 0), 0) <= wall * 1.001 + 0.001,
      ),
    "the spans of a request add up to more than its wall time",
  );

export const memoryRowSchema = z.object({
  kind: z.literal("memory"),
  ...processFields,
  /** Largest resident set, read from outside the process. */
  peakRssBytes: bytes,
  method: z.string(),
  /** What the runtime says of itself, for comparison only. */
  selfReportedBytes: bytes.nullable(),
});

/** How likely an engine takes a fixed text to be: whether it computes the model that the reference does. */
export const scoreRowSchema = z.object({
  kind: z.literal("score"),
  ...processFields,
  /** Of each token but the first, after those before it, in nats; null of one that was none. */
  logProbabilities: z.array(z.number().nullable()).min(1),
  referencePerplexity: z.number().positive(),
  /** How far the engine's may lie from it, as a part of it. */
  tolerance: z.number().positive(),
});
export type ScoreRow = z.infer<typeof scoreRowSchema>;

/** The profiled arm: a second session in the process's life, opened after everything that is timed. */
export const engineRowSchema = z.object({
  kind: z.literal("engine"),
  ...processFields,
  iterations: z.number().int().positive(),
  /** Means per iteration, from the engine's own profiler. runMs is the caller's wall time of the call. */
  runMs: ms,
  modelRunMs: ms,
  executorMs: ms,
  kernelMs: ms,
  operators: z.array(z.object({ operator: z.string(), ms, calls: z.number().nonnegative() })),
});

export const OUTCOME_STATES = ["ok", "crash", "timeout", "mismatch", "cut"] as const;
export const outcomeRowSchema = z.object({
  kind: z.literal("outcome"),
  ...processFields,
  slot: count,
  state: z.enum(OUTCOME_STATES),
  detail: z.string(),
  elapsedMs: ms,
  /** CPU time over wall time of the warm loop; about the number of busy threads. */
  cpuPerWall: ms.nullable(),
  /** Median cost of one empty iteration of the same loop in the same process. */
  overheadMs: ms.nullable(),
  /** The finest step of the clock that timed it; absent for a worker whose clock is finer than its reading, and in older runs. */
  clockStepMs: ms.optional(),
  agreement: z
    .object({ maxAbsError: error, tolerance: error, compared: count, stage: z.string() })
    .nullable(),
  loadAverage1m: z.number().nonnegative(),
  at: z.iso.datetime(),
});

/** What a search for an engine's settings saw, in a process of its own: no figure of a cell is from it. */
export const searchRowSchema = z.object({
  kind: z.literal("search"),
  workload: z.string(),
  target: z.string(),
  /** In the order in which they were tried; the first is the program as it is, `{}`. */
  candidates: z.array(
    z.object({
      settings: engineSettingsSchema,
      /** Of a whole request; null where the engine refused the settings. */
      medianMs: positiveMs.nullable(),
      requests: count,
      refused: z.string().nullable(),
    }),
  ),
  /** `{}` where nothing was clearly faster than the program as it is. */
  chosen: engineSettingsSchema,
  /** Of the chosen settings over the program as it is, side by side, with its 90 % interval; null where they are that. */
  ratio: z.object({ value: z.number(), low: z.number(), high: z.number() }).nullable(),
  /** The chosen settings in the program's own language, to paste. */
  code: z.array(z.string()),
  elapsedMs: ms,
  at: z.iso.datetime(),
});

/** What one way across a boundary costs on this machine: apart from any workload. */
export const crossingRowSchema = z.object({
  kind: z.literal("crossing"),
  host: z.enum(CROSSING_HOSTS),
  way: z.enum(CROSSING_WAYS),
  engine: z.string(),
  /** Of a GPU's ways. */
  adapter: adapterSchema.nullable(),
  points: z.array(
    z.object({
      /** All that cross, in all calls together; 0 for a call with a number. */
      bytes,
      calls: z.number().int().positive(),
      /** Of all calls together, in each round: the mean of as many repetitions as a round held. */
      roundMs: z.array(positiveMs).min(1),
    }),
  ),
  /** Why there are no points, and what would change that. */
  missing: z.object({ reason: z.string(), enable: z.string() }).nullable(),
  at: z.iso.datetime(),
});

/** What a host's engine accepts of Wasm, and what that is worth: one algorithm in variants, apart from any workload. */
export const featuresRowSchema = z.object({
  kind: z.literal("features"),
  host: z.enum(CROSSING_HOSTS),
  engine: z.string(),
  /** As the host is by itself, without switches. */
  supported: z.partialRecord(z.enum(FEATURES), z.boolean()),
  kernels: z.array(
    z.object({
      variant: z.enum(VARIANTS),
      kernel: z.enum(KERNELS),
      /** Switches of the engine that it ran with. */
      flags: z.array(z.string()),
      /** That share it, where it is more than one. */
      threads: z.number().int().min(2).optional(),
      roundMs: z.array(positiveMs).min(1),
    }),
  ),
  missing: z.array(z.object({ variant: z.enum(VARIANTS), reason: z.string(), enable: z.string() })),
  at: z.iso.datetime(),
});

/** How an engine fares at single kernels of known shapes, apart from any workload. */
export const ladderRowSchema = z.object({
  kind: z.literal("ladder"),
  /** By its npm package. */
  engine: z.enum(LADDER_ENGINES),
  version: z.string(),
  threads: z.number().int().positive(),
  rungs: z.array(
    z.object({
      rung: z.enum(RUNGS),
      /** What the engine's own profiler says that a run of the model took, in each round: no copying into it or out of it. */
      roundMs: z.array(positiveMs).min(1),
    }),
  ),
  /** Why there are no rungs, and what would change that. */
  missing: z.object({ reason: z.string(), enable: z.string() }).nullable(),
  at: z.iso.datetime(),
});

/**
 * The model's call with so many requests in it at once: what a server gains that waits for company. In a process of its own, or after
 * everything else that its process times.
 */
export const batchRowSchema = z.object({
  kind: z.literal("batch"),
  workload: z.string(),
  target: z.string(),
  points: z.array(
    z.object({
      /** Requests in a call. */
      batch: z.number().int().positive(),
      /** Of the whole call, in each round: the inputs' way there, computing, and the outputs' way back. */
      roundMs: z.array(positiveMs).min(1),
      /** Parts of it, means over the rounds, where the device's own clock tells them apart. */
      parts: z.object({ toDeviceMs: ms, computeMs: ms, fromDeviceMs: ms }).nullable(),
      /** The device's memory in use, at most, as its driver tells; null where it doesn't. */
      deviceMemoryBytes: bytes.nullable(),
    }),
  ),
  /** Why a larger batch was not tried, or none was; null where every size that was planned is there. */
  stopped: z.string().nullable(),
  at: z.iso.datetime(),
});
export type BatchRow = z.infer<typeof batchRowSchema>;

/** How fast one thread moves memory: what bounds a language model's tokens. */
export const bandwidthRowSchema = z.object({
  kind: z.literal("bandwidth"),
  /** Read and written, in a round. */
  bytesMoved: bytes,
  roundMs: z.array(positiveMs).min(1),
  at: z.iso.datetime(),
});
export type BandwidthRow = z.infer<typeof bandwidthRowSchema>;

/** A conversation on so many threads of one engine, in a process that takes all numbers of threads in turn. */
export const threadsRowSchema = z.object({
  kind: z.literal("threads"),
  workload: z.string(),
  /** Whose engine it is. */
  target: z.string(),
  threads: z.number().int().positive(),
  promptTokens: count,
  /** With the time of each token after the first; fewer in a round that was cut short. */
  rounds: z.array(z.object({ firstTokenMs: positiveMs, tokenMs: z.array(positiveMs).min(1) })),
  /** Why there are no rounds, and what would change that. */
  missing: z.object({ reason: z.string(), enable: z.string() }).nullable(),
  at: z.iso.datetime(),
});
export type ThreadsRow = z.infer<typeof threadsRowSchema>;

export const endRowSchema = z.object({
  kind: z.literal("end"),
  reason: z.enum(["complete", "interrupted", "budget"]),
  detail: z.string(),
  elapsedMs: ms,
  at: z.iso.datetime(),
  /** Rows before it; absent in runs of before they were counted. */
  rows: count.optional(),
});

export const rowSchema = z.discriminatedUnion("kind", [
  headerSchema,
  coldRowSchema,
  samplesRowSchema,
  memoryRowSchema,
  scoreRowSchema,
  engineRowSchema,
  searchRowSchema,
  outcomeRowSchema,
  crossingRowSchema,
  featuresRowSchema,
  ladderRowSchema,
  batchRowSchema,
  bandwidthRowSchema,
  threadsRowSchema,
  endRowSchema,
]);
export type RunRow = z.infer<typeof rowSchema>;
export type ColdRow = z.infer<typeof coldRowSchema>;
export type SamplesRow = z.infer<typeof samplesRowSchema>;
export type MemoryRow = z.infer<typeof memoryRowSchema>;
export type EngineRow = z.infer<typeof engineRowSchema>;
export type SearchRow = z.infer<typeof searchRowSchema>;
export type OutcomeRow = z.infer<typeof outcomeRowSchema>;
export type CrossingRow = z.infer<typeof crossingRowSchema>;
export type FeaturesRow = z.infer<typeof featuresRowSchema>;
export type LadderRow = z.infer<typeof ladderRowSchema>;
export type EndRow = z.infer<typeof endRowSchema>;

/** A run, read back: its header and its rows by kind. */
export interface Run {
  readonly header: RunHeader;
  readonly cold: readonly ColdRow[];
  readonly samples: readonly SamplesRow[];
  readonly memory: readonly MemoryRow[];
  /** Of language models. */
  readonly scores: readonly ScoreRow[];
  readonly engine: readonly EngineRow[];
  readonly searches: readonly SearchRow[];
  readonly outcomes: readonly OutcomeRow[];
  /** None in runs of before they were measured. */
  readonly crossings: readonly CrossingRow[];
  readonly features: readonly FeaturesRow[];
  readonly ladders: readonly LadderRow[];
  readonly batches: readonly BatchRow[];
  readonly bandwidths: readonly BandwidthRow[];
  readonly threadLadders: readonly ThreadsRow[];
  /** One per time that measuring stopped; a resumed run has several. */
  readonly ends: readonly EndRow[];
}

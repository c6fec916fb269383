/**
 * The recording: what `portolan profile` measured of one command. Append-only JSON Lines beside the run files,
 * `<recording id>.recording.jsonl`: a header, then rows as they are measured.
 *
 * This is the one declaration of its schema. Durations are milliseconds (`…Ms`), sizes bytes (`…Bytes`), shares
 * fractions of 1, instants ISO 8601.
 */
import { z } from "zod";
import { BUCKETS_AND_REST } from "./buckets.js";
import { END_REASONS, EVIDENCE, EXECUTION_ARMS, HOSTS } from "./recording.js";
import { environmentSchema, ms, positiveMs } from "./run-file.js";
import { noTime } from "./traces/bucket-ms.js";
import { IDLE_CAUSES } from "./traces/profile.js";

/** Version of the row layout. A reader refuses files of another layout rather than guessing. */
export const RECORDING_SCHEMA_VERSION = 1;

const bytes = z.number().int().nonnegative();
const count = z.number().int().nonnegative();
const share = z.object({ ms, share: z.number() });
const list = <T extends z.ZodType>(item: T) => z.array(item).readonly();

const recordingHeaderSchema = z.object({
  kind: z.literal("recording"),
  schemaVersion: z.literal(RECORDING_SCHEMA_VERSION),
  recordingId: z.string().min(1),
  startedAt: z.iso.datetime(),
  title: z.string().min(1),
  /** The command as it was typed. */
  command: z.array(z.string()).min(1),
  host: z.enum(HOSTS),
  /** The interpreter that runs it, for example "Python 3.12.1". */
  interpreter: z.string(),
  /** Unprofiled executions asked for. */
  repeat: z.number().int().positive(),
  budgetMs: z.number().positive(),
  /** Where it is of a process that ran already: its place, and the option that leads there. */
  attached: z.object({ place: z.string(), option: z.string() }).optional(),
  /** Requests that one execution serves; missing where nobody said. */
  requests: z.number().int().positive().optional(),
  /** How the CPU time and the peak memory of an execution are read. */
  cpuMethod: z.string(),
  memoryMethod: z.string(),
  environment: environmentSchema,
  tool: z.object({ name: z.string(), version: z.string(), options: z.array(z.string()) }),
});
export type RecordingHeader = z.infer<typeof recordingHeaderSchema>;

/** The interpreter with nothing to do: the part of every execution that no code of the pipeline can change. */
const startupRowSchema = z.object({
  kind: z.literal("startup"),
  bareMs: z.array(positiveMs).min(1),
});

const loadSchema = z.object({ wallMs: positiveMs, cores: z.number().positive(), ownMs: ms, othersMs: ms });

/** One execution of the whole command, from its start to its exit. */
const executionRowSchema = z.object({
  kind: z.literal("execution"),
  arm: z.enum(EXECUTION_ARMS),
  replicate: count,
  wallMs: positiveMs,
  /** User and system time of the process and of the children that it waited for; null where it cannot be had. */
  cpuMs: ms.nullable(),
  /** Of the command's main process; null where it cannot be had. */
  peakRssBytes: bytes.nullable(),
  /** Null where the profiler does not pass it on. */
  exitCode: z.number().int().nullable(),
  /** Sampling rate asked of the profiler; null in the plain arm and for a profiler that does not sample. */
  rateHz: z.number().positive().nullable(),
  /** Null where it is not watched; missing in recordings of before it was. */
  load: loadSchema.nullable().optional(),
  /** In the profiled arm: which setting of the profiler it was, from 0; missing where there was one only. */
  attempt: count.optional(),
  /** Where the profiler left them out, to slow the command less. */
  withoutNative: z.literal(true).optional(),
});

const destination = z.enum([...BUCKETS_AND_REST, "waiting"]);

/** A tree as `drawnTree` cuts it down: node 0 is the whole interval, parents come before their children. */
const drawnTreeSchema = z
  .array(
    z.object({
      parent: z.number().int().min(-1),
      name: z.string(),
      file: z.string().nullable(),
      line: z.number().nullable(),
      destination,
      totalMs: ms,
      selfMs: ms,
      frames: count,
      repeats: count.optional(),
    }),
  )
  .min(1)
  .readonly()
  .refine(
    (nodes) => nodes.every(({ parent }, node) => (node === 0 ? parent === -1 : parent >= 0 && parent < node)),
    {
      error: "every node's parent must have a smaller index than its own, and the root's is −1",
    },
  );

const timeSpreadSchema = z.object({
  meanMs: ms,
  p50Ms: ms,
  p90Ms: ms.nullable(),
  p99Ms: ms.nullable(),
  maxMs: ms,
});

const requestSpreadSchema = z.object({
  what: z.string(),
  count,
  wall: timeSpreadSchema,
  buckets: z.record(z.enum(BUCKETS_AND_REST), timeSpreadSchema),
  each: list(z.object({ wallMs: ms, bucketMs: z.record(z.enum(BUCKETS_AND_REST), ms) })),
});

const attributionSchema = z.object({
  format: z.string(),
  producer: z.string().nullable(),
  wallMs: ms,
  buckets: z.record(z.enum(BUCKETS_AND_REST), share),
  waiting: share,
  coverage: z.number().min(0).max(1),
  // Recordings of before this was written do not say.
  sampled: z.boolean().nullable().default(null),
  samples: count.nullable(),
  intervalMs: ms.nullable(),
  clock: z.string(),
  bias: z.string().nullable(),
  hiddenMs: ms,
  // Recordings of before these were written say nothing of them.
  hiddenEngine: z.object({ name: z.string(), ms }).nullable().default(null),
  deviceMs: z.record(destination, ms).default(noTime),
  device: z
    .object({ busyMs: ms, idleMs: z.record(z.enum(IDLE_CAUSES), ms) })
    .nullable()
    .default(null),
  threads: list(z.object({ name: z.string(), busyMs: ms, isRequest: z.boolean() })).default([]),
  requests: requestSpreadSchema.nullable().default(null),
  startUp: z
    .object({ until: z.string(), wallMs: ms, bucketMs: z.record(z.enum(BUCKETS_AND_REST), ms) })
    .nullable()
    .default(null),
  warnings: list(z.string()),
  rules: list(
    z.object({
      id: z.string(),
      bucket: z.enum(["interpreter", "compute", "io", "waiting", "caller"]),
      reason: z.string(),
      ...share.shape,
    }),
  ),
  unmatched: list(
    z.object({ frame: z.string(), file: z.string().nullable(), suggestion: z.string(), ...share.shape }),
  ),
});

/** A process or thread that the command started; in the time of all executions together, as the attribution is. */
const childSchema = z.object({
  name: z.string(),
  wallMs: ms,
  samples: count.nullable(),
  buckets: z.record(z.enum(BUCKETS_AND_REST), share),
  waiting: share,
});
export type ChildRow = z.infer<typeof childSchema>;

const attributionRowSchema = z.object({
  kind: z.literal("attribution"),
  evidence: z.enum(EVIDENCE),
  /** Which of the profiled executions it is of; missing where all are of one attempt, or it is of others. */
  attempt: count.optional(),
  /** Executions that the trace was taken from, and the mean wall time of one of them. */
  executions: z.number().int().positive(),
  executionWallMs: ms,
  attribution: attributionSchema,
  /** Time under the interpreter's import machinery; null where the profile does not show it. */
  importMs: ms.nullable(),
  operators: list(z.object({ operator: z.string(), ms, calls: z.number().nonnegative() })),
  boundary: z.object({ calls: count, bytes: z.number().nonnegative().nullable() }).nullable(),
  tree: drawnTreeSchema,
  /** Those that worked, most first; missing where none was followed. */
  children: list(childSchema).optional(),
});

const recordingEndRowSchema = z.object({
  kind: z.literal("end"),
  reason: z.enum(END_REASONS),
  detail: z.string(),
  elapsedMs: ms,
  at: z.iso.datetime(),
  /** Rows before it; absent in recordings of before they were counted. */
  rows: count.optional(),
});

export const recordingRowSchema = z.discriminatedUnion("kind", [
  recordingHeaderSchema,
  startupRowSchema,
  executionRowSchema,
  attributionRowSchema,
  recordingEndRowSchema,
]);
export type RecordingRow = z.infer<typeof recordingRowSchema>;
type StartupRow = z.infer<typeof startupRowSchema>;
export type ExecutionRow = z.infer<typeof executionRowSchema>;
export type AttributionRow = z.infer<typeof attributionRowSchema>;
export type RecordingEndRow = z.infer<typeof recordingEndRowSchema>;

/** A recording, read back: its header and its rows by kind. */
export interface Recording {
  readonly header: RecordingHeader;
  readonly startup: StartupRow | null;
  readonly executions: readonly ExecutionRow[];
  readonly attributions: readonly AttributionRow[];
  /** Null if the recording was killed. */
  readonly end: RecordingEndRow | null;
}

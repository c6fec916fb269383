import { type Columns, columnsOf, type RowOf, type Table, valuesOf } from "../table-columns.js";
import { type AttributedFile, dominantBucket } from "./attributed-file.js";

const COLUMNS = {
  file: ["VARCHAR", "the profile's path"],
  sizeBytes: ["BIGINT", "of the file as it lies there, zipped or not"],
  error: ["VARCHAR", "why it could not be read; then all that follows is null"],
  format: ["VARCHAR", "format id (docs/formats.md)"],
  producer: ["VARCHAR", "the tool that wrote it, as the file says"],
  wallMs: ["DOUBLE", "the profiled interval on the request's clock"],
  dominant: ["VARCHAR", "the largest of interpreter, compute, io and unattributed"],
  interpreterShare: ["DOUBLE", "of the wall time; the four shares sum to 1"],
  computeShare: ["DOUBLE", "of the wall time"],
  ioShare: ["DOUBLE", "of the wall time"],
  unattributedShare: ["DOUBLE", "of the wall time"],
  coverage: ["DOUBLE", "attributed time over wall time"],
  interpreterMs: ["DOUBLE", "time in the bucket"],
  computeMs: ["DOUBLE", "time in the bucket"],
  ioMs: ["DOUBLE", "time in the bucket"],
  unattributedMs: ["DOUBLE", "time in no bucket"],
  waitingMs: ["DOUBLE", "of the unattributed time, what is known to be waiting"],
  deviceBusyMs: ["DOUBLE", "in which a device computes; null where the profile holds no device's own work"],
  hiddenMs: ["DOUBLE", "work that ran at the same time as what is shown"],
  samples: ["BIGINT", "null where nothing was sampled, or the file does not say how many"],
  intervalMs: ["DOUBLE", "median time between two samples"],
  requests: ["INTEGER", "requests or steps that the file tells apart; null where it tells none"],
  warnings: ["VARCHAR", "what was odd in the file, a line each; empty where nothing was"],
} as const satisfies Columns;

/** What `portolan attribute -o` writes: a row for each profile. */
export const PROFILE_TABLE: Table = {
  name: "profiles",
  description: "Where the time of each profile goes.",
  columns: columnsOf(COLUMNS),
};

/** In the order of the table's columns. */
export const profileRows = valuesOf(COLUMNS, (files: readonly AttributedFile[]) => files.map(rowOf));

function rowOf(file: AttributedFile): RowOf<typeof COLUMNS> {
  const about = { file: file.file, sizeBytes: file.sizeBytes };
  if ("error" in file) return { ...NOTHING, ...about, error: file.error };
  const { attribution } = file;
  const { interpreter, compute, io, unattributed } = attribution.buckets;
  return {
    ...about,
    error: null,
    format: attribution.format,
    producer: attribution.producer,
    wallMs: attribution.wallMs,
    dominant: dominantBucket(attribution),
    interpreterShare: interpreter.share,
    computeShare: compute.share,
    ioShare: io.share,
    unattributedShare: unattributed.share,
    coverage: attribution.coverage,
    interpreterMs: interpreter.ms,
    computeMs: compute.ms,
    ioMs: io.ms,
    unattributedMs: unattributed.ms,
    waitingMs: attribution.waiting.ms,
    deviceBusyMs: attribution.device?.busyMs ?? null,
    hiddenMs: attribution.hiddenMs,
    samples: attribution.samples,
    intervalMs: attribution.intervalMs,
    requests: attribution.requests?.count ?? null,
    warnings: attribution.warnings.join("\n"),
  };
}

const NOTHING = Object.fromEntries(Object.keys(COLUMNS).map((key) => [key, null])) as {
  readonly [K in keyof typeof COLUMNS]: null;
};

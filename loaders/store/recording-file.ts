import { appendFileSync, closeSync, fsyncSync, openSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import {
  RECORDING_SCHEMA_VERSION,
  type Recording,
  type RecordingHeader,
  type RecordingRow,
  recordingRowSchema,
} from "../../src/model/recording-file.ts";

/** Ends the names of recordings, and of nothing else in the runs folder. */
export const RECORDING_SUFFIX = ".recording.jsonl";

/** A recording that cannot be read as one: the message names file, line, what was found and what is allowed. */
export class RecordingFileError extends Error {}

/** Appends rows to a recording as they are measured. The file is made with the first row after the header. */
export class RecordingWriter {
  readonly path: string;
  readonly #header: RecordingHeader;
  #file: number | null = null;

  constructor(path: string, header: RecordingHeader) {
    this.path = path;
    this.#header = header;
  }

  /** False until something was measured: then there is no file. */
  get isWritten(): boolean {
    return this.#file !== null;
  }

  append(row: RecordingRow): void {
    if (this.#file === null) {
      // "x": never write into a recording that is there.
      this.#file = openSync(this.path, "ax");
      this.append(this.#header);
    }
    try {
      appendFileSync(this.#file, `${JSON.stringify(row)}\n`);
    } catch (error) {
      const why = (error as NodeJS.ErrnoException).code === "ENOSPC" ? "the disk is full" : String(error);
      throw new RecordingFileError(
        `cannot write to ${this.path}: ${why}. What was measured so far is kept; free some space and profile again.`,
      );
    }
  }

  close(): void {
    if (this.#file === null) return;
    fsyncSync(this.#file);
    closeSync(this.#file);
  }
}

export interface ReadRecording {
  readonly recording: Recording;
  readonly warnings: readonly string[];
}

/**
 * Reads and validates a recording. A truncated last line is dropped with a warning, as a killed recording leaves
 * one; any other damage is an error.
 *
 * @throws RecordingFileError
 */
export function readRecordingFile(path: string): ReadRecording {
  const name = basename(path);
  const lines = readFileSync(path, "utf8").split("\n");
  const warnings = lines.pop()
    ? [`${name}: the last line is truncated and was dropped (the recording was killed while writing it)`]
    : [];
  const rows = lines.map((line, i) => parseRow(line, name, i + 1));
  return { recording: collect(rows, name), warnings };
}

function parseRow(line: string, name: string, number: number): RecordingRow {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new RecordingFileError(
      `${name}, line ${number}: not JSON (${JSON.stringify(line.slice(0, 60))}); every line must be one JSON ` +
        "object. Restore the file from a copy, or delete it and profile again.",
    );
  }
  const version = (value as { schemaVersion?: unknown } | null)?.schemaVersion;
  if (version !== undefined && version !== RECORDING_SCHEMA_VERSION) {
    throw new RecordingFileError(
      `${name}, line ${number}: schema version ${version}; this Portolan reads version ${RECORDING_SCHEMA_VERSION}. ` +
        "Read it with the Portolan that wrote it, or profile again.",
    );
  }
  const parsed = recordingRowSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join(".") || "row"}: ${issue.message}`);
  throw new RecordingFileError(`${name}, line ${number}: ${issues.join("; ")}`);
}

function collect(rows: readonly RecordingRow[], name: string): Recording {
  const [header, ...rest] = rows;
  if (header?.kind !== "recording") {
    throw new RecordingFileError(
      `${name}, line 1: expected a row of kind "recording", found ${header?.kind ?? "nothing"}`,
    );
  }
  const of = <K extends RecordingRow["kind"]>(kind: K) =>
    rest.filter((row): row is Extract<RecordingRow, { kind: K }> => row.kind === kind);
  for (const kind of ["recording", "startup", "end"] as const) {
    const more = of(kind).length - (kind === "recording" ? 0 : 1);
    if (more > 0) throw new RecordingFileError(`${name}: ${more + 1} rows of kind "${kind}"; allowed is one`);
  }
  return {
    header,
    startup: of("startup")[0] ?? null,
    executions: of("execution"),
    attributions: of("attribution"),
    end: of("end")[0] ?? null,
  };
}

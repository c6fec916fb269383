import { basename } from "node:path";
import {
  RECORDING_SCHEMA_VERSION,
  type Recording,
  type RecordingHeader,
  type RecordingRow,
  recordingRowSchema,
} from "../../src/model/recording-file.ts";
import { readRows } from "./read-rows.ts";
import { RowFileError, type RowFormat, RowWriter } from "./row-file.ts";

/** Ends the names of recordings, and of nothing else in the runs folder. */
export const RECORDING_SUFFIX = ".recording.jsonl";

const FORMAT: RowFormat<RecordingRow> = {
  schema: recordingRowSchema,
  schemaVersion: RECORDING_SCHEMA_VERSION,
  noun: "recording",
  again: "profile again",
};

/** Appends rows to a recording as they are measured. The file is made with the first row after the header. */
export class RecordingWriter {
  readonly path: string;
  readonly #header: RecordingHeader;
  #writer: RowWriter<RecordingRow> | null = null;

  constructor(path: string, header: RecordingHeader) {
    this.path = path;
    this.#header = header;
  }

  /** False until something was measured: then there is no file. */
  get isWritten(): boolean {
    return this.#writer !== null;
  }

  append(row: RecordingRow): void {
    this.#writer ??= new RowWriter(this.path, FORMAT, this.#header);
    this.#writer.append(row);
  }

  close(): void {
    this.#writer?.close();
  }
}

export interface ReadRecording {
  readonly recording: Recording;
  readonly warnings: readonly string[];
}

/** @throws RowFileError */
export function readRecordingFile(path: string): ReadRecording {
  const { rows, warnings } = readRows(path, FORMAT);
  return { recording: collect(rows, basename(path)), warnings };
}

function collect(rows: readonly RecordingRow[], name: string): Recording {
  const [header, ...rest] = rows;
  if (header?.kind !== "recording") {
    throw new RowFileError(
      `${name}, line 1: expected a row of kind "recording", found ${header?.kind ?? "nothing"}`,
    );
  }
  const of = <K extends RecordingRow["kind"]>(kind: K) =>
    rest.filter((row): row is Extract<RecordingRow, { kind: K }> => row.kind === kind);
  for (const kind of ["recording", "startup", "end"] as const) {
    const more = of(kind).length - (kind === "recording" ? 0 : 1);
    if (more > 0) throw new RowFileError(`${name}: ${more + 1} rows of kind "${kind}"; allowed is one`);
  }
  return {
    header,
    startup: of("startup")[0] ?? null,
    executions: of("execution"),
    attributions: of("attribution"),
    end: of("end")[0] ?? null,
  };
}

import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  statSync,
  truncateSync,
} from "node:fs";
import { basename } from "node:path";
import {
  RUN_SCHEMA_VERSION,
  type Run,
  type RunHeader,
  type RunRow,
  rowSchema,
} from "../../src/model/run-file.ts";

/** A run file that cannot be read as one: the message names file, line, what was found and what is allowed. */
export class RunFileError extends Error {}

/** Appends rows to a run file as they are measured. */
export class RunWriter {
  readonly path: string;
  readonly #file: number;

  /** Starts a new file, or goes on with one that was interrupted. */
  constructor(path: string, header: RunHeader | null) {
    this.path = path;
    if (header && existsSync(path)) throw new RunFileError(`${path} exists already`);
    if (!header) cutTornTail(path);
    this.#file = openSync(path, "a");
    if (header) this.append(header);
  }

  append(row: RunRow): void {
    try {
      appendFileSync(this.#file, `${JSON.stringify(row)}\n`);
    } catch (error) {
      const why = (error as NodeJS.ErrnoException).code === "ENOSPC" ? "the disk is full" : String(error);
      throw new RunFileError(
        `cannot write to ${this.path}: ${why}. What was measured so far is kept; free some space and run ` +
          "the same command again to go on.",
      );
    }
  }

  close(): void {
    fsyncSync(this.#file);
    closeSync(this.#file);
  }
}

export interface ReadRun {
  readonly run: Run;
  readonly warnings: readonly string[];
}

/**
 * Reads and validates a run file. A truncated last line is dropped with a warning, as a killed run leaves
 * one; any other damage is an error.
 *
 * @throws RunFileError
 */
export function readRunFile(path: string): ReadRun {
  const name = basename(path);
  const text = readFileSync(path, "utf8");
  const lines = text.split("\n");
  // A row counts once its newline is there: that is also where RunWriter goes on.
  const warnings = lines.pop()
    ? [`${name}: the last line is truncated and was dropped (the run was killed while writing it)`]
    : [];
  const rows = lines.map((line, i) => parseRow(line, name, i + 1));
  return { run: collect(rows, name), warnings };
}

function parseRow(line: string, name: string, number: number): RunRow {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new RunFileError(
      `${name}, line ${number}: not JSON (${JSON.stringify(line.slice(0, 60))}); every line must be one JSON ` +
        "object. Restore the file from a copy, or delete it and measure again.",
    );
  }
  const version = (value as { schemaVersion?: unknown } | null)?.schemaVersion;
  if (version !== undefined && version !== RUN_SCHEMA_VERSION) {
    throw new RunFileError(
      `${name}, line ${number}: schema version ${version}; this Portolan reads version ${RUN_SCHEMA_VERSION}. ` +
        "Read it with the Portolan that wrote it, or measure again.",
    );
  }
  const parsed = rowSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join(".") || "row"}: ${issue.message}`);
  throw new RunFileError(`${name}, line ${number}: ${issues.join("; ")}`);
}

function collect(rows: readonly RunRow[], name: string): Run {
  const [header, ...rest] = rows;
  if (header?.kind !== "header") {
    throw new RunFileError(
      `${name}, line 1: expected a row of kind "header", found ${header?.kind ?? "nothing"}`,
    );
  }
  const of = <K extends RunRow["kind"]>(kind: K) =>
    rest.filter((row): row is Extract<RunRow, { kind: K }> => row.kind === kind);
  const second = of("header").length;
  if (second > 0) throw new RunFileError(`${name}: ${second + 1} header rows; a run file has one, on line 1`);
  return {
    header,
    cold: of("cold"),
    samples: of("samples"),
    memory: of("memory"),
    engine: of("engine"),
    searches: of("search"),
    outcomes: of("outcome"),
    ends: of("end"),
  };
}

function cutTornTail(path: string): void {
  const text = readFileSync(path);
  const end = text.lastIndexOf(10) + 1;
  if (end < statSync(path).size) truncateSync(path, end);
}

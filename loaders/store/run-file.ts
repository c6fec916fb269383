import { basename } from "node:path";
import {
  RUN_SCHEMA_VERSION,
  type Run,
  type RunHeader,
  type RunRow,
  rowSchema,
} from "../../src/model/run-file.ts";
import { runOfRows } from "../../src/model/run-of-rows.ts";
import { eachRow, type RowPlace } from "./read-rows.ts";
import { RowFileError, type RowFormat, RowWriter } from "./row-file.ts";

const FORMAT: RowFormat<RunRow> = {
  schema: rowSchema,
  schemaVersion: RUN_SCHEMA_VERSION,
  noun: "run",
  again: "measure again",
};

/** Appends rows to a run file as they are measured. */
export class RunWriter extends RowWriter<RunRow> {
  /** Starts a new file, or goes on with one that was interrupted. */
  constructor(path: string, header: RunHeader | null) {
    super(path, FORMAT, header);
  }
}

export interface ReadRun {
  readonly run: Run;
  readonly warnings: readonly string[];
}

/** @throws RowFileError */
export function readRunFile(path: string): ReadRun {
  const { header, rest } = openRunFile(path);
  const rows: RunRow[] = [];
  for (let next = rest.next(); ; next = rest.next()) {
    if (next.done) return { run: runOfRows(header, rows), warnings: next.value };
    rows.push(next.value);
  }
}

/** @throws RowFileError */
export function readRunHeader(path: string): RunHeader {
  const { header, close } = openRunFile(path);
  close();
  return header;
}

interface OpenedRun {
  readonly header: RunHeader;
  /** The other rows, one at a time, and last its warnings; throws RowFileError. */
  readonly rest: Generator<RunRow, readonly string[]>;
  /** For who doesn't read it to its end. */
  readonly close: () => void;
}

/**
 * A run file that is read a row at a time.
 *
 * @throws RowFileError
 */
export function openRunFile(
  path: string,
  place: RowPlace = { name: basename(path), firstLine: 1 },
): OpenedRun {
  const rows = eachRow(path, FORMAT, place);
  const first = rows.next();
  const header = first.done ? null : first.value;
  if (header?.kind !== "header") {
    rows.return([]);
    throw new RowFileError(
      `${place.name}, line ${place.firstLine}: expected a row of kind "header", found ${header?.kind ?? "nothing"}`,
    );
  }
  return { header, rest: restOf(rows, header.runId, place), close: () => rows.return([]) };
}

function* restOf(
  rows: Generator<RunRow, readonly string[]>,
  runId: string,
  { name, firstLine }: RowPlace,
): OpenedRun["rest"] {
  const lines = new Map<string, number>();
  for (let line = firstLine + 1; ; line++) {
    const next = rows.next();
    if (next.done) return next.value;
    const row = next.value;
    const wrong = (what: string) => new RowFileError(`${name}, line ${line}: ${what}`);
    if (row.kind === "header") throw wrong("a second header row; a run file has one, its first");
    if (row.kind === "outcome") {
      const before = lines.get(row.process);
      // Two processes that write one file without knowing of each other would count everything twice.
      if (before !== undefined)
        throw wrong(
          `a second outcome of process "${row.process}" of run ${runId}; its first is on line ${before}. ` +
            "Two measurements wrote into this file at once, or rows were copied: delete it and measure again.",
        );
      lines.set(row.process, line);
    }
    yield row;
  }
}

import { basename } from "node:path";
import {
  RUN_SCHEMA_VERSION,
  type Run,
  type RunHeader,
  type RunRow,
  rowSchema,
} from "../../src/model/run-file.ts";
import { runOfRows } from "../../src/model/run-of-rows.ts";
import { RowFileError, type RowFormat, RowWriter, readRows } from "./row-file.ts";

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
  const { rows, warnings } = readRows(path, FORMAT);
  return { run: collect(rows, basename(path)), warnings };
}

function collect(rows: readonly RunRow[], name: string): Run {
  const [header, ...rest] = rows;
  if (header?.kind !== "header") {
    throw new RowFileError(
      `${name}, line 1: expected a row of kind "header", found ${header?.kind ?? "nothing"}`,
    );
  }
  const second = rest.filter(({ kind }) => kind === "header").length;
  if (second > 0) throw new RowFileError(`${name}: ${second + 1} header rows; a run file has one, on line 1`);
  refuseSecondOutcomes(rows, header.runId, name);
  return runOfRows(header, rest);
}

/** Two processes that write one file without knowing of each other would count everything twice. */
function refuseSecondOutcomes(rows: readonly RunRow[], runId: string, name: string): void {
  const lines = new Map<string, number>();
  for (const [i, row] of rows.entries()) {
    if (row.kind !== "outcome") continue;
    const before = lines.get(row.process);
    if (before !== undefined)
      throw new RowFileError(
        `${name}, line ${i + 1}: a second outcome of process "${row.process}" of run ${runId}; its first is on line ` +
          `${before}. Two measurements wrote into this file at once, or rows were copied: delete it and measure again.`,
      );
    lines.set(row.process, i + 1);
  }
}

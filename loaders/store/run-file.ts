import { basename } from "node:path";
import { z } from "zod";
import {
  RUN_SCHEMA_VERSION,
  type Run,
  type RunHeader,
  type RunRow,
  rowSchema,
} from "../../src/model/run-file.ts";
import { runOfRows } from "../../src/model/run-of-rows.ts";
import { eachLine } from "../files/each-line.ts";
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

/** What is to be known of a run before it is read. */
export interface RunLabel {
  readonly runId: string;
  readonly startedAt: string;
  readonly machineId: string;
  readonly isOfBrowser: boolean;
  readonly workloads: readonly { readonly id: string; readonly sha256: string }[];
}

/** Of a header only what a label needs: a thousand files are looked at in a moment so, and whoever reads one validates all of it. */
const labelSchema = z
  .object({
    kind: z.literal("header"),
    schemaVersion: z.literal(RUN_SCHEMA_VERSION),
    runId: z.string(),
    startedAt: z.iso.datetime(),
    environment: z.object({ machineId: z.string(), browser: z.unknown() }),
    workloads: z.array(z.object({ id: z.string(), model: z.object({ sha256: z.string() }) })),
  })
  .transform(labelOf);

function labelOf(
  header: Pick<RunHeader, "runId" | "startedAt"> & {
    readonly environment: Pick<RunHeader["environment"], "machineId"> & { readonly browser?: unknown };
    readonly workloads: readonly { readonly id: string; readonly model: { readonly sha256: string } }[];
  },
): RunLabel {
  const { runId, startedAt, environment, workloads } = header;
  return {
    runId,
    startedAt,
    machineId: environment.machineId,
    isOfBrowser: environment.browser !== undefined,
    workloads: workloads.map(({ id, model }) => ({ id, sha256: model.sha256 })),
  };
}

/** @throws RowFileError */
export function readRunLabel(path: string): RunLabel {
  for (const { bytes, isWhole } of eachLine(path)) {
    if (!isWhole) break;
    try {
      return labelSchema.parse(JSON.parse(bytes.toString("utf8")));
    } catch {
      break;
    }
  }
  // What is wrong with it is said as everywhere.
  const { header, close } = openRunFile(path);
  close();
  return labelOf(header);
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

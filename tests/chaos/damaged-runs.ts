import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RowFileError } from "../../loaders/store/row-file.ts";
import { readRunFile } from "../../loaders/store/run-file.ts";
import { below, type Random } from "../../src/model/random.ts";
import { command } from "./command.ts";
import { MEASURE, runNames, runsFolder } from "./runs-in.ts";
import { must, pick, type Storm, trial } from "./storm.ts";

type Damage = (bytes: Buffer, random: Random) => Buffer;

const linesOf = (bytes: Buffer) => bytes.toString("latin1").split("\n").slice(0, -1);
const joined = (lines: readonly string[]) => Buffer.from(`${lines.join("\n")}\n`, "latin1");
const anyLine = (lines: readonly string[], random: Random) => 1 + below(random, lines.length - 1);

const DAMAGES: Readonly<Record<string, Damage>> = {
  "a bit flipped": (bytes, random) => {
    const copy = Buffer.from(bytes);
    copy[below(random, copy.length)]! ^= 1 << below(random, 8);
    return copy;
  },
  "a digit changed": (bytes, random) => {
    const copy = Buffer.from(bytes);
    let at = below(random, copy.length);
    while (copy[at]! < 0x30 || copy[at]! > 0x39) at = (at + 1) % copy.length;
    copy[at] = copy[at] === 0x39 ? 0x38 : copy[at]! + 1;
    return copy;
  },
  "a row dropped": (bytes, random) => joined(linesOf(bytes).toSpliced(anyLine(linesOf(bytes), random), 1)),
  "a row doubled": (bytes, random) => {
    const lines = linesOf(bytes);
    const at = anyLine(lines, random);
    return joined(lines.toSpliced(at, 0, lines[at]!));
  },
  "two rows swapped": (bytes, random) => {
    const lines = linesOf(bytes);
    const at = 1 + below(random, lines.length - 2);
    return joined(lines.toSpliced(at, 2, lines[at + 1]!, lines[at]!));
  },
  "cut in the middle": (bytes, random) => bytes.subarray(0, below(random, bytes.length)),
  "zeros in the middle": (bytes, random) => {
    const copy = Buffer.from(bytes);
    const at = below(random, copy.length);
    copy.fill(0, at, at + 64);
    return copy;
  },
};

/** A complete run that was damaged on a disk or by hand. */
export const damagedRuns: Storm = {
  id: "damaged-runs",
  title: "a run file with a bit flipped, rows dropped, doubled, swapped, cut",
  promise: "it is refused with the line, or read as the whole rows that it still has; never as other figures",
  trials: 400,
  async *strike({ random, folder, trials }) {
    const measured = await command(folder, MEASURE).ended;
    if (measured.code !== 0) throw new Error(measured.output);
    const sound = readFileSync(join(runsFolder(folder), runNames(folder)[0]!));
    const path = join(folder, "damaged.jsonl");
    writeFileSync(path, sound);
    const whole = rowsOf(path);
    for (let i = 0; i < trials; i++) {
      const what = pick(Object.keys(DAMAGES), random);
      const bytes = DAMAGES[what]!(sound, random);
      yield await trial(what, async () => {
        writeFileSync(path, bytes);
        let read: Read;
        try {
          read = rowsOf(path);
        } catch (error) {
          must(error instanceof RowFileError, `not a plain refusal: ${error}`);
          must(/line \d|header|empty/.test(error.message), `the message names no place: ${error.message}`);
          return;
        }
        const isStart = read.kinds.every((rows, k) => rows.every((row, at) => row === whole.kinds[k]![at]));
        must(isStart, "read as if nothing had happened, with other figures", "let in");
        // A file that ends early is one that was killed.
        must(
          read.rows === whole.rows || !read.isComplete || read.isCut,
          "rows are missing, unseen",
          "let in",
        );
      });
    }
  },
};

interface Read {
  /** As text, the header first, then the rows of each kind in their order. */
  readonly kinds: readonly (readonly string[])[];
  readonly rows: number;
  readonly isComplete: boolean;
  readonly isCut: boolean;
}

function rowsOf(path: string): Read {
  const { run, warnings } = readRunFile(path);
  const { header, ...rest } = run;
  const kinds = [[header], ...Object.values(rest)].map((rows) => rows.map((row) => JSON.stringify(row)));
  return {
    kinds,
    rows: kinds.flat().length,
    isComplete: run.ends.at(-1)?.reason === "complete",
    isCut: warnings.length > 0,
  };
}

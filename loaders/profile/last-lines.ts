import { closeSync, fstatSync, openSync, readSync } from "node:fs";

const LINES = 8;
/** More than so many lines that are worth showing. */
const TAIL_BYTES = 16_384;

/** The end of a log, to go behind a message: what the command said before it failed. */
export function lastLines(path: string): string {
  const text = tail(path).trim();
  if (text === "") return "; it printed nothing";
  const lines = text.split("\n").slice(-LINES);
  return `; it printed last (all of it is in ${path}):\n${lines.map((line) => `  │ ${line.slice(0, 200)}`).join("\n")}`;
}

function tail(path: string): string {
  try {
    const log = openSync(path, "r");
    const { size } = fstatSync(log);
    const bytes = Buffer.alloc(Math.min(size, TAIL_BYTES));
    readSync(log, bytes, 0, bytes.length, size - bytes.length);
    closeSync(log);
    return bytes.toString("utf8");
  } catch {
    return ""; // It said nothing.
  }
}

import { readFileSync } from "node:fs";

const LINES = 8;

/** The end of a log, to go behind a message: what the command said before it failed. */
export function lastLines(path: string): string {
  let text = "";
  try {
    text = readFileSync(path, "utf8").trim();
  } catch {
    // It said nothing.
  }
  if (text === "") return "; it printed nothing";
  const lines = text.split("\n").slice(-LINES);
  return `; it printed last (all of it is in ${path}):\n${lines.map((line) => `  │ ${line.slice(0, 200)}`).join("\n")}`;
}

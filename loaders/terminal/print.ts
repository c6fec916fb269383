import { printableLines } from "../../src/report/printable.ts";

/** Writes a result, and the line break after it. Whatever is told on a terminal goes through here: it obeys none of it. */
export function print(text: string): void {
  process.stdout.write(`${printableLines(text)}\n`);
}

/** Says a line beside the result. */
export function say(line: string): void {
  process.stderr.write(`${printableLines(line)}\n`);
}

/** Writes a result that a program reads, as it is. */
export function printBytes(bytes: Uint8Array | string): void {
  process.stdout.write(bytes);
}

/**
 * One line of a file of rows: a JSON object that ends in a checksum over itself and, through the one before, over all lines
 * above it. So a row that is changed, dropped or doubled shows even in a file that was killed.
 */
import type { z } from "zod";
import { crc32 } from "./crc32.js";

const SUFFIX = /,"crc32":"([0-9a-f]{8})"\}$/;
export const SUFFIX_BYTES = ',"crc32":"00000000"}'.length;

/** The checksum that stands in a line; undefined where there is none. */
export const writtenChecksum = (line: string): string | undefined => SUFFIX.exec(line)?.[1];

export const checksumText = (checksum: number): string => checksum.toString(16).padStart(8, "0");

/** A row as its line, without the newline, and the checksum that the next line goes on from. */
export function checkedLine(
  row: object,
  before: number,
): { readonly line: string; readonly checksum: number } {
  const open = JSON.stringify(row).slice(0, -1);
  const checksum = crc32(new TextEncoder().encode(open), before);
  return { line: `${open},"crc32":"${checksumText(checksum)}"}`, checksum };
}

/** What is wrong with a row, field by field, with the values that it has. */
export function issuesOf(error: z.ZodError, row: unknown): string {
  const issues = error.issues.slice(0, 5).map(({ path, message }) => {
    const value = path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown>)?.[key], row);
    const found = path.length > 0 && !(value instanceof Object) ? ` ${shown(value)}` : "";
    return `${path.join(".") || "row"}:${found} ${found ? `(${message})` : message}`;
  });
  return issues.join("; ");
}

/** JSON has neither NaN nor infinities. */
const shown = (value: unknown): string =>
  typeof value === "number" ? String(value) : String(JSON.stringify(value)).slice(0, 60);

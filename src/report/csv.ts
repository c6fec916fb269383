import { printable, printableLines } from "./printable.js";

/**
 * Rows as CSV: numbers in full precision, null and what is no number an empty field and an empty text a quoted one. A text that a spreadsheet
 * would compute begins with an apostrophe, which a spreadsheet takes for "this is text".
 */
export function csvText(columns: readonly string[], rows: readonly (readonly unknown[])[]): string {
  return [columns, ...rows].map((cells) => `${cells.map(field).join(",")}\n`).join("");
}

function field(value: unknown): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "";
  const text = typeof value === "string" ? asText(value) : printable(String(value));
  return text === "" || /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** What a formula begins with, in full width too; a text that is a number stays one. */
const FORMULA = /^\s*[=+\-@＝＋－＠]|^\t/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

function asText(value: string): string {
  const text = printableLines(value);
  return FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}

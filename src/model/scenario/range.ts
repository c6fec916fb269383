import { parseNumber } from "../parse-number.js";

/** An input that is known exactly, or only within a range. */
export type Range =
  | { readonly kind: "value"; readonly value: number }
  /** Triangular: never outside min to max, most likely near mode. */
  | { readonly kind: "triangle"; readonly min: number; readonly mode: number; readonly max: number }
  /** Nine times in ten between the two. Log-normal where both are positive, else normal. */
  | { readonly kind: "interval"; readonly p5: number; readonly p95: number };

export const exactly = (value: number): Range => ({ kind: "value", value });
export const triangle = (min: number, mode: number, max: number): Range => ({
  kind: "triangle",
  min,
  mode,
  max,
});

/** The value to go by where only one is asked for: the value, the mode, or the median. */
export function centre(range: Range): number {
  if (range.kind === "value") return range.value;
  if (range.kind === "triangle") return range.mode;
  const { p5, p95 } = range;
  return p5 > 0 ? Math.sqrt(p5 * p95) : (p5 + p95) / 2;
}

/** The least and the most that the range states (for an interval, its two percentiles). */
export function ends(range: Range): readonly [number, number] {
  if (range.kind === "value") return [range.value, range.value];
  if (range.kind === "triangle") return [range.min, range.max];
  return [range.p5, range.p95];
}

export const isUncertain = (range: Range): boolean => ends(range)[0] < ends(range)[1];

/** The same range, moved so that its centre is `value`; its relative width is kept. */
export function movedTo(range: Range, value: number): Range {
  if (range.kind === "value") return exactly(value);
  const factor = centre(range) === 0 ? 1 : value / centre(range);
  if (range.kind === "triangle") return triangle(range.min * factor, value, range.max * factor);
  return { kind: "interval", p5: range.p5 * factor, p95: range.p95 * factor };
}

/**
 * One notation for the form, the address and the terminal: `5`, `2..3..6` (least, most likely, most), `2~6` (5th and
 * 95th percentile); `2M` for two million.
 */
export function rangeText(range: Range): string {
  const text = (value: number) => {
    const digits = String(Number(value.toPrecision(12)));
    const millions = `${Number(digits) / 1e6}`;
    const isShorter = Math.abs(value) >= 1e6 && millions.length + 1 < digits.length;
    return isShorter && Number(`${millions}e6`) === Number(digits) ? `${millions}M` : digits;
  };
  if (range.kind === "value") return text(range.value);
  if (range.kind === "triangle") return [range.min, range.mode, range.max].map(text).join("..");
  return `${text(range.p5)}~${text(range.p95)}`;
}

/** The range that a text states, in a field's unit, or what is wrong with it. */
export function parseRange(
  text: string,
  unit: string | null = null,
): Range | { readonly kind: "invalid"; readonly reason: string } {
  const invalid = (reason: string) => ({ kind: "invalid", reason }) as const;
  const trimmed = text.trim();
  const separator = trimmed.includes("~") ? "~" : "..";
  const parts = trimmed.split(separator);
  const numbers: number[] = [];
  for (const part of parts) {
    const read = parseNumber(part, unit);
    if (read.state === "invalid")
      return invalid(
        read.fix ?? "write a number such as 5, a range 2..3..6 (least, most likely, most), or 2~6 (p5, p95)",
      );
    numbers.push(read.value);
  }
  const [a, b, c] = numbers as [number, number, number];
  if (parts.length === 1) return exactly(a);
  if (separator === "~") {
    if (parts.length !== 2) return invalid("an interval has two numbers, p5~p95");
    return a < b ? { kind: "interval", p5: a, p95: b } : invalid("p5 must be less than p95");
  }
  if (parts.length !== 3) return invalid("a range has three numbers, least..most likely..most");
  return a <= b && b <= c && a < c ? triangle(a, b, c) : invalid("least ≤ most likely ≤ most must hold");
}

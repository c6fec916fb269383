/** An answer in JSON, as what a page can draw of it: lines that were read, stretches that were heard, or just JSON. */

/** Left, top, right, bottom, in pixels of the picture. */
export type Box = readonly [number, number, number, number];

export interface ReadLine {
  readonly text: string;
  /** Null where the answer has none. */
  readonly confidence: number | null;
  readonly box: Box;
}

/** In seconds. */
export interface HeardSegment {
  readonly from: number;
  readonly to: number;
}

export type ShownAnswer =
  | { readonly kind: "lines"; readonly lines: readonly ReadLine[] }
  | {
      readonly kind: "segments";
      /** Of all that was listened to; null where the answer does not say. */
      readonly seconds: number | null;
      readonly segments: readonly HeardSegment[];
    }
  | { readonly kind: "json"; readonly text: readonly string[] };

/** So deep, indentation is most of a text. */
const DEEPEST = 64;

/**
 * An answer that has the shape of lines or segments but for one of them is shown as the JSON that it is: nothing of it is dropped.
 */
export function shownAnswer(text: string): ShownAnswer {
  const answer = parsed(text);
  const lines = everyOf(fieldOf(answer, "lines"), lineOf);
  if (lines) return { kind: "lines", lines };
  const segments = everyOf(fieldOf(answer, "segments"), segmentOf);
  const seconds = fieldOf(answer, "seconds");
  if (segments) return { kind: "segments", seconds: isLength(seconds) ? seconds : null, segments };
  const isFlat = answer !== undefined && depthOf(text) <= DEEPEST;
  return { kind: "json", text: (isFlat ? JSON.stringify(answer, null, 2) : text).split("\n") };
}

/** Undefined for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;

function everyOf<T>(values: unknown, read: (value: unknown) => T | null): T[] | null {
  if (!Array.isArray(values)) return null;
  const all = values.map(read);
  return all.every((one) => one !== null) ? all : null;
}

function lineOf(value: unknown): ReadLine | null {
  const [text, box, confidence] = ["text", "box", "confidence"].map((name) => fieldOf(value, name));
  if (typeof text !== "string" || !isBox(box)) return null;
  return { text, box, confidence: isNumber(confidence) ? confidence : null };
}

function segmentOf(value: unknown): HeardSegment | null {
  const [from, to] = [fieldOf(value, "from"), fieldOf(value, "to")];
  return isLength(from) && isLength(to) && from <= to ? { from, to } : null;
}

const isNumber = (value: unknown): value is number => Number.isFinite(value);
const isLength = (value: unknown): value is number => isNumber(value) && value >= 0;
const isBox = (value: unknown): value is Box =>
  Array.isArray(value) && value.length === 4 && value.every(isNumber);

function depthOf(text: string): number {
  let [depth, deepest] = [0, 0];
  for (const [mark] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (mark === "[" || mark === "{") deepest = Math.max(deepest, ++depth);
    else if (mark === "]" || mark === "}") depth--;
  }
  return deepest;
}

/** What of a box lies in a picture of this size; null where nothing does. */
export function boxWithin(
  [left, top, right, bottom]: Box,
  { width, height }: { readonly width: number; readonly height: number },
): Box | null {
  const [x0, y0] = [Math.max(0, left), Math.max(0, top)];
  const [x1, y1] = [Math.min(width, right), Math.min(height, bottom)];
  return x0 < x1 && y0 < y1 ? [x0, y0, x1, y1] : null;
}

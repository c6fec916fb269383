/** Finds ONNX Runtime's profile within what else a program printed. */
import { CLOSE_ARRAY, CUT, OPEN_ARRAY, OPEN_OBJECT, QUOTE, skipSpace, ValueScan } from "./json-scan.js";

/** What a log may put before each line, bytes: a time, a stream's name, a container's. */
const LONGEST_PREFIX = 200;

/** More than an event has, whose args may list many shapes. */
const LONGEST_EVENT = 1 << 16;

/** Objects longer than that which are looked through; of any more only the beginning is, to bound the time. */
const MOST_LONG_OBJECTS = 100;

const CATEGORIES: ReadonlySet<unknown> = new Set(["Session", "Node", "Kernel", "Api"]);

/** An event that is cut off or damaged is known by its beginning, in the engine's own order of keys. */
const EVENT_BEGINNING = /^\{\s*"cat"\s*:\s*"(?:Session|Node|Kernel|Api)"/;

interface OrtStart {
  /** The array's opening bracket. */
  readonly at: number;
  /** Whether a log put something before the lines of the events. */
  readonly prefixed: boolean;
}

/**
 * Where an ONNX Runtime profile starts: the first bracket that opens an array of the engine's events. Before it on its
 * line there may be what a log adds, which is no JSON. Null where there is none. In time linear in the bytes.
 */
export function findOrtStart(bytes: Uint8Array, from = 0): OrtStart | null {
  const scan = new ValueScan();
  let longObjects = 0;
  let next = from;
  for (let at = bytes.indexOf(OPEN_ARRAY, next); at >= 0; at = bytes.indexOf(OPEN_ARRAY, next)) {
    next = at + 1;
    const event = firstEvent(bytes, at);
    if (!event || !isPlainBefore(bytes, at)) continue;
    const isBegun = EVENT_BEGINNING.test(textOf(bytes, event.at, event.at + LONGEST_PREFIX));
    if (isBegun) return { at, prefixed: event.prefixed };
    if (longObjects >= MOST_LONG_OBJECTS) continue;
    scan.begin(OPEN_OBJECT);
    const length = scan.end(bytes.subarray(event.at, event.at + LONGEST_EVENT), 0);
    if (length === CUT) longObjects++;
    else if (!scan.isBroken && isOrtEvent(textOf(bytes, event.at, event.at + length))) {
      return { at, prefixed: event.prefixed };
    }
    // What was read through, up to its end or to where a string breaks off, holds no other start.
    if (length !== CUT) next = event.at + length;
  }
  return null;
}

/**
 * The same bytes with blanks for what a log put before each line of the profile, so that places in the file stay what
 * they are. The bracket that closes the array stands alone on its line.
 */
export function withoutPrefixes(bytes: Uint8Array, start: number): Uint8Array {
  const blanked = bytes.slice();
  for (let line = lineEnd(bytes, start) + 1; line < bytes.length; ) {
    const end = lineEnd(bytes, line);
    const object = bytes.subarray(line, end).indexOf(OPEN_OBJECT);
    if (object >= 0) blanked.fill(SPACE, line, line + object);
    else {
      const closing = closingBracket(bytes, line, end);
      blanked.fill(SPACE, line, closing ?? end);
      if (closing !== null) break;
    }
    line = end + 1;
  }
  return blanked;
}

/** The object after a bracket, on the same line or at the start of the next, where it may have a prefix. */
function firstEvent(bytes: Uint8Array, bracket: number): { at: number; prefixed: boolean } | null {
  const next = skipSpace(bytes, bracket + 1);
  if (bytes[next] === OPEN_OBJECT) return { at: next, prefixed: false };
  // Only a bracket that ends its line may be followed by a line of a log.
  if (!bytes.subarray(bracket, next).includes(LINE_FEED)) return null;
  const object = bytes.subarray(next, next + LONGEST_PREFIX).indexOf(OPEN_OBJECT);
  if (object < 0 || !isPlainBefore(bytes, next + object)) return null;
  return { at: next + object, prefixed: true };
}

/** Whether what stands before a byte on its line is short, and no JSON. */
function isPlainBefore(bytes: Uint8Array, at: number): boolean {
  const first = Math.max(0, at - LONGEST_PREFIX);
  const line = bytes.subarray(first, at);
  const before = line.subarray(line.lastIndexOf(LINE_FEED) + 1);
  const isWhole = before.length < line.length || first === 0;
  return isWhole && !before.includes(QUOTE) && !before.includes(OPEN_OBJECT);
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
  return new TextDecoder().decode(bytes.subarray(start, end));
}

/** Whatever the order of its keys. */
function isOrtEvent(text: string): boolean {
  try {
    const { cat, ph, dur } = JSON.parse(text);
    return CATEGORIES.has(cat) && ph === "X" && typeof dur === "number";
  } catch {
    return false;
  }
}

function closingBracket(bytes: Uint8Array, line: number, end: number): number | null {
  let last = end - 1;
  while (last >= line && bytes[last]! <= SPACE) last--;
  const alone = last === line || (last > line && bytes[last - 1]! <= SPACE);
  return bytes[last] === CLOSE_ARRAY && alone ? last : null;
}

/** The line feed that ends the line of a byte, or the bytes' end. */
function lineEnd(bytes: Uint8Array, at: number): number {
  const end = bytes.indexOf(LINE_FEED, at);
  return end < 0 ? bytes.length : end;
}

const LINE_FEED = 0x0a;
const SPACE = 0x20;

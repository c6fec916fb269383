import { TraceError } from "../format.js";
import { JsonCursor } from "./json-cursor.js";
import { CLOSE_ARRAY, OPEN_ARRAY, OPEN_OBJECT, QUOTE } from "./json-scan.js";

export type JsonObject = Readonly<Record<string, unknown>>;

/** What reading the array of events found beside the events. */
export interface JsonEventsReport {
  /** The object's other keys, where the file is an object; values above 1 MiB are left out. */
  readonly metadata: JsonObject;
  /** Events handed to the visitor. */
  readonly events: number;
  /** Elements of the array that are not valid JSON objects, and where the first one starts. */
  readonly damaged: number;
  readonly firstDamagedAt: number | null;
  /** Bytes of an element that the end of the file cut off; null where no element is cut. */
  readonly cutBytes: number | null;
  /** Whether the array's closing bracket is there. */
  readonly closed: boolean;
  /** Whether the file is an object, which is incomplete where the array is not closed. */
  readonly isObject: boolean;
  /** First byte after the array. */
  readonly end: number;
  /** What follows there. */
  readonly rest: Uint8Array;
}

const BATCH_BYTES = 1 << 16;
const METADATA_BYTES = 1 << 20;
const SEEN_BYTES = 24;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/**
 * Reads a JSON array of objects, or the array `traceEvents` of a JSON object, piece by piece: the bytes are scanned
 * for whole elements, and these are parsed in batches, so that a file of gigabytes is never in memory, and never one string.
 * A missing closing bracket, a cut last element and damaged elements are survived and reported.
 *
 * @param pieces of the content, each valid until the next is asked for
 * @param start where the array or object begins
 * @throws TraceError when there is neither, or the object has no array `traceEvents`
 */
export function readJsonEvents(
  pieces: Iterable<Uint8Array>,
  visit: (event: JsonObject) => void,
  start = 0,
): JsonEventsReport {
  return new EventReader(pieces, visit).read(start);
}

class EventReader {
  readonly #cursor: JsonCursor;
  readonly #visit: (event: JsonObject) => void;
  /** Without a prototype, since its keys are the file's. */
  readonly #metadata: Record<string, unknown> = Object.create(null);
  readonly #batchStarts: number[] = [];
  readonly #batchEnds: number[] = [];
  #events = 0;
  #damaged = 0;
  #firstDamagedAt: number | null = null;
  #cutBytes: number | null = null;
  #closed = false;

  constructor(pieces: Iterable<Uint8Array>, visit: (event: JsonObject) => void) {
    this.#cursor = new JsonCursor(pieces);
    this.#visit = visit;
  }

  read(start: number): JsonEventsReport {
    const cursor = this.#cursor;
    cursor.skip(start);
    const first = this.#first(start === 0);
    if (first === OPEN_ARRAY) this.#readArray();
    else if (first === OPEN_OBJECT) this.#readObject();
    else throw new TraceError(`Trace events start with "[" or "{"; found ${this.#seen()}.`);
    const end = cursor.placeOf(cursor.at);
    return {
      metadata: this.#metadata,
      events: this.#events,
      damaged: this.#damaged,
      firstDamagedAt: this.#firstDamagedAt,
      cutBytes: this.#cutBytes,
      closed: this.#closed,
      isObject: first === OPEN_OBJECT,
      end,
      rest: cursor.remaining(),
    };
  }

  /** What the value begins with, after white space and, at the content's start, a byte-order mark. */
  #first(mayBeMarked: boolean): number | undefined {
    const cursor = this.#cursor;
    const first = cursor.peek();
    if (!mayBeMarked || first !== BYTE_ORDER_MARK[0]) return first;
    for (const byte of BYTE_ORDER_MARK) if (cursor.peek() === byte) cursor.at++;
    return cursor.peek();
  }

  #readObject(): void {
    const cursor = this.#cursor;
    cursor.at++;
    let found = false;
    for (let text = cursor.key(); text !== null; text = cursor.key()) {
      const key = parsed(text);
      if (cursor.peek() === OPEN_ARRAY && key === "traceEvents") {
        found = true;
        this.#readArray();
        continue;
      }
      if (cursor.value(METADATA_BYTES) !== "whole") break;
      const length = cursor.at - cursor.valueStart;
      if (typeof key !== "string" || cursor.valueStart < 0 || length > METADATA_BYTES) continue;
      const value = parsed(cursor.text(cursor.valueStart, cursor.at));
      if (value !== undefined) this.#metadata[key] = value;
    }
    if (!found) {
      const keys = Object.keys(this.#metadata).slice(0, 8);
      throw new TraceError(
        `The JSON object has no array "traceEvents"; its keys are ${keys.length > 0 ? keys.join(", ") : "unreadable"}.`,
      );
    }
  }

  /** Goes behind the array, which is to the content's end where the bracket is missing. */
  #readArray(): void {
    const cursor = this.#cursor;
    cursor.at++;
    for (;;) {
      if (cursor.at >= cursor.bytes.length) {
        this.#flush();
        if (!cursor.more()) return;
        continue;
      }
      const byte = cursor.bytes[cursor.at]!;
      if (byte === OPEN_OBJECT || byte === OPEN_ARRAY || byte === QUOTE) {
        if (!this.#readElement(byte)) return;
      } else {
        cursor.at++;
        if (byte !== CLOSE_ARRAY) continue;
        this.#closed = true;
        this.#flush();
        return;
      }
    }
  }

  /** @returns false where the content ends within the element */
  #readElement(first: number): boolean {
    const cursor = this.#cursor;
    const place = cursor.placeOf(cursor.at);
    let end = cursor.valueInSight();
    if (end === "cut") {
      this.#flush();
      end = cursor.rest();
    }
    if (end === "cut") {
      this.#cutBytes = cursor.placeOf(cursor.at) - place;
      return false;
    }
    // A string that does not end on its line: this element is lost, the next ones are not.
    if (end === "broken" || first !== OPEN_OBJECT) this.#damage(place);
    else {
      this.#batchStarts.push(cursor.valueStart);
      this.#batchEnds.push(cursor.at);
      if (cursor.at - this.#batchStarts[0]! >= BATCH_BYTES) this.#flush();
    }
    return true;
  }

  /** Before the next piece is taken in, since the batch lies in the present one. */
  #flush(): void {
    const cursor = this.#cursor;
    const starts = this.#batchStarts;
    const ends = this.#batchEnds;
    if (starts.length === 0) return;
    let batch: unknown;
    try {
      batch = JSON.parse(`[${cursor.text(starts[0]!, ends.at(-1)!)}]`);
    } catch {
      batch = undefined;
    }
    if (Array.isArray(batch) && batch.length === starts.length) {
      for (const event of batch) this.#hand(event);
    } else {
      for (let k = 0; k < starts.length; k++) {
        const event = parsed(cursor.text(starts[k]!, ends[k]!));
        if (event === undefined) this.#damage(cursor.placeOf(starts[k]!));
        else this.#hand(event);
      }
    }
    starts.length = 0;
    ends.length = 0;
  }

  #hand(event: unknown): void {
    this.#events++;
    this.#visit(event as JsonObject);
  }

  #damage(at: number): void {
    this.#damaged++;
    // Those in a batch are seen after what stands behind them.
    this.#firstDamagedAt = Math.min(at, this.#firstDamagedAt ?? at);
  }

  #seen(): string {
    const seen = this.#cursor.ahead(SEEN_BYTES);
    return seen.length === 0 ? "the end of the file" : JSON.stringify(new TextDecoder().decode(seen));
  }
}

/** Undefined where it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Python's json module writes NaN and Infinity, and C's printf nan and inf; JSON has neither.
    const repaired = text.replace(/:\s*-?(?:nan|inf(?:inity)?)(?=\s*[,}\]])/gi, ":null");
    try {
      return repaired === text ? undefined : JSON.parse(repaired);
    } catch {
      return undefined;
    }
  }
}

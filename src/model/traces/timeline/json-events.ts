import { TraceError } from "../format.js";
import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  CUT,
  nestedEnd,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  skipSpace,
  stringEnd,
  valueEnd,
} from "./json-scan.js";

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
}

const BATCH_BYTES = 1 << 16;
const METADATA_BYTES = 1 << 20;

/**
 * Reads a JSON array of objects, or the array `traceEvents` of a JSON object, piece by piece: the bytes are scanned
 * for whole elements, and these are parsed in batches, so that a file of hundreds of megabytes never becomes one string.
 * A missing closing bracket, a cut last element and damaged elements are survived and reported.
 *
 * @param start where the array or object begins
 * @throws TraceError when there is neither, or the object has no array `traceEvents`
 */
export function readJsonEvents(
  bytes: Uint8Array,
  visit: (event: JsonObject) => void,
  start = 0,
): JsonEventsReport {
  return new EventReader(bytes, visit).read(start);
}

class EventReader {
  readonly #bytes: Uint8Array;
  readonly #visit: (event: JsonObject) => void;
  readonly #decoder = new TextDecoder();
  /** Without a prototype, since its keys are the file's. */
  readonly #metadata: Record<string, unknown> = Object.create(null);
  readonly #batchStarts: number[] = [];
  readonly #batchEnds: number[] = [];
  #events = 0;
  #damaged = 0;
  #firstDamagedAt: number | null = null;
  #cutBytes: number | null = null;
  #closed = false;

  constructor(bytes: Uint8Array, visit: (event: JsonObject) => void) {
    this.#bytes = bytes;
    this.#visit = visit;
  }

  read(start: number): JsonEventsReport {
    const at = skipSpace(this.#bytes, start === 0 && isByteOrderMark(this.#bytes) ? 3 : start);
    const first = this.#bytes[at];
    let end: number;
    if (first === OPEN_ARRAY) end = this.#readArray(at);
    else if (first === OPEN_OBJECT) end = this.#readObject(at);
    else throw new TraceError(`Trace events start with "[" or "{"; found ${this.#seen(at)}.`);
    return {
      metadata: this.#metadata,
      events: this.#events,
      damaged: this.#damaged,
      firstDamagedAt: this.#firstDamagedAt,
      cutBytes: this.#cutBytes,
      closed: this.#closed,
      isObject: first === OPEN_OBJECT,
      end,
    };
  }

  #readObject(open: number): number {
    const bytes = this.#bytes;
    let found = false;
    let i = open + 1;
    for (;;) {
      while (i < bytes.length && bytes[i] !== QUOTE && bytes[i] !== CLOSE_OBJECT) i++;
      if (i >= bytes.length || bytes[i] === CLOSE_OBJECT) break;
      const keyEnd = stringEnd(bytes, i);
      if (keyEnd < 0) break;
      const colon = skipSpace(bytes, keyEnd);
      if (bytes[colon] !== COLON) {
        i = keyEnd;
        continue;
      }
      const key = this.#parsed(i, keyEnd);
      const value = skipSpace(bytes, colon + 1);
      if (key === "traceEvents" && bytes[value] === OPEN_ARRAY) {
        found = true;
        i = this.#readArray(value);
      } else {
        const end = valueEnd(bytes, value);
        if (end < 0) break;
        if (typeof key === "string" && end - value <= METADATA_BYTES) {
          const parsed = this.#parsed(value, end);
          if (parsed !== undefined) this.#metadata[key] = parsed;
        }
        i = end;
      }
    }
    if (!found) {
      const keys = Object.keys(this.#metadata).slice(0, 8);
      throw new TraceError(
        `The JSON object has no array "traceEvents"; its keys are ${keys.length > 0 ? keys.join(", ") : "unreadable"}.`,
      );
    }
    return i;
  }

  /** @returns the first byte after the array, which is the file's end where the bracket is missing */
  #readArray(open: number): number {
    const bytes = this.#bytes;
    let i = open + 1;
    while (i < bytes.length) {
      const byte = bytes[i]!;
      if (byte === OPEN_OBJECT || byte === OPEN_ARRAY || byte === QUOTE) {
        const end = byte === QUOTE ? stringEnd(bytes, i) : nestedEnd(bytes, i);
        if (end === CUT) {
          this.#cutBytes = bytes.length - i;
          i = bytes.length;
          break;
        }
        if (end < 0) {
          // A string that does not end on its line: this element is lost, the next ones are not.
          this.#damage(i);
          i = -end;
        } else {
          if (byte === OPEN_OBJECT) this.#add(i, end);
          else this.#damage(i);
          i = end;
        }
      } else if (byte === CLOSE_ARRAY) {
        this.#closed = true;
        i++;
        break;
      } else i++;
    }
    this.#flush();
    return i;
  }

  #add(start: number, end: number): void {
    this.#batchStarts.push(start);
    this.#batchEnds.push(end);
    if (end - this.#batchStarts[0]! >= BATCH_BYTES) this.#flush();
  }

  #flush(): void {
    const starts = this.#batchStarts;
    const ends = this.#batchEnds;
    if (starts.length === 0) return;
    let batch: unknown;
    try {
      batch = JSON.parse(`[${this.#text(starts[0]!, ends.at(-1)!)}]`);
    } catch {
      batch = undefined;
    }
    if (Array.isArray(batch) && batch.length === starts.length) {
      for (const event of batch) this.#hand(event);
    } else {
      for (let k = 0; k < starts.length; k++) {
        const event = this.#parsed(starts[k]!, ends[k]!);
        if (event === undefined) this.#damage(starts[k]!);
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
    this.#firstDamagedAt ??= at;
  }

  #text(start: number, end: number): string {
    return this.#decoder.decode(this.#bytes.subarray(start, end));
  }

  #parsed(start: number, end: number): unknown {
    const text = this.#text(start, end);
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

  #seen(at: number): string {
    if (at >= this.#bytes.length) return "the end of the file";
    return JSON.stringify(this.#text(at, Math.min(at + 24, this.#bytes.length)));
  }
}

function isByteOrderMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

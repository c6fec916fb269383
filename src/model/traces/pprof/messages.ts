/** What a pprof file says, message by message; the schema is google/pprof's proto/profile.proto. */
import { asDurationMs } from "../duration.js";
import { Fields } from "./protobuf.js";

/** Functions inlined into one location; more is damage. */
const MOST_INLINED = 64;

/** The messages of a file; texts by their number in the string table. */
export interface PprofFile {
  readonly sampleTypes: ValueType[];
  /** Where each sample begins and ends. */
  readonly samples: number[];
  readonly strings: string[];
  readonly mappings: Map<number, { readonly file: number }>;
  readonly locations: Map<number, Location>;
  readonly functions: Map<number, { readonly name: number; readonly file: number }>;
  durationMs: number | null;
  periodType: ValueType | null;
  period: number;
}

interface ValueType {
  readonly type: number;
  readonly unit: number;
}

export interface Location {
  readonly mapping: number;
  readonly address: number;
  /** The innermost inlined function first. */
  readonly lines: readonly { readonly function: number; readonly line: number }[];
}

/** A message of two short numbers. */
const LONGEST_VALUE_TYPE = 12;

/**
 * Whether a file begins with fields of a profile, up to the first of those that say what its values are, which are short
 * messages of two numbers.
 */
export function looksLikePprof(head: Uint8Array): boolean {
  try {
    for (const at = new Fields(head); at.next(); ) {
      const isContent = at.start >= 0;
      if (at.field === 1) {
        if (!isContent || at.end - at.start > LONGEST_VALUE_TYPE || at.start === at.end) return false;
        for (const part = new Fields(head, at.start, at.end); part.next(); ) {
          if (part.field > 2 || part.start >= 0) return false;
        }
        return true;
      }
      // Times, the period and the like are numbers.
      if (at.field > 15 || isContent !== CONTENTS.has(at.field)) return false;
    }
  } catch {
    // Cut off, or no message at all.
  }
  return false;
}

/** Fields of a profile that are messages and texts. */
const CONTENTS: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 11]);

/** @throws TraceError where a message is damaged */
export function readPprof(bytes: Uint8Array): PprofFile {
  const file: PprofFile = {
    sampleTypes: [],
    samples: [],
    strings: [],
    mappings: new Map(),
    locations: new Map(),
    functions: new Map(),
    durationMs: null,
    periodType: null,
    period: 0,
  };
  const decoder = new TextDecoder();
  for (const at = new Fields(bytes); at.next(); ) {
    const { field, value, start, end } = at;
    const message = () => new Fields(bytes, start, end);
    if (field === 1) file.sampleTypes.push(valueTypeOf(message()));
    else if (field === 2) file.samples.push(start, end);
    else if (field === 3) {
      const [id = 0, , , , name = 0] = numbersOf(message());
      file.mappings.set(id, { file: name });
    } else if (field === 4) addLocation(bytes, message(), file);
    else if (field === 5) {
      const [id = 0, name = 0, , fileName = 0] = numbersOf(message());
      file.functions.set(id, { name, file: fileName });
    } else if (field === 6) file.strings.push(decoder.decode(bytes.subarray(start, end)));
    else if (field === 10) file.durationMs = asDurationMs(value, 1e-6) || null;
    else if (field === 11) file.periodType = valueTypeOf(message());
    else if (field === 12) file.period = value;
  }
  return file;
}

/** The numbers of a flat message: field 1 at 0. */
export function numbersOf(message: Fields): number[] {
  const numbers: number[] = [];
  while (message.next()) if (message.field <= 16) numbers[message.field - 1] = message.value;
  return numbers;
}

function valueTypeOf(message: Fields): ValueType {
  const [type = 0, unit = 0] = numbersOf(message);
  return { type, unit };
}

function addLocation(bytes: Uint8Array, message: Fields, { locations }: PprofFile): void {
  let id = 0;
  let mapping = 0;
  let address = 0;
  const lines: { function: number; line: number }[] = [];
  while (message.next()) {
    if (message.field === 1) id = message.value;
    else if (message.field === 2) mapping = message.value;
    else if (message.field === 3) address = message.value;
    else if (message.field === 4 && lines.length < MOST_INLINED) {
      const [called = 0, line = 0] = numbersOf(new Fields(bytes, message.start, message.end));
      // Some writers keep the column in the upper half.
      lines.push({ function: called, line: line % 2 ** 32 });
    }
  }
  locations.set(id, { mapping, address, lines });
}

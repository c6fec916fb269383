/** Whole-file JSON for formats whose files stay small, and the checks that their fields need. */
import { TraceError } from "./format.js";

export type JsonObject = Readonly<Record<string, unknown>>;

/** A string with its escapes, or a word that Python's json writes and JSON does not know. */
const STRING_OR_NOT_A_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\bInfinity\b|\bNaN\b/g;

/**
 * Reads a file as JSON. Python writes NaN and Infinity bare, which is not JSON; they become null, and the importer
 * counts them as odd values.
 *
 * @param title of the format, for the message
 * @throws TraceError where it is not JSON (most often: cut off), or is larger than the engine's longest string
 */
export function parseJsonFile(bytes: Uint8Array, title: string): unknown {
  const text = decodeText(bytes, title);
  try {
    return JSON.parse(text);
  } catch (error) {
    if (/\b(?:NaN|Infinity)\b/.test(text)) {
      const repaired = text.replace(STRING_OR_NOT_A_NUMBER, (token) => (token[0] === '"' ? token : "null"));
      try {
        return JSON.parse(repaired);
      } catch {
        // The first error is about the file as it is.
      }
    }
    throw new TraceError(
      `This looks like ${title}, but is not valid JSON (${(error as Error).message}). Is the file cut off (${bytes.length} bytes)? Copy it again, or record it again and let the program end by itself.`,
    );
  }
}

/** UTF-8 text; damaged sequences are replaced. */
export function decodeText(bytes: Uint8Array, title: string): string {
  try {
    return new TextDecoder().decode(bytes);
  } catch {
    throw new TraceError(
      `This looks like ${title}, but its ${Math.round(bytes.length / 2 ** 20)} MiB are more than one JavaScript string can hold (512 MiB). Record a shorter run, or at a lower sampling rate.`,
    );
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function asArray(value: unknown): readonly unknown[] | null {
  return Array.isArray(value) ? value : null;
}

export function asText(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** A finite number, or null. */
export function asNumber(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** A line number as profilers write them: null, 0 and −1 mean "not known". */
export function asLine(value: unknown): number | null {
  return typeof value === "number" && Number.isInteger(value) && value > 0 ? value : null;
}

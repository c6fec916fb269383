import { ownArrivals } from "../../src/model/cold-starts/arrivals.ts";
import { readNamedFile } from "../files/named-file.ts";

const MOST_BYTES = 256 * 2 ** 20;

/**
 * When requests came: a file with one time a line, as milliseconds or in ISO 8601; empty lines and `#` comments are
 * passed over.
 *
 * @returns milliseconds since the first, sorted
 * @throws Error that names the first line that is no time
 */
export function readArrivals(path: string): Float64Array {
  const file = readNamedFile(path, {
    what: "file",
    give: "give one with a time a line, in ms or as 2026-01-31T12:00:00Z",
    mostBytes: MOST_BYTES,
  });
  const times = file
    .toString("utf8")
    .split("\n")
    .flatMap((line, i) => {
      const text = line.trim();
      if (text === "" || text.startsWith("#")) return [];
      const time = /^[-+\d.e]+$/i.test(text) ? Number(text) : Date.parse(text);
      if (Number.isFinite(time)) return [time];
      throw new Error(
        `${path}, line ${i + 1}: “${text.slice(0, 60)}” is no time; write milliseconds, or ISO 8601 such as 2026-01-31T12:00:00Z`,
      );
    });
  try {
    return ownArrivals(times);
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`);
  }
}

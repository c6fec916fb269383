import { eachLine } from "../files/each-line.ts";

export type RowDifference =
  | { readonly state: "equal" }
  /** The second begins with the first or the first with the second: by how many whole rows it is shorter or longer. */
  | { readonly state: "shorter" | "longer"; readonly rows: number }
  /** The first line that differs, and in what. */
  | { readonly state: "other"; readonly line: number; readonly what: string };

/** How the second of two files of rows differs from the first; halves of last lines aside. */
export function differenceOf(first: string, second: string): RowDifference {
  const [a, b] = [wholeLines(first), wholeLines(second)];
  for (let line = 1; ; line++) {
    const [one, other] = [a.next(), b.next()];
    if (one.done && other.done) return { state: "equal" };
    if (other.done) return { state: "shorter", rows: 1 + countOf(a) };
    if (one.done) return { state: "longer", rows: 1 + countOf(b) };
    if (one.value.equals(other.value)) continue;
    const what = firstDifference(parsed(one.value), parsed(other.value));
    a.return();
    b.return();
    return { state: "other", line, what };
  }
}

function* wholeLines(path: string): Generator<Buffer, void> {
  for (const { bytes, isWhole } of eachLine(path)) if (isWhole) yield bytes;
}

const countOf = (lines: Generator<Buffer, void>): number => {
  let count = 0;
  for (let next = lines.next(); !next.done; next = lines.next()) count++;
  return count;
};

const parsed = (line: Buffer): unknown => {
  try {
    return JSON.parse(line.toString("utf8"));
  } catch {
    return line.toString("utf8");
  }
};

/** "environment.cores is 4 there and 8 here": of the first field that differs, at any depth. */
function firstDifference(a: unknown, b: unknown, path: readonly string[] = []): string {
  if (isObject(a) && isObject(b)) {
    const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    const key = keys.find((one) => JSON.stringify(a[one]) !== JSON.stringify(b[one]));
    if (key !== undefined) return firstDifference(a[key], b[key], [...path, key]);
  }
  return `${path.join(".") || "the row"} is ${shown(a)} there and ${shown(b)} here`;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

const shown = (value: unknown): string =>
  value === undefined ? "absent" : JSON.stringify(value).slice(0, 60);

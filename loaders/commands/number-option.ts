import { InvalidArgumentError } from "commander";
import { parseNumber } from "../../src/model/parse-number.ts";

interface Allowed {
  readonly least: number;
  readonly most?: number;
  readonly whole?: true;
  /** What the number counts, for a suffix that could be it: MB. */
  readonly unit?: string;
}

/** A parser for an option that takes a number, which says what is allowed. */
export function numberOption({ least, most, whole, unit }: Allowed): (value: string) => number {
  return (value) => {
    const read = parseNumber(value, unit);
    const ok =
      read.state === "number" &&
      read.value >= least &&
      read.value <= (most ?? Number.MAX_VALUE) &&
      (!whole || Number.isSafeInteger(read.value));
    if (ok) return read.value;
    const range = most === undefined ? `from ${least}` : `from ${least} to ${most}`;
    const fix = read.state === "invalid" && read.fix !== null ? `; ${read.fix}` : "";
    throw new InvalidArgumentError(`expected ${whole ? "a whole number" : "a number"} ${range}${fix}.`);
  };
}

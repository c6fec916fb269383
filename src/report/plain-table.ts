/**
 * A table as it stands on a page, for a program: in a column of numbers the unit goes into the head, and every number, with the
 * digits that are shown, into the unit that most of them have. A column of ranges becomes two. Any other stays as it is.
 */
export interface PlainColumn {
  readonly label: string;
  /** "ms", "MiB", "%", "×", "$"; null where the numbers have none, and for text. */
  readonly unit: string | null;
  /** Null where the table says nothing. */
  readonly values: readonly (string | null)[];
}

/** Powers of ten of units that one column may mix. Sizes stay as they are: by 1,024 a rounded number would get other digits. */
const TIMES: Family = { ns: -9, µs: -6, ms: -3, s: 0 };
const COUNTS: Family = { "": 0, M: 6, B: 9, T: 12 };

type Family = Readonly<Record<string, number>>;

const CELL =
  /^(?<sign>[−-]|\+)?(?<dollar>\$)?(?<number>\d[\d,]*(?:\.\d+)?)(?:\s?(?<unit>[^\d\s.,;:–—-]+))?$/u;
const RANGE = /^(?<from>\S+(?: \S+)?) to (?<to>\S+(?: \S+)?)$/u;
const NOTHING = /^[–—-]?$/;

interface ShownNumber {
  /** As it is shown, with "-" for a minus and without separators. */
  readonly digits: string;
  /** "" where it has none. */
  readonly unit: string;
}

export function plainColumns(label: string, cells: readonly string[]): PlainColumn[] {
  const ranges = cells.map((cell) => RANGE.exec(cell)?.groups);
  if (ranges.some((range) => range) && cells.every((cell, i) => ranges[i] || !/\d/.test(cell))) {
    const ends = (["from", "to"] as const).map((end) =>
      plainColumn(
        `${label}, ${end}`,
        cells.map((cell, i) => (ranges[i] ? withUnitOf(ranges[i][end]!, ranges[i].to!) : cell)),
      ),
    );
    if (ends.every(isNumeric)) return ends;
  }
  return [plainColumn(label, cells)];
}

/** "Median (ms)" */
export const columnHead = ({ label, unit }: PlainColumn): string =>
  unit === null ? label : `${label} (${unit})`;

function plainColumn(label: string, cells: readonly string[]): PlainColumn {
  const shown = cells.map((cell) => shownNumber(cell));
  const units = shown.flatMap((one) => (one ? [one.unit] : []));
  const isText = units.length === 0 || cells.some((cell, i) => shown[i] === null && /\d/.test(cell));
  const unit = isText ? null : commonUnit(units);
  return {
    label,
    unit: unit || null,
    values: cells.map((cell, i) => {
      const number = shown[i];
      if (unit !== null && number) return moved(number, unit);
      return NOTHING.test(cell) ? null : cell;
    }),
  };
}

const isNumeric = ({ values }: PlainColumn): boolean =>
  values.every((value) => value === null || !/\d/.test(value) || /^-?[\d.]+$/.test(value));

/** "40 to 60 ms": the unit is said once. */
function withUnitOf(cell: string, other: string): string {
  const [own, of] = [shownNumber(cell), shownNumber(other)];
  return own && of && own.unit === "" && of.unit !== "" ? `${own.digits} ${of.unit}` : cell;
}

function shownNumber(cell: string): ShownNumber | null {
  const { sign, dollar, number, unit } = CELL.exec(cell)?.groups ?? {};
  if (number === undefined || (dollar && unit)) return null;
  const digits = `${sign && sign !== "+" ? "-" : ""}${number.replaceAll(",", "")}`;
  return { digits, unit: dollar ?? unit ?? "" };
}

/** The unit of all; of several that differ by powers of ten, the one that most have, or none for counts. Null where there is no such. */
function commonUnit(units: readonly string[]): string | null {
  const distinct = [...new Set(units)];
  if (distinct.length === 1 && distinct[0] !== "M") return distinct[0]!;
  if (distinct.every((unit) => unit in COUNTS)) return "";
  if (!distinct.every((unit) => unit in TIMES)) return null;
  const count = (unit: string) => units.filter((one) => one === unit).length;
  return distinct.reduce((a, b) => (count(b) > count(a) ? b : a));
}

/** Moves the point and changes no digit. */
function moved({ digits, unit }: ShownNumber, to: string): string {
  if (unit === to) return digits;
  const family = unit in TIMES ? TIMES : COUNTS;
  const power = family[unit]! - family[to]!;
  const places = (digits.split(".")[1] ?? "").length;
  return Number(`${digits}e${power}`).toFixed(Math.max(0, places - power));
}

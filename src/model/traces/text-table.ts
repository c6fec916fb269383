/** Numbers as tools print them into tables for people. */

const MS_PER_UNIT: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1e3 };

/** "1.022s", "940.000us" in milliseconds; null where it is none. */
export function printedMs(text: string | undefined): number | null {
  const [, number, unit] = /^([\d.]+)(ns|us|µs|ms|s)$/.exec(text ?? "") ?? [];
  return number === undefined ? null : Number(number) * MS_PER_UNIT[unit!]!;
}

/** "Total Time (ns)": how many milliseconds one of the column's unit has; null where its head names none. */
export function msPerUnitOf(head: string): number | null {
  const unit = /\((ns|us|µs|ms|s|sec)\)\s*$/.exec(head)?.[1];
  return unit === undefined ? null : MS_PER_UNIT[unit === "sec" ? "s" : unit]!;
}

/** A line of comma-separated values; quotes hold commas, and two of them one quote. */
export function csvCells(line: string): string[] {
  const cells: string[] = [];
  for (const [, quoted, bare] of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g))
    cells.push(quoted === undefined ? bare!.trim() : quoted.replaceAll('""', '"'));
  return cells;
}

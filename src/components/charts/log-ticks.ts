const STEPS = [1, 2, 5] as const;

/**
 * Round numbers within the bounds of a logarithmic axis, `most` at most: powers of ten, with their doubles and halves
 * where there is room; over less than that, even steps.
 *
 * @param from above 0, at most `to`
 */
export function logTicks(from: number, to: number, most: number): number[] {
  const inBounds = (values: readonly number[]) =>
    values.filter((value) => value >= from * (1 - 1e-12) && value <= to * (1 + 1e-12));
  const [first, last] = [Math.floor(Math.log10(from)), Math.ceil(Math.log10(to))];
  const powers = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const choices = [
    inBounds(powers.flatMap((power) => STEPS.map((step) => step * 10 ** power))),
    inBounds(powers.map((power) => 10 ** power)),
    ...[2, 3, 4, 6].map((every) => inBounds(powers.filter((p) => p % every === 0).map((p) => 10 ** p))),
  ];
  const least = (count: number) => choices.find((ticks) => ticks.length >= count && ticks.length <= most);
  return least(3) ?? least(2) ?? inBounds(evenTicks(from, to, most));
}

/** Multiples of the least round step that leaves no more than `most`. */
function evenTicks(from: number, to: number, most: number): number[] {
  if (from === to) return [from];
  const countOf = (step: number) => Math.floor(to / step + 1e-9) - Math.ceil(from / step - 1e-9) + 1;
  let power = 10 ** Math.floor(Math.log10((to - from) / most));
  for (;;) {
    for (const round of STEPS) {
      const step = round * power;
      if (countOf(step) > most) continue;
      const start = Math.ceil(from / step - 1e-9);
      return Array.from({ length: Math.max(0, countOf(step)) }, (_, i) =>
        Number(((start + i) * step).toPrecision(12)),
      );
    }
    power *= 10;
  }
}

/** A logarithmic axis of ratios, with fewer ticks on a narrow screen. */
export const timesAxis = (label: string, domain: readonly [number, number], width: number) => ({
  type: "log" as const,
  domain: [...domain],
  label,
  grid: true,
  ticks: logTicks(...domain, width < 560 ? 4 : 8),
  tickFormat: (times: number) => `${times}×`,
});

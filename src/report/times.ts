import type { Estimate } from "../model/statistics/estimate.js";

/** "1.1× (0.98× to 1.2×)", with a third digit where two would not tell the ends apart. */
export function timesOf({ value, low, high }: Estimate): string {
  const digits = digitsText(low, 2) === digitsText(high, 2) ? 3 : 2;
  const [at, from, to] = [value, low, high].map((times) => digitsText(times, digits));
  return `${at}× (${from}× to ${to}×)`;
}

const digitsText = (times: number, digits: number): string =>
  Number(times.toPrecision(digits)).toLocaleString("en-US", {
    minimumSignificantDigits: digits,
    maximumSignificantDigits: digits,
  });

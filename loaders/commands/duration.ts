import { InvalidArgumentError } from "commander";

/** "90s", "5m", "1500ms" to milliseconds. */
export function parseDuration(value: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(value.trim()) ?? [];
  const factor = { ms: 1, s: 1e3, m: 60e3, h: 3_600e3 }[unit ?? ""];
  const milliseconds = Number(number) * (factor ?? Number.NaN);
  if (!(milliseconds > 0)) {
    throw new InvalidArgumentError("expected a positive number with a unit (ms, s, m, h), for example 90s.");
  }
  return milliseconds;
}

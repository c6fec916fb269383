import { formatShare, formatTimesRange } from "../../model/format.js";
import type { Effect, EffectVerdict } from "../../model/runs/effect.js";

/** A verdict by what it is about: time is faster or slower, memory less or more. */
export const VERDICT_LABEL: Readonly<Record<EffectVerdict, string>> = {
  faster: "faster",
  slower: "slower",
  same: "no difference beyond noise",
  undecided: "undecided",
};

const [TIME, MEMORY] = [
  { less: "faster", more: "slower" },
  { less: "less", more: "more" },
] as const;

/** "1.32× to 1.37× slower", "no difference (±3 %)", "undecided (1.09×)". */
export const effectText = (effect: Effect | null): string => textOf(effect, TIME);

/** The same of memory: "1.9× to 2.1× more". */
export const memoryEffectText = (effect: Effect | null): string => textOf(effect, MEMORY);

function textOf(
  effect: Effect | null,
  { less, more }: { readonly less: string; readonly more: string },
): string {
  if (effect === null) return "–";
  const { ratio, interval, verdict, margin } = effect;
  switch (verdict) {
    case "faster":
      return `${formatTimesRange(1 / interval!.high, 1 / interval!.low)} ${less}`;
    case "slower":
      return `${formatTimesRange(interval!.low, interval!.high)} ${more}`;
    case "same":
      return `no difference (±${formatShare(margin)})`;
    case "undecided":
      return `undecided (${ratio.toFixed(2)}×)`;
  }
}

/** "0.95× to 1.02×": the interval as it is drawn. */
export const intervalText = ({ interval }: Effect): string =>
  interval === null ? "–" : formatTimesRange(interval.low, interval.high);

/** "1.31×" */
export const ratioText = (ratio: number | null): string => (ratio === null ? "–" : `${ratio.toFixed(2)}×`);

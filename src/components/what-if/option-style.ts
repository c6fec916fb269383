import type { OptionFacts } from "../../report/answer.js";

/** A hue for each target, a dash for each platform: the two questions of an option. */
const HUES = [
  "var(--option-1)",
  "var(--option-2)",
  "var(--option-3)",
  "var(--option-4)",
  "var(--option-5)",
  "var(--option-6)",
  "var(--option-7)",
  "var(--option-8)",
] as const;
const DASHES = ["none", "6,3", "2,3", "8,3,2,3", "1,4", "12,4"] as const;
const SYMBOLS = ["circle", "square", "triangle", "diamond", "star", "cross"] as const;
const SYMBOL_TEXT = ["●", "■", "▲", "◆", "★", "✚"] as const;

export interface OptionStyle {
  readonly hue: string;
  readonly dash: (typeof DASHES)[number];
  readonly symbol: (typeof SYMBOLS)[number];
  /** The symbol as text, for a legend. */
  readonly mark: string;
}

/** The style of each option; it depends on the order of targets and platforms, not on their rank. */
export function optionStyles(options: readonly OptionFacts[]): (option: OptionFacts) => OptionStyle {
  const targets = [...new Set(options.map(({ target }) => target.target))].sort();
  const platforms = [...new Set(options.map(({ platform }) => platform.id))];
  return ({ target, platform }) => {
    const p = Math.max(0, platforms.indexOf(platform.id));
    return {
      hue: HUES[Math.max(0, targets.indexOf(target.target)) % HUES.length]!,
      dash: DASHES[p % DASHES.length]!,
      symbol: SYMBOLS[p % SYMBOLS.length]!,
      mark: SYMBOL_TEXT[p % SYMBOLS.length]!,
    };
  };
}

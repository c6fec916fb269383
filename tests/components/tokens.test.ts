import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectRoot } from "../../loaders/paths.ts";

/** Variables of the light theme, and those of the dark one over them. */
function variables(): Record<"light" | "dark", ReadonlyMap<string, string>> {
  const read = (text: string) =>
    [...text.matchAll(/(--[\w-]+):\s*(#[0-9a-f]{6});/g)].map(([, name, value]) => [name!, value!] as const);
  const parts = ["tokens", "what-if"].flatMap((file) =>
    readFileSync(join(projectRoot, `src/styles/${file}.css`), "utf8")
      .split(/(?=@media)/)
      .map((text) => ({ isDark: text.includes("prefers-color-scheme: dark"), found: read(text) })),
  );
  const light = new Map(parts.filter(({ isDark }) => !isDark).flatMap(({ found }) => found));
  return {
    light,
    dark: new Map([...light, ...parts.filter(({ isDark }) => isDark).flatMap(({ found }) => found)]),
  };
}

/** WCAG 2.2, relative luminance. */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light! + 0.05) / (dark! + 0.05);
}

const THEMES = variables();
const BUCKETS = ["interpreter", "compute", "io", "unattributed"].map((name) => `--bucket-${name}`);
/** Drawn as marks or letters on the page. */
const SYMBOLS = [
  ...BUCKETS,
  ...Array.from({ length: 8 }, (_, i) => `--option-${i + 1}`),
  ...["better", "worse"].map((verdict) => `--verdict-${verdict}`),
  ...["--theme-foreground-muted", "--theme-foreground-faint", "--theme-foreground-focus", "--warning"],
];

describe.each(["light", "dark"] as const)("in the %s theme", (theme) => {
  const colour = (name: string) => {
    const value = THEMES[theme].get(name);
    if (value === undefined) throw new Error(`no style names ${name}`);
    return value;
  };

  it.each(SYMBOLS)("%s is told from the page: 4.5 to 1", (name) => {
    expect(contrast(colour(name), colour("--theme-background-a"))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(BUCKETS)("what is written on %s is read: 4.5 to 1", (name) => {
    expect(contrast(colour(`${name}-ink`), colour(name))).toBeGreaterThanOrEqual(4.5);
  });

  it("areas of a chart are told from the page: 3 to 1", () => {
    const low = [1, 2, 3, 4, 5]
      .map((i) => `--phase-${i}`)
      .filter((name) => contrast(colour(name), colour("--theme-background-a")) < 3);
    expect(low).toEqual([]);
  });
});

/** Contrast of two colours, as WCAG 2.2 defines it, and the nearest colours that have enough of it. */

/** "#17607f" or "#17f"; in any case. */
export const HEX_COLOUR = /^#(?:[\da-f]{3}|[\da-f]{6})$/i;

type Rgb = readonly [number, number, number];

function rgbOf(hex: string): Rgb {
  const digits = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit).join("") : hex.slice(1);
  return [0, 2, 4].map((at) => Number.parseInt(digits.slice(at, at + 2), 16)) as unknown as Rgb;
}

const hexOf = (rgb: Rgb): string =>
  `#${rgb.map((value) => Math.round(value).toString(16).padStart(2, "0")).join("")}`;

function luminance(hex: string): number {
  const [red, green, blue] = rgbOf(hex).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** From 1 to 21. */
export function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** The least contrast of a colour with any of the grounds that it stands on. */
export const leastContrast = (hex: string, grounds: readonly string[]): number =>
  Math.min(...grounds.map((ground) => contrast(hex, ground)));

/** The colour mixed with as little of another as gives it `least` on all grounds; the other where nothing less does. */
export function mixedUntil(hex: string, other: string, grounds: readonly string[], least: number): string {
  const [from, to] = [rgbOf(hex), rgbOf(other)];
  for (let percent = 0; percent < 100; percent++) {
    const mixed = hexOf(from.map((value, i) => value + ((to[i]! - value) * percent) / 100) as unknown as Rgb);
    if (leastContrast(mixed, grounds) >= least) return mixed;
  }
  return other;
}

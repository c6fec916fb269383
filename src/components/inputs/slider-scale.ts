import type { RangeField } from "../../model/scenario/field.js";
import { ends, exactly, movedTo, type Range } from "../../model/scenario/range.js";

/** Positions of a slider whose field is not linear. */
export const STEPS = 1000;
/** Up to this width, a linear field's slider spans all that is allowed. */
const NARROW = 1000;

/** How the positions of a slider stand for values. */
export interface SliderScale {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly positionOf: (value: number) => number;
  readonly valueAt: (position: number) => number;
}

/**
 * Logarithmic where the field says so; linear fields are linear up to eight times their default, since what is allowed
 * is far wider than what is usual. Where 0 is allowed and nothing says what is usual, log(1 + value).
 */
export function sliderScale({ least, most, scale, byDefault, integer }: RangeField): SliderScale {
  const usual = ends(byDefault)[1];
  if (scale === "linear" && (most - least <= NARROW || usual > 0)) {
    const max = most - least <= NARROW ? most : Math.min(most, 8 * usual);
    const step = 10 ** Math.floor(Math.log10((max - least) / 100));
    return { min: least, max, step, positionOf: (value) => value, valueAt: (at) => tidy(at, step) };
  }
  const shift = least > 0 ? 0 : 1;
  const [from, to] = [Math.log(least + shift), Math.log(most + shift)];
  return {
    min: 0,
    max: STEPS,
    step: 1,
    positionOf: (value) => (STEPS * (Math.log(value + shift) - from)) / (to - from),
    valueAt: (at) => {
      if (at <= 0) return least;
      if (at >= STEPS) return most;
      const value = Number((Math.exp(from + ((to - from) * at) / STEPS) - shift).toPrecision(3));
      return clamp(integer ? Math.round(value) : value, least, most);
    },
  };
}

/** The range moved to a new centre, as far as the field allows: its ends stop where the field does, at whole numbers. */
export function slideTo({ least, most, integer }: RangeField, range: Range, value: number): Range {
  const round = integer ? Math.round : fourDigits;
  const wide = ends(range)[1] > 0 || ends(range)[0] > 0 ? movedTo(range, value) : exactly(value);
  if (wide.kind === "value") return exactly(clamp(wide.value, least, most));
  if (wide.kind === "interval") {
    const [p5, p95] = [round(clamp(wide.p5, least, most)), round(clamp(wide.p95, least, most))];
    return p5 < p95 ? { kind: "interval", p5, p95 } : exactly(clamp(value, least, most));
  }
  const mode = clamp(value, least, most);
  const [min, max] = [
    Math.min(mode, round(clamp(wide.min, least, mode))),
    Math.max(mode, round(clamp(wide.max, mode, most))),
  ];
  return min < max ? { kind: "triangle", min, mode, max } : exactly(mode);
}

const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));
const fourDigits = (value: number) => Number(value.toPrecision(4));
const tidy = (value: number, step: number) => Number((Math.round(value / step) * step).toPrecision(12));

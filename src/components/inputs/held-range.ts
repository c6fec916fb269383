import type { RangeField } from "../../model/scenario/field.js";
import { parseRange, type Range } from "../../model/scenario/range.js";
import { slideTo } from "./slider-scale.js";

/**
 * The range that a slider moves: the one that was stated last, by hand or by a scenario. What an earlier position left
 * of it, where the field's bounds cut it, is never the start of another move, so that the way back restores it.
 */
export class HeldRange {
  readonly #field: RangeField;
  #range: Range;

  constructor(field: RangeField) {
    this.#field = field;
    this.#range = field.byDefault;
  }

  /** Takes what a text states; a text that states none changes nothing. */
  state(text: string): void {
    const range = parseRange(text, this.#field.unit);
    if (range.kind !== "invalid") this.#range = range;
  }

  at(centre: number): Range {
    return slideTo(this.#field, this.#range, centre);
  }
}

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HeldRange } from "../../../src/components/inputs/held-range.ts";
import { sliderScale } from "../../../src/components/inputs/slider-scale.ts";
import type { RangeField } from "../../../src/model/scenario/field.ts";
import { exactly, rangeText } from "../../../src/model/scenario/range.ts";
import { RANGE_FIELDS } from "../../../src/model/scenario/scenario.ts";

const fields: readonly RangeField[] = RANGE_FIELDS;
const field = (id: string) => fields.find((one) => one.id === id)!;

describe("the range that a slider moves", () => {
  it("comes back whole from where the bounds cut it", () => {
    const held = new HeldRange(field("hourUsd"));
    held.state("70..100..150");
    const { least, most } = field("hourUsd");
    for (const end of [least, most]) {
      held.at(end);
      expect(rangeText(held.at(100))).toBe("70..100..150");
    }
  });

  it("does not depend on the way of the hand", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...fields),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 6 }),
        (one, way) => {
          const { min, max, valueAt } = sliderScale(one);
          const value = (share: number) => valueAt(min + (max - min) * share);
          const [moved, fresh] = [new HeldRange(one), new HeldRange(one)];
          const seen = way.map((share) => moved.at(value(share)));
          expect(seen.at(-1)).toEqual(fresh.at(value(way.at(-1)!)));
        },
      ),
    );
  });

  it("is what was stated last; what states none changes nothing", () => {
    const held = new HeldRange(field("hourUsd"));
    held.state("90");
    held.state("90..");
    expect(held.at(120)).toEqual(exactly(120));
    held.state("60~120");
    expect(held.at(120).kind).toBe("interval");
  });
});

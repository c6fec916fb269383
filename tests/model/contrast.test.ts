import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accentsOf } from "../../src/model/brand.ts";
import { contrast, leastContrast, mixedUntil } from "../../src/model/contrast.ts";

const colour = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value) => `#${value.toString(16).padStart(6, "0")}`);

describe("contrast", () => {
  it("is WCAG's: 21 of black on white, 4.48 and 4.54 of the greys on either side of the bound", () => {
    expect(contrast("#000", "#ffffff")).toBeCloseTo(21, 5);
    expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
    expect(contrast("#ffffff", "#767676")).toBeCloseTo(4.54, 2);
  });

  it("is brought about by a mixture, whatever the colour", () => {
    fc.assert(
      fc.property(colour, (hex) => {
        const grounds = ["#fdfcf9", "#e9f0f1"];
        expect(leastContrast(mixedUntil(hex, "#000000", grounds, 4.5), grounds)).toBeGreaterThanOrEqual(4.5);
      }),
    );
    expect(mixedUntil("#000000", "#000000", ["#ffffff"], 4.5)).toBe("#000000");
  });
});

describe("a report's accent", () => {
  it("is lightened for the dark theme as far as it has to be, unless that is given", () => {
    const { light, dark } = accentsOf({ accent: "#8a1c4a" });
    expect(light).toBe("#8a1c4a");
    expect(leastContrast(dark!, ["#161d24", "#1b2730"])).toBeGreaterThanOrEqual(4.5);
    expect(accentsOf({ accent: "#8a1c4a", accentDark: "#e58ab4" }).dark).toBe("#e58ab4");
    expect(accentsOf({})).toEqual({});
  });
});

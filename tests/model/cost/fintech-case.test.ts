import { describe, expect, it } from "vitest";
import { FINTECH, fintechCase } from "../../../src/model/cost/fintech-case.ts";

const figures = new Map(fintechCase().map((figure) => [figure.id, figure]));

describe("the fintech case, recomputed from what it states", () => {
  it("has a verdict for each published figure", () => {
    expect([...figures].map(([id, { stated, follows }]) => [id, stated, follows])).toEqual([
      ["cost before", "$42,000 a month", "no"],
      ["cost after", "$24,000 a month", "no"],
      ["saving", "$18,000 a month", "yes"],
      ["Wasm over native", "2.3 times the infrastructure cost", "no"],
      ["p99 before", "2.4 s", "no"],
      ["p99 after", "210 ms", "cannot be told"],
      ["timeouts", "30 % before, 0.2 % after", "no"],
      ["debugging", "14 to 3 hours a week", "no"],
    ]);
  });

  it("computes the bills as the article's script does", () => {
    // 12 M × 0.208 s × (3010 × 1.4 / 1024) GB × $0.0000166667, and 10 % of 12 M cold starts of 0.12 s.
    const gb = (3010 * 1.4) / 1024;
    const wasmUsd = 12e6 * (0.208 + 0.1 * 0.12) * gb * 0.0000166667;
    expect(wasmUsd).toBeCloseTo(181.07, 1);
    expect(figures.get("cost before")!.recomputed).toBe("$181 a month by its formula, $3,740 by its table");
    const nativeUsd = 12e6 * (0.142 + 0.1 * 0.005) * (2140 / 1024) * 0.0000166667;
    expect(nativeUsd).toBeCloseTo(59.56, 1);
    expect(figures.get("cost after")!.recomputed).toBe("$59.6 a month by its formula, $2,240 by its table");
  });

  it("compares the factor of 2.3 with three of the article's own", () => {
    expect(FINTECH.beforeUsd / FINTECH.afterUsd).toBe(1.75);
    expect(figures.get("Wasm over native")!.recomputed).toBe(
      "1.75 times in the case, 3.04 by its formula, 1.67 by its table",
    );
  });

  it("shows the arithmetic of every figure, with its numbers", () => {
    for (const { arithmetic, why } of figures.values()) {
      expect(arithmetic).toMatch(/\d/);
      expect(why).toMatch(/\.$/);
    }
    expect(figures.get("p99 before")!.arithmetic).toBe("208 ms warm + 120 ms cold start = 328 ms");
    expect(figures.get("debugging")!.arithmetic).toBe(
      "14 / 3.2 = 4.38; the case’s own ratio is 14 / 3 = 4.67",
    );
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as format from "../../src/model/format.ts";
import type { Ratio } from "../../src/model/statistics/ratio.ts";

const ratio: Ratio = {
  value: 0.2443,
  low: 0.2331,
  high: 0.2569,
  low99: 0.98,
  high99: 1.021,
  verdict: "faster",
  floor: 0,
};

describe("digits", () => {
  it.each([
    [12.34, 0.2, "12.3 ms"],
    [12.34, 2, "12 ms"],
    [12.34, 20, "12 ms"],
    [12.34, 0.00001, "12.34 ms"],
    [12.34, 0, "12.3 ms"],
    [0.0821, 0.001, "82 µs"],
  ])("%d ± %d ms prints as %s", (value, half, text) => {
    expect(format.formatEstimateMs({ value, low: value - half, high: value + half })).toBe(text);
  });
});

describe("units", () => {
  it.each([
    [0, "0 ns"],
    [3.8e-13, "<1 ns"],
    [-3.8e-13, ">−1 ns"],
    [0.000042, "42.0 ns"],
    [0.0123, "12.3 µs"],
    [8.2, "8.20 ms"],
    [999.96, "1.00 s"],
    [61_000, "61.0 s"],
  ])("%d ms prints as %s", (ms, text) => {
    expect(format.formatMs(ms)).toBe(text);
  });

  it.each([
    [0, "0 B"],
    [1000, "1,000 B"],
    [1024, "1.00 KiB"],
    [173 * 1024 ** 2, "173 MiB"],
    [5.2e9, "4.84 GiB"],
  ])("%d bytes print as %s", (bytes, text) => {
    expect(format.formatBytes(bytes)).toBe(text);
  });

  it.each([
    [0, "0 %"],
    [0.001, "<1 %"],
    [0.712, "71 %"],
    [0.998, ">99 %"],
    [1, "100 %"],
  ])("a share of %d prints as %s", (share, text) => {
    expect(format.formatShare(share)).toBe(text);
  });
});

describe("formatRatio", () => {
  it("prints a range for a difference, and what was seen where none is proven", () => {
    expect(format.formatRatio(ratio)).toBe("3.9× to 4.3× faster");
    expect(format.formatRatio({ ...ratio, low: 1.204, high: 1.31, verdict: "slower" })).toBe(
      "1.2× to 1.3× slower",
    );
    expect(format.formatRatio({ ...ratio, verdict: "equivalent" })).toBe("no difference: within ±2.1 %");
    const undecided = { ...ratio, verdict: "inconclusive" } as const;
    expect(format.formatRatio({ ...undecided, value: 0.51 })).toBe(
      "measured 1.96×, undecided: measure longer",
    );
    expect(format.formatRatio({ ...undecided, value: 1.2 })).toBe(
      "measured 1.20× slower, undecided: measure longer",
    );
  });

  it("takes more digits where two would make the ends equal", () => {
    expect(format.formatTimesRange(4.01, 4.04)).toBe("4.01× to 4.04×");
    expect(format.formatTimesRange(4, 4)).toBe("4.000×");
  });
});

describe("formatUsd", () => {
  it.each([
    [0, 2, "$0"],
    [0.0004879, 2, "$0.00049"],
    [0.0004879, 3, "$0.000488"],
    [0.0004879, 9, "$0.000488"],
    [1e-9, 2, "$0.0000000010"],
    [42_000, 2, "$42,000"],
    [-18_400, 3, "−$18,400"],
  ])("%d with %d digits prints as %s", (usd, digits, text) => {
    expect(format.formatUsd(usd, digits)).toBe(text);
  });

  it("never prints a cost as nothing", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-30, max: 1e9, noNaN: true }),
        fc.integer({ min: 0, max: 5 }),
        (usd, digits) => {
          expect(format.formatUsd(usd, digits)).toMatch(/^\$[\d,.]*[1-9][\d,.]*$/);
        },
      ),
    );
  });
});

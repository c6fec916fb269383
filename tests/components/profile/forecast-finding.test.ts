import { describe, expect, it } from "vitest";
import { forecastFinding } from "../../../src/components/profile/forecast-figure.ts";
import type { KnownForecast } from "../../../src/components/profile/port-view.ts";

const native = (low: number, median: number, high: number) =>
  [{ title: "Native", timeMs: { low, median, high } } as KnownForecast] as const;

describe("the title of a forecast", () => {
  it("names the fastest target, and whether today's time is excluded", () => {
    expect(forecastFinding(native(80, 100, 130), 200)).toMatch(
      /^Forecast: .*Native.* is fastest, at 80 ms to 130 ms/,
    );
    expect(forecastFinding(native(80, 100, 300), 200)).toContain("does not exclude today’s");
    expect(forecastFinding([], 200)).toContain("No target can be forecast");
  });

  it("claims none where what is left to gain is too little to tell", () => {
    expect(forecastFinding(native(200, 210, 230), 200)).toBe(
      "Forecast: no target is faster than what runs today.",
    );
    expect(forecastFinding(native(1_496, 1_496.2, 1_496.5), 1_500)).toBe(
      "Forecast: no target is more than 3 % faster than what runs today.",
    );
    expect(forecastFinding(native(60, 1_490, 4_000), 1_500)).toMatch(
      /^Forecast: no target is clearly faster than what runs today; .*Native.* would take 60 ms to 4\.0 s, today 1\.5 s\.$/,
    );
  });
});

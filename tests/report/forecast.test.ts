import { describe, expect, it } from "vitest";
import { forecastTitle, type KnownForecast } from "../../src/report/forecast.ts";

const native = (low: number, median: number, high: number) =>
  [{ title: "Native", timeMs: { low, median, high } } as KnownForecast] as const;

const title = (known: readonly KnownForecast[], todayMs: number) =>
  forecastTitle({ state: "sound" }, known, todayMs);

describe("the title of a forecast", () => {
  it("names the fastest target, and whether today's time is excluded", () => {
    expect(title(native(80, 100, 130), 200)).toMatch(/^Forecast: .*Native.* is fastest, at 80 ms to 130 ms/);
    expect(title(native(80, 100, 300), 200)).toContain("does not exclude today’s");
    expect(title([], 200)).toContain("No target can be forecast");
  });

  it("claims none where what is left to gain is too little to tell", () => {
    expect(title(native(200, 210, 230), 200)).toBe("Forecast: no target is faster than what runs today.");
    expect(title(native(1_496, 1_496.2, 1_496.5), 1_500)).toBe(
      "Forecast: no target is more than 3 % faster than what runs today.",
    );
    expect(title(native(60, 1_490, 4_000), 1_500)).toMatch(
      /^Forecast: no target is clearly faster than what runs today; .*Native.* would take 60 ms to 4\.0 s, today 1\.5 s\.$/,
    );
  });

  it("finds nothing in a profile that cannot carry a verdict", () => {
    const fault = { kind: "inflated", inflation: 0.4, limit: 0.25 } as const;
    expect(
      forecastTitle({ state: "unsound", faults: [fault], excludes: "all" }, native(80, 100, 130), 200),
    ).toBe("What can be forecast of this profile; it cannot carry a verdict.");
  });
});

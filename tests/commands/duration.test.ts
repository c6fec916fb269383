import { describe, expect, it } from "vitest";
import { parseDuration } from "../../loaders/commands/duration.ts";

describe("a duration", () => {
  it.each([
    ["90s", 90_000],
    ["5m", 300_000],
    ["1500ms", 1_500],
    ["0.5h", 1_800_000],
    [" 2.5s ", 2_500],
  ])("%j is %i ms", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(["5", "", "s", "-3s", "0s", "0.0m", "5 s", "5d", "1e3s", "5m30s", "Infinitys", ".5s"])(
    "%j is refused with an example of one",
    (text) => {
      expect(() => parseDuration(text)).toThrow(
        /positive number with a unit \(ms, s, m, h\), for example 90s/,
      );
    },
  );
});

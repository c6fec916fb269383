import { describe, expect, it } from "vitest";
import {
  parseFields,
  queryOf,
  textsFromQuery,
  textsOf,
  validInputs,
} from "../../../src/components/inputs/query.ts";
import { type AdviceInputs, DEFAULT_INPUTS } from "../../../src/model/advice.ts";

const CHANGED: AdviceInputs = {
  reach: "browser",
  gpu: true,
  p99SloMs: 120,
  memoryLimitMb: 512,
  coldShare: 0.055,
  coldSloMs: 800,
  minimumGain: 1.5,
  objective: "latency",
};

describe("the query", () => {
  it("is empty for the defaults", () => {
    expect(queryOf(DEFAULT_INPUTS)).toBe("");
    expect(parseFields(textsFromQuery(""))).toEqual({ state: "valid", inputs: DEFAULT_INPUTS });
  });

  it("brings every input back", () => {
    const parsed = parseFields(textsFromQuery(`?${queryOf(CHANGED)}`));
    expect(parsed).toEqual({ state: "valid", inputs: CHANGED });
  });

  it("optimises for latency where the reach sends no bill, unless it says otherwise", () => {
    expect(textsFromQuery("?reach=edge").objective).toBe("latency");
    expect(textsFromQuery("?for=latency").objective).toBe("latency");
  });

  it("keeps what it cannot read, so that the form can mark it", () => {
    expect(textsFromQuery("?p99=fast").p99SloMs).toBe("fast");
  });
});

describe("the fields", () => {
  it("name every invalid one, with what was typed and what is allowed", () => {
    const parsed = parseFields({ ...textsOf(CHANGED), p99SloMs: "fast", coldShare: "140", minimumGain: "" });
    expect(parsed.state).toBe("invalid");
    if (parsed.state !== "invalid") return;
    expect(Object.fromEntries(parsed.errors)).toEqual({
      p99SloMs: "“fast” will not do: give milliseconds above 0, or leave it empty for no SLO.",
      coldShare: "“140” will not do: give a percentage from 0 to 100, such as 1.",
      minimumGain: "“” will not do: give a speed-up of 1 or more, such as 1.2.",
    });
  });

  it("take thousands separators, and refuse a decimal comma with the number to write", () => {
    const texts = { ...textsOf(CHANGED), memoryLimitMb: "1,200" };
    expect(parseFields(texts)).toEqual({ state: "valid", inputs: { ...CHANGED, memoryLimitMb: 1200 } });
    const parsed = parseFields({ ...texts, minimumGain: "1,5", memoryLimitMb: "512M" });
    expect(parsed.state === "invalid" && Object.fromEntries(parsed.errors)).toEqual({
      minimumGain: "“1,5” will not do: write 1.5: a comma only separates thousands, as in 1,200.",
      memoryLimitMb: "“512M” will not do: write 512 for 512 MB.",
    });
  });

  it("give the default for what is invalid, and keep the rest", () => {
    expect(validInputs({ ...textsOf(CHANGED), p99SloMs: "fast" })).toEqual({ ...CHANGED, p99SloMs: null });
    expect(validInputs({ ...textsOf(CHANGED), reach: "moon" })).toEqual({ ...CHANGED, reach: "server" });
  });
});

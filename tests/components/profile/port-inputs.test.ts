import { describe, expect, it } from "vitest";
import { parsePortTexts } from "../../../src/components/profile/port-inputs.ts";

const empty = { requests: "1", calls: "", bytesPerCall: "", peakRssMb: "", engineCores: "" };

describe("what the reader states of a profile", () => {
  it("is read as numbers; what is left empty is unknown", () => {
    const typed = { ...empty, requests: " 1,200 ", calls: "0", engineCores: "1.9" };
    const { values, errors } = parsePortTexts(typed);
    expect(values).toEqual({
      requests: 1200,
      calls: 0,
      bytesPerCall: null,
      peakRssMb: null,
      engineCores: 1.9,
    });
    expect(errors.size).toBe(0);
  });

  it("names every field that is none, with what is allowed", () => {
    const { errors } = parsePortTexts({
      ...{ requests: "0", calls: "-1", bytesPerCall: "1e", peakRssMb: "∞" },
      engineCores: "0.5",
    });
    expect([...errors.keys()]).toEqual(["requests", "calls", "bytesPerCall", "peakRssMb", "engineCores"]);
    expect(errors.get("requests")).toBe("“0” will not do: give a number of requests from 1.");
  });

  it("refuses a decimal comma with the number to write", () => {
    const { errors } = parsePortTexts({ ...empty, requests: "1,5" });
    expect(errors.get("requests")).toContain("write 1.5:");
  });

  it("needs a number of requests", () => {
    expect(parsePortTexts({ ...empty, requests: "" }).errors.has("requests")).toBe(true);
  });
});

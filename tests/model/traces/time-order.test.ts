import { describe, expect, it } from "vitest";
import { importTrace } from "../../../src/model/traces/import.ts";
import { brokenInvariants, readSample, sampleNames } from "../../fixtures/trace-samples.ts";

/** One thread's stacks one after another; the others add up, or resolve several threads and devices on one clock. */
const ORDERED = ["austin", "chrome-trace", "cpuprofile", "firefox", "perf-script", "speedscope"];

describe("the order of time", () => {
  it.each(sampleNames)("of %s is kept where there is one, and loses nothing", (name) => {
    const profile = importTrace(readSample(name), name, { ordered: true });
    const isMerged = profile.producer?.startsWith("pyinstrument");
    expect(profile.order !== null).toBe(ORDERED.includes(profile.format) && !isMerged);
    expect(brokenInvariants(profile)).toEqual([]);
  });
});

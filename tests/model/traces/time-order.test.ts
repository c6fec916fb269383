import { describe, expect, it } from "vitest";
import { importTrace } from "../../../src/model/traces/import.ts";
import { TimeOrderBuilder } from "../../../src/model/traces/time-order.ts";
import { brokenInvariants, readSample, sampleNames } from "../../fixtures/trace-samples.ts";

/** One thread's stacks one after another; the others add up, or resolve several threads and devices on one clock. */
const ORDERED = ["austin", "chrome-trace", "cpuprofile", "firefox", "perf-script", "speedscope"];

describe("the order of time", () => {
  it("joins what runs on, and is given up where it changes more often than anybody could see", () => {
    const order = new TimeOrderBuilder();
    for (const [node, ms] of [
      [1, 2],
      [1, 3],
      [0, 1],
      [2, 0],
      [1, 1],
    ] as const)
      order.push(node, ms);
    expect(order.build()).toEqual({ nodes: [1, 0, 1], ms: [5, 1, 1] });
    for (let i = 0; i < 1_000_000; i++) order.push(i % 2, 1);
    expect(order.build()).toBeNull();
  });

  it.each(sampleNames)("of %s is kept where there is one, and loses nothing", (name) => {
    const profile = importTrace(readSample(name), name, { ordered: true });
    const isMerged = profile.producer?.startsWith("pyinstrument");
    expect(profile.order !== null).toBe(ORDERED.includes(profile.format) && !isMerged);
    expect(brokenInvariants(profile)).toEqual([]);
  });
});

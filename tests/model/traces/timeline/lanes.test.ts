import { describe, expect, it } from "vitest";
import { busiest, busyUs, Lanes } from "../../../../src/model/traces/timeline/lanes.ts";

describe("a thread's busy time", () => {
  const lane = new Lanes().of(1, 1);
  lane.spans.push(50, 60, 0);
  lane.spans.push(0, 20, 0);
  lane.spans.push(10, 15, 0);

  it("counts overlapping spans once and gaps not at all", () => {
    expect(busyUs(lane)).toBe(30);
  });

  it("may be of an interval only", () => {
    expect(busyUs(lane, { startUs: 15, endUs: 55 })).toBe(10);
    expect(busyUs(lane, { startUs: 200, endUs: 300 })).toBe(0);
    expect(busyUs(lane, { startUs: -20, endUs: -10 })).toBe(0);
  });
});

describe("the busiest thread", () => {
  it("is not the one with the most events", () => {
    const lanes = new Lanes();
    for (let i = 0; i < 10; i++) lanes.of(1, "many").spans.push(i * 10, i * 10 + 1, 0);
    lanes.of(1, "long").spans.push(0, 50, 0);
    expect(busiest(lanes.all)?.tid).toBe("long");
  });

  it("is none where no thread has a span of any length", () => {
    const lanes = new Lanes();
    lanes.of(1, 1).spans.push(5, 5, 0);
    expect(busiest(lanes.all)).toBeUndefined();
  });
});

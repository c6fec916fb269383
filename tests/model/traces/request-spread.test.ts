import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CallTreeBuilder } from "../../../src/model/traces/call-tree.ts";
import { requestSpread, scaledSpread } from "../../../src/model/traces/request-spread.ts";
import { requestTimes } from "../../../src/model/traces/timeline/request-times.ts";
import { resolve } from "../../../src/model/traces/timeline/resolve.ts";
import { Segments } from "../../../src/model/traces/timeline/segments.ts";

const steps = (count: number, ioMs: (at: number) => number) => ({
  what: "step",
  each: Array.from({ length: count }, (_, at) => ({
    wallMs: 10 + ioMs(at),
    nodes: [1, 2],
    selfMs: [8, ioMs(at)],
  })),
});
const DESTINATIONS = ["unattributed", "compute", "io"] as const;

describe("the spread of requests", () => {
  it("is of each bucket by itself, with what no frame covers unattributed", () => {
    const spread = requestSpread(
      steps(10, (at) => at),
      DESTINATIONS,
    )!;
    expect(spread.buckets.compute).toEqual({ meanMs: 8, p50Ms: 8, p90Ms: 8, p99Ms: null, maxMs: 8 });
    expect(spread.buckets.io).toMatchObject({ meanMs: 4.5, p50Ms: 4, p90Ms: 8, maxMs: 9 });
    expect(spread.buckets.unattributed.p50Ms).toBe(2);
    expect(spread.wall.maxMs).toBe(19);
  });

  it("states no quantile that fewer requests than it needs would show", () => {
    expect(requestSpread(steps(9, Number), DESTINATIONS)!.wall.p90Ms).toBeNull();
    const many = requestSpread(steps(100, Number), DESTINATIONS)!;
    expect(many.wall).toMatchObject({ p90Ms: 99, p99Ms: 108, maxMs: 109 });
  });

  it("is none of no requests, and longer by a factor in every time", () => {
    expect(requestSpread({ what: "step", each: [] }, DESTINATIONS)).toBeNull();
    const spread = requestSpread(steps(12, Number), DESTINATIONS)!;
    const doubled = scaledSpread(spread, 2);
    expect(doubled.wall.p90Ms).toBe(spread.wall.p90Ms! * 2);
    expect(doubled.each[3]!.bucketMs.io).toBe(6);
  });
});

describe("the times of requests on one clock", () => {
  const stretch = fc.record({
    startUs: fc.nat({ max: 1000 }),
    lengthUs: fc.nat({ max: 400 }),
    node: fc.nat({ max: 3 }),
    precedence: fc.nat({ max: 2 }),
  });

  it("sum to those of the whole where windows tile it, whatever overlaps", () => {
    fc.assert(
      fc.property(
        fc.array(stretch, { maxLength: 30 }),
        fc.uniqueArray(fc.nat({ max: 1400 }), { minLength: 2, maxLength: 8 }),
        (stretches, cuts) => {
          const segments = new Segments();
          for (const { startUs, lengthUs, node, precedence } of stretches) {
            segments.push(startUs, startUs + lengthUs, node, precedence);
          }
          const sorted = cuts.sort((a, b) => a - b);
          const windows = sorted.slice(1).map((endUs, at) => ({ startUs: sorted[at]!, endUs }));
          const each = requestTimes(segments, windows);
          const whole = new CallTreeBuilder();
          for (let frame = 0; frame < 4; frame++) {
            whole.child(0, whole.frame({ name: `${frame}`, file: null, line: null, category: null }));
          }
          resolve(segments, { startUs: sorted[0]!, endUs: sorted.at(-1)! }, whole);
          const ms = [0, 0, 0, 0];
          for (const { nodes, selfMs, wallMs } of each) {
            expect(selfMs.reduce((sum, own) => sum + own, 0)).toBeLessThanOrEqual(wallMs + 1e-9);
            for (const [at, node] of nodes.entries()) ms[node]! += selfMs[at]!;
          }
          for (let node = 0; node < 4; node++) expect(ms[node]).toBeCloseTo(whole.build().selfMs[node]!, 9);
        },
      ),
    );
  });

  it("leave out what a node below 0 has, from the wall time too", () => {
    const segments = new Segments();
    segments.push(0, 600, -1, 0);
    segments.push(600, 1000, 1, 0);
    expect(requestTimes(segments, [{ startUs: 0, endUs: 1000 }])).toEqual([
      { wallMs: 0.4, nodes: [1], selfMs: [0.4] },
    ]);
  });
});

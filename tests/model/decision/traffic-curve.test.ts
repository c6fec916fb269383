import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { targets } from "../../../loaders/targets/index.ts";
import { decide } from "../../../src/model/decision/decide.ts";
import { flipContext, flipsOf } from "../../../src/model/decision/flip-conditions.ts";
import { trafficCurves } from "../../../src/model/decision/traffic-curve.ts";
import { PRESETS } from "../../../src/model/scenario/presets.ts";
import { exactly, movedTo, triangle } from "../../../src/model/scenario/range.ts";
import type { Scenario } from "../../../src/model/scenario/scenario.ts";
import { evidence, grounds, scenarioWith, THREE } from "./evidence.ts";

const DRAWS = 500;

function contextOf(over: Partial<Scenario> = {}, among = THREE) {
  const scenario = scenarioWith(over);
  const given = grounds(among, scenario);
  return flipContext(decide(given, scenario, { draws: DRAWS }), given);
}

function curvesOf(over: Partial<Scenario> = {}, among = THREE) {
  const [total, bill] = trafficCurves(contextOf(over, among));
  return { total: total!, bill: bill! };
}

/** People cost nothing: the bill alone decides. */
const BILL_ONLY: Partial<Scenario> = { hourUsd: exactly(0), p99SloMs: null };

/** What the decision itself makes of another traffic. */
function decidedAt(scenario: Scenario, requests: number, among = THREE) {
  const moved = { ...scenario, requestsPerMonth: movedTo(scenario.requestsPerMonth, requests) };
  const { verdict } = decide(grounds(among, moved), moved, { draws: DRAWS });
  return verdict.state === "none" ? null : verdict.leader.id;
}

describe("the cost curve over traffic", () => {
  it("has a point of every option at every traffic, and bills that rise", () => {
    // With a flat share of cold starts: else a bill may fall where more traffic keeps instances warm.
    const context = contextOf({ ...BILL_ONLY, arrivals: "flat" });
    const [total] = trafficCurves(context);
    expect(total!.lines.map(({ option }) => option)).toEqual(context.decision.simulated.map(({ id }) => id));
    for (const { usd } of total!.lines) {
      expect(usd).toHaveLength(total!.requests.length);
      for (let i = 1; i < usd.length; i++) expect(usd[i]!).toBeGreaterThanOrEqual(usd[i - 1]! * (1 - 1e-9));
    }
  });

  it("marks where the cheapest changes: Lambda below, reserved servers above", () => {
    const { crossings } = curvesOf({ ...BILL_ONLY, arrivals: "flat" }).total;
    expect(crossings[0]!.below).toBe("native@lambda-x86");
    expect(crossings.at(-1)!.above).toContain("@ec2-c7i.large");
    for (let i = 1; i < crossings.length; i++) {
      expect(crossings[i]!.below).toBe(crossings[i - 1]!.above);
      expect(crossings[i]!.requests).toBeGreaterThan(crossings[i - 1]!.requests);
    }
  });

  // Skewed ranges, so that means and modes tell different stories.
  const skewed: Partial<Scenario> = {
    requestsPerMonth: triangle(1e8, 2e8, 9e8),
    peakToMean: triangle(1, 1.5, 6),
    p99SloMs: 120,
    hourUsd: triangle(20, 30, 150),
  };

  it("changes hands where the decision does, by all draws", () => {
    const scenario = scenarioWith(skewed);
    const { crossings, requests } = curvesOf(skewed).total;
    expect(crossings.length).toBeGreaterThan(0);
    const within = (x: number) => x > requests[0]! && x < requests.at(-1)!;
    for (const [i, { requests: at, below, above }] of crossings.entries()) {
      const [down, up] = [at / 1.004, at * 1.004];
      if (within(down) && down > (crossings[i - 1]?.requests ?? 0))
        expect(decidedAt(scenario, down)).toBe(below);
      if (within(up) && up < (crossings[i + 1]?.requests ?? Number.POSITIVE_INFINITY))
        expect(decidedAt(scenario, up)).toBe(above);
    }
  });

  it("names the leader of the decision at any traffic between two crossings", () => {
    const scenario = scenarioWith(skewed);
    const { crossings, requests } = curvesOf(skewed).total;
    const [from, to] = [requests[0]!, requests.at(-1)!];
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
        const at = from * (to / from) ** share;
        // Nearer than a point of the curve to a crossing, a stretch too short to be seen may lie between.
        fc.pre(crossings.every((one) => Math.abs(Math.log(one.requests / at)) > 0.13));
        const last = crossings.findLast((one) => one.requests < at);
        expect(decidedAt(scenario, at)).toBe(
          last ? last.above : (crossings[0]?.below ?? decidedAt(scenario, from)),
        );
      }),
      { numRuns: 25 },
    );
  });

  it.each(PRESETS)("has every flip of the traffic among its crossings: $id", ({ scenario }) => {
    // Today and a port of each kind: twins would tie with each other everywhere.
    const apart = targets.filter(({ course }) => course === "stay" || course === "port");
    const kinds = new Map(apart.toReversed().map((target) => [`${target.port}, ${target.threads}`, target]));
    const measured = [...kinds.values()]
      .toReversed()
      .map(({ id, port, reach, threads }) =>
        evidence(id, port === "native" ? 8 : port === "wasm" ? 40 : 50, { port, reach, threads }),
      );
    const given = grounds(measured, scenario);
    const context = flipContext(decide(given, scenario, { draws: DRAWS }), given);
    const input = context.inputs.find(({ id }) => id === "requestsPerMonth")!;
    const { crossings } = trafficCurves(context)[0]!;
    for (const { at, leader } of flipsOf(context, input)) {
      const near = crossings.filter(({ requests }) => Math.abs(Math.log(requests / at)) < 0.03);
      const sides = near.flatMap(({ below, above }) => [below, above]);
      expect([at, sides]).toEqual([at, expect.arrayContaining([leader?.id ?? null])]);
    }
  });

  it("spreads what is paid once over the horizon, and leaves it out of the bill", () => {
    const { total, bill } = curvesOf({ p99SloMs: null });
    total.lines.forEach(({ usd }, o) => {
      expect(usd[0]!).toBeGreaterThan(bill.lines[o]!.usd[0]!);
    });
  });

  it("shows the means of the answer at today's traffic", () => {
    const context = contextOf(skewed);
    const [, bill] = trafficCurves(context);
    const middle = bill!.requests.indexOf(bill!.now);
    for (const { option, spread } of context.decision.ranked) {
      const line = bill!.lines.find((one) => one.option === option.id)!;
      expect(line.usd[middle]! / spread.billUsd.mean).toBeCloseTo(1, 1);
    }
  });

  it("tells where an option fails a gate", () => {
    const { bill } = curvesOf({ ...BILL_ONLY, p99SloMs: 30, platforms: ["ec2-c7i.large"] });
    const passes = (id: string) => bill.lines.find(({ option }) => option === id)!.passes;
    expect(passes("python@ec2-c7i.large").some(Boolean)).toBe(false);
    expect(passes("native@ec2-c7i.large").every(Boolean)).toBe(true);
  });

  it("has no crossing where nothing passes", () => {
    const { total } = curvesOf({ p99SloMs: 0.01 });
    expect(total.crossings).toEqual([]);
  });
});

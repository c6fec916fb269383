import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide } from "../../../src/model/decision/decide.ts";
import type { TargetEvidence } from "../../../src/model/decision/evidence.ts";
import { leaderAmong } from "../../../src/model/decision/leader.ts";
import { Standings } from "../../../src/model/decision/standings.ts";
import { exactly, triangle } from "../../../src/model/scenario/range.ts";
import type { Scenario } from "../../../src/model/scenario/scenario.ts";
import { evidence, grounds, scenarioWith } from "./evidence.ts";

const DRAWS = 300;
const RUNS = { numRuns: 40 };

const scenarios: fc.Arbitrary<Scenario> = fc
  .record({
    requests: fc.double({ min: 3, max: 9.3, noNaN: true }),
    slo: fc.constantFrom(null, 40, 200, 2000),
    arrivals: fc.constantFrom("poisson" as const, "diurnal" as const, "bursty" as const, "flat" as const),
    platforms: fc.constantFrom(
      ["lambda-x86", "ec2-c7i.large"],
      ["ec2-c7g.large", "lambda-arm"],
      ["lambda-x86", "browser", "edge-device"],
    ),
    debug: fc.double({ min: 0, max: 20, noNaN: true }),
  })
  .map(({ requests, slo, arrivals, platforms, debug }) =>
    scenarioWith({
      arrivals,
      platforms,
      p99SloMs: slo,
      requestsPerMonth: triangle(10 ** requests / 2, 10 ** requests, 2 * 10 ** requests),
      debugHoursPerMonth: exactly(debug),
    }),
  );

const timesMs = fc.double({ min: 0.5, max: 120, noNaN: true });
const targetSets = fc
  .tuple(timesMs, timesMs, timesMs)
  .map(([python, native, wasm]) => [
    evidence("python", python),
    evidence("native", native),
    evidence("wasm", wasm),
  ]);

const orderOf = (targets: readonly TargetEvidence[], scenario: Scenario) =>
  decide(grounds(targets, scenario), scenario, { draws: DRAWS }).ranked.map(({ option }) => option.id);

const scaled = (target: TargetEvidence, time: number, memory = 1): TargetEvidence => {
  const times = ({ value, low, high }: TargetEvidence["wallMs"]) => ({
    value: value * time,
    low: low * time,
    high: high * time,
  });
  const peakRssBytes = (target.peakRssBytes ?? 0) * memory;
  return { ...target, wallMs: times(target.wallMs), coldMs: times(target.coldMs), peakRssBytes };
};

describe("the ranking", () => {
  it("keeps the order of the others when a dominated target is added", () => {
    fc.assert(
      fc.property(targetSets, scenarios, fc.integer({ min: 0, max: 2 }), (targets, scenario, which) => {
        const worse = { ...scaled(targets[which]!, 1.7, 1.4), target: "worse", title: "worse" };
        const before = orderOf(targets, scenario);
        const after = orderOf([worse, ...targets], scenario);
        expect(after.filter((id) => !id.startsWith("worse@"))).toEqual(before);
      }),
      RUNS,
    );
  });

  it("never ranks a target lower for being faster and needing less", () => {
    fc.assert(
      fc.property(
        targetSets,
        scenarios,
        fc.integer({ min: 0, max: 2 }),
        fc.double({ min: 0.3, max: 0.98, noNaN: true }),
        (targets, scenario, which, factor) => {
          const id = targets[which]!.target;
          const better = targets.map((target, i) => (i === which ? scaled(target, factor, factor) : target));
          const before = orderOf(targets, scenario);
          const after = orderOf(better, scenario);
          for (const platform of scenario.platforms) {
            const option = `${id}@${platform}`;
            const [was, is] = [before.indexOf(option), after.indexOf(option)];
            if (was < 0) continue;
            // Those before it now were before it then: nobody overtook it.
            const others = (order: readonly string[], place: number) =>
              order.slice(0, place).filter((other) => !other.startsWith(`${id}@`));
            expect(is, option).toBeGreaterThanOrEqual(0);
            expect(others(before, was)).toEqual(expect.arrayContaining(others(after, is)));
          }
        },
      ),
      RUNS,
    );
  });

  it("never ranks a target below its slower twin", () => {
    fc.assert(
      fc.property(targetSets, scenarios, (targets, scenario) => {
        const twin = { ...scaled(targets[1]!, 0.8), target: "twin", title: "twin" };
        const order = orderOf([...targets, twin], scenario);
        for (const platform of scenario.platforms) {
          const [slow, fast] = [order.indexOf(`native@${platform}`), order.indexOf(`twin@${platform}`)];
          if (slow >= 0) expect(fast).toBeLessThan(slow);
          if (slow >= 0) expect(fast).toBeGreaterThanOrEqual(0);
        }
      }),
      RUNS,
    );
  });

  it("always considers staying", () => {
    fc.assert(
      fc.property(targetSets, scenarios, (targets, scenario) => {
        const { ranked, excluded } = decide(grounds(targets, scenario), scenario, { draws: 50 });
        const today = [...ranked, ...excluded].filter(({ option }) => option.isToday);
        expect(today.map(({ option }) => option.id)).toEqual([`python@${scenario.platforms[0]}`]);
        for (const { cost } of today) expect(cost.onceUsd).toBe(0);
      }),
      RUNS,
    );
  });

  it("is led by the one that the quick search finds", () => {
    fc.assert(
      fc.property(targetSets, scenarios, (targets, scenario) => {
        const given = grounds(targets, scenario);
        const { verdict } = decide(given, scenario, { draws: DRAWS, seed: 3 });
        const leader = leaderAmong(new Standings({ grounds: given, scenario }, 3).now({ draws: DRAWS }));
        expect(leader?.id).toBe(verdict.state === "none" ? undefined : verdict.leader.id);
      }),
      RUNS,
    );
  });
});

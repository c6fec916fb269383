import { describe, expect, it } from "vitest";
import { decide } from "../../src/model/decision/decide.ts";
import {
  type Sensitivity,
  type SensitivityBar,
  sensitivityOf,
} from "../../src/model/decision/sensitivity.ts";
import type { TrafficCrossing, TrafficCurve } from "../../src/model/decision/traffic-curve.ts";
import { exactly } from "../../src/model/scenario/range.ts";
import { crossingText, curveTitle, frontOf, readingOf, tornadoTitle } from "../../src/report/cost-charts.ts";
import { turningSentence } from "../../src/report/flip-sentences.ts";
import { evidence, grounds, scenarioWith, THREE } from "../model/decision/evidence.ts";
import { answer } from "./answers.ts";

describe("the curve's headline", () => {
  const titleOf = (id: string) => id.toUpperCase();
  const crossing = (requests: number, below: string | null, above: string | null): TrafficCrossing => ({
    requests,
    usd: 100,
    below,
    above,
  });
  const title = (now: number, ...crossings: TrafficCrossing[]) =>
    curveTitle(
      {
        basis: "total",
        requests: [2000, 2e9],
        now,
        crossings,
        draws: 128,
        lines: [{ option: "a", usd: [1, 2], passes: [true, true] }],
      } satisfies TrafficCurve,
      titleOf,
    );

  it("says how far what it says holds", () => {
    const crossings = [crossing(1e6, "a", "b"), crossing(5e6, "b", "c"), crossing(2e8, "c", null)];
    expect(title(2e5, ...crossings)).toBe("Between 1 M and 5 M requests a month, B is cheapest");
    expect(title(2e6, ...crossings)).toBe("Between 5 M and 200 M requests a month, C is cheapest");
    expect(title(1e8, ...crossings)).toBe("Above 200 M requests a month, no option passes the gates");
    expect(title(1e9, ...crossings)).toBe("Between 5 M and 200 M requests a month, C is cheapest");
    expect(title(1e9, crossings[0]!)).toBe("Below 1 M requests a month, A is cheapest");
  });

  it("says so where nothing changes, or nothing passes", () => {
    expect(title(2e6)).toBe("The same option is cheapest from 2,000 to 2 B requests a month");
    const none = { basis: "bill", requests: [1, 10], now: 3, crossings: [], draws: 1, lines: [] } as const;
    expect(curveTitle(none, titleOf)).toBe("No option passes the gates from 1 to 10 requests a month");
  });

  it("lists each crossing with what it leads from and to", () => {
    expect(crossingText(crossing(47.2e6, "a", "b"), titleOf)).toBe("47.2 M requests a month: from A to B");
    expect(crossingText(crossing(1000, null, "b"), titleOf)).toBe(
      "1,000 requests a month: B is cheapest from here; below, no option passes the gates",
    );
    expect(crossingText(crossing(1000, "a", null), titleOf)).toBe(
      "1,000 requests a month: A is cheapest up to here; above, no option passes the gates",
    );
  });
});

describe("the tornado's headline", () => {
  const bar = (label: string, lowUsd: number, highUsd: number): SensitivityBar => ({
    id: label,
    label,
    unit: null,
    lowValue: 1,
    highValue: 2,
    lowUsd,
    highUsd,
    varianceShare: 0,
    worthUsd: 0,
  });
  const sensitivity: Sensitivity = {
    leader: "A",
    rival: "B",
    passedOver: null,
    centreUsd: -10,
    bars: [],
    rest: 0,
    perfectUsd: 0,
    wrongChance: 0,
    next: [],
  };

  it("says what moves the difference most, and leaves to the search whether anything turns it", () => {
    const moved = { ...sensitivity, bars: [bar("Peak", -20, 1)] };
    expect(tornadoTitle(moved, null)).toBe("“Peak” moves the difference most");
    expect(tornadoTitle(moved, turningSentence(0))).toBe(
      "“Peak” moves the difference most; no input alone turns the choice within its bounds",
    );
    expect(tornadoTitle(moved, turningSentence(16))).toBe(
      "“Peak” moves the difference most; 16 inputs can turn the choice alone",
    );
    expect(tornadoTitle({ ...moved, rival: null }, turningSentence(16))).toBe(
      "“Peak” moves the cost of A most",
    );
  });

  it("says what would else look like a contradiction", () => {
    expect(readingOf(sensitivity)).toMatch(
      /“What to measure next” weighs all ranked options; both go by all draws/,
    );
    expect(readingOf({ ...sensitivity, centreUsd: 5 })).toContain(
      "At the centre B is the cheaper of the two;",
    );
    expect(readingOf({ ...sensitivity, passedOver: "C" })).toContain("C, which is nearer in cost, is");
    expect(readingOf({ ...sensitivity, rival: null })).toBe("");
  });

  it("compares with another course, not with the same port on other threads", () => {
    const scenario = scenarioWith({
      requestsPerMonth: exactly(5e9),
      platforms: ["ec2-c7i.large"],
      p99SloMs: null,
    });
    const twoThreads = evidence("native-threads", 8.1, { port: "native", threads: 2 });
    const of = (among: typeof THREE) =>
      sensitivityOf(decide(grounds(among, scenario), scenario, { draws: 300 }))!;
    expect(of([...THREE, twoThreads])).toMatchObject({
      leader: "native on EC2 c7i.large",
      rival: of(THREE).rival,
      passedOver: "native-threads on EC2 c7i.large",
    });
    expect(of(THREE).passedOver).toBeNull();
    expect(of([evidence("native", 8), twoThreads])).toMatchObject({
      rival: "native-threads on EC2 c7i.large",
      passedOver: null,
    });
  });
});

describe("the front of cost against latency", () => {
  it("keeps only what nothing beats in both", () => {
    const rows = answer().ranked;
    const front = frontOf(rows);
    for (const one of rows) {
      const beaten = rows.some(
        ({ spread }) =>
          spread.totalUsd.mean < one.spread.totalUsd.mean && spread.p99Ms.p50 < one.spread.p99Ms.p50,
      );
      if (beaten) expect(front).not.toContain(one);
    }
    expect(front[0]).toBe(rows[0]);
  });
});

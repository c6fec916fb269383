import { describe, expect, it } from "vitest";
import { answerOf } from "../../../src/components/what-if/answer.ts";
import { capacityView } from "../../../src/model/decision/capacity-view.ts";
import { coldView } from "../../../src/model/decision/cold-view.ts";
import { decide } from "../../../src/model/decision/decide.ts";
import { sensitivityOf } from "../../../src/model/decision/sensitivity.ts";
import { trafficCurve } from "../../../src/model/decision/traffic-curve.ts";
import { exactly, triangle } from "../../../src/model/scenario/range.ts";
import type { Scenario } from "../../../src/model/scenario/scenario.ts";
import { evidence, grounds, scenarioWith, THREE } from "../../model/decision/evidence.ts";

const decided = (over: Partial<Scenario> = {}, targets = THREE) => {
  const scenario = scenarioWith(over);
  return decide(grounds(targets, scenario), scenario, { draws: 500 });
};

/** People cost nothing: the bill alone decides. */
const BILL_ONLY: Partial<Scenario> = { hourUsd: exactly(0), p99SloMs: null };

describe("the cost curve over traffic", () => {
  // With a flat share of cold starts: else a bill may fall where more traffic keeps instances warm.
  const decision = decided({ ...BILL_ONLY, arrivals: "flat" });
  const curve = trafficCurve(decision, "total");

  it("has a point of every option at every traffic, and bills that rise", () => {
    expect(curve.lines.map(({ option }) => option)).toEqual(decision.simulated.map(({ id }) => id));
    for (const { usd } of curve.lines) {
      expect(usd).toHaveLength(curve.requests.length);
      for (let i = 1; i < usd.length; i++) expect(usd[i]!).toBeGreaterThanOrEqual(usd[i - 1]! * (1 - 1e-9));
    }
  });

  it("marks where the cheapest changes: Lambda below, reserved servers above", () => {
    expect(curve.crossings.length).toBeGreaterThan(0);
    const last = curve.crossings.at(-1)!;
    expect(curve.crossings[0]!.below).toBe("native@lambda-x86");
    expect(last.above).toContain("@ec2-c7i.large");
    const cellOf = (requests: number) => curve.requests.findIndex((x) => x >= requests);
    const cells = curve.crossings.map(({ requests }) => cellOf(requests));
    // Where a server is added two crossings may lie between two points; those the lines cannot show.
    const alone = curve.crossings.filter((_, c) => cells.filter((cell) => cell === cells[c]).length === 1);
    expect(alone.length).toBeGreaterThan(0);
    for (const { requests, below, above } of alone) {
      const i = cellOf(requests);
      const lineOf = (id: string | null) => curve.lines.find(({ option }) => option === id)!.usd;
      expect(lineOf(below)[i - 1]!).toBeLessThanOrEqual(lineOf(above)[i - 1]!);
      expect(lineOf(above)[i]!).toBeLessThanOrEqual(lineOf(below)[i]!);
    }
  });

  it("spreads what is paid once over the horizon, and leaves it out of the bill", () => {
    const people = decided({ p99SloMs: null });
    const total = trafficCurve(people, "total").lines;
    const bill = trafficCurve(people, "bill").lines;
    total.forEach(({ usd }, o) => {
      expect(usd[0]!).toBeGreaterThan(bill[o]!.usd[0]!);
    });
  });

  it("tells where an option breaks a limit", () => {
    const strict = trafficCurve(
      decided({ ...BILL_ONLY, p99SloMs: 30, platforms: ["ec2-c7i.large"] }),
      "bill",
    );
    const keeps = (id: string) => strict.lines.find(({ option }) => option === id)!.keeps;
    expect(keeps("python@ec2-c7i.large").some(Boolean)).toBe(false);
    expect(keeps("native@ec2-c7i.large").every(Boolean)).toBe(true);
  });
});

describe("the sensitivity", () => {
  it("finds the one input that carries the difference", () => {
    const found = sensitivityOf(decided({ moveHours: triangle(10, 20, 4000) }, [evidence("python", 50)]))!;
    expect(found.rival).not.toBeNull();
    expect(found.bars[0]!.id).toBe("moveHours");
    expect(found.bars[0]!.varianceShare).toBeGreaterThan(0.5);
  });

  it("is nothing where nothing is ranked", () => {
    expect(sensitivityOf(decided({ p99SloMs: 0.01 }))).toBeNull();
  });
});

describe("the capacity view", () => {
  const scenario = scenarioWith({
    requestsPerMonth: exactly(5e8),
    platforms: ["ec2-c7i.large", "lambda-x86"],
  });
  const found = capacityView(grounds(THREE, scenario), scenario, "python@ec2-c7i.large")!;

  it("agrees with what the decision counts", () => {
    const decision = decide(grounds(THREE, scenario), scenario, { draws: 100 });
    const central = [...decision.ranked, ...decision.excluded].find(
      ({ option }) => option.id === found.option,
    )!.central;
    expect(found.servers).toBe(central.outcome.usage.servers);
    expect(found.utilisation).toBeCloseTo(central.outcome.utilisation, 10);
    expect(found.p99Ms).toBe(central.outcome.p99Ms);
  });

  it("has a formula that the simulation confirms where theory is close", () => {
    for (const { utilisation, p99Ms } of found.simulated.filter((point) => point.utilisation <= 0.9)) {
      const formula = found.formula.reduce((a, b) =>
        Math.abs(b.utilisation - utilisation) < Math.abs(a.utilisation - utilisation) ? b : a,
      );
      expect(p99Ms / formula.p99Ms).toBeGreaterThan(0.7);
      expect(p99Ms / formula.p99Ms).toBeLessThan(1.15);
    }
  });

  it("needs no fewer servers for more traffic", () => {
    const servers = found.scaling.map((point) => point.servers);
    for (let i = 1; i < servers.length; i++) expect(servers[i]!).toBeGreaterThanOrEqual(servers[i - 1]!);
  });

  it("simulates nothing where nothing was measured, and is none for a serverless option", () => {
    const forecast = [evidence("python", 50), evidence("native", 8, { basis: "forecast", shape: [] })];
    expect(capacityView(grounds(forecast, scenario), scenario, "native@ec2-c7i.large")!.simulated).toEqual(
      [],
    );
    expect(capacityView(grounds(THREE, scenario), scenario, "python@lambda-x86")).toBeNull();
  });
});

describe("the cold-start view", () => {
  const view = (over: Partial<Scenario>) => {
    const scenario = scenarioWith(over);
    return coldView(grounds(THREE, scenario), scenario, "python@lambda-x86")!;
  };

  it("has fewer cold requests at more traffic, most in bursts", () => {
    const { lines } = view({ requestsPerMonth: exactly(1e5) });
    const [poisson, , bursty] = lines.map(({ shares }) => shares) as [number[], number[], number[]];
    expect(poisson.at(-1)!).toBeLessThan(poisson[0]!);
    expect(bursty[40]!).toBeGreaterThan(poisson[40]!);
  });

  it("is checked by a simulation of the pool", () => {
    const { share, simulatedShare } = view({
      requestsPerMonth: exactly(5e4),
      arrivals: "bursty",
      keepAliveMinutes: exactly(10),
    });
    expect(simulatedShare! / share).toBeGreaterThan(0.8);
    expect(simulatedShare! / share).toBeLessThan(1.25);
  });

  it("is a flat line, unchecked, for a flat share", () => {
    const { lines, simulatedShare, share } = view({ arrivals: "flat", coldSharePercent: exactly(10) });
    expect(share).toBe(0.1);
    expect(lines).toEqual([{ pattern: "flat", shares: lines[0]!.shares.map(() => 0.1) }]);
    expect(simulatedShare).toBeNull();
  });
});

describe("an answer", () => {
  it("is plain data, which a worker can hand over", () => {
    const answer = answerOf(decided());
    expect(structuredClone(answer)).toEqual(answer);
    expect(answer.ranked.length + answer.excluded.length).toBeGreaterThan(2);
  });

  it("breaks even against staying, which has none of its own", () => {
    const { ranked } = answerOf(decided({ ...BILL_ONLY, requestsPerMonth: exactly(1e9) }));
    expect(ranked.find(({ option }) => option.isToday)!.breakEven).toBeNull();
    expect(ranked[0]!.breakEven).toEqual({ state: "always" });
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { capacityView } from "../../../src/model/decision/capacity-view.ts";
import { coldView } from "../../../src/model/decision/cold-view.ts";
import { decide } from "../../../src/model/decision/decide.ts";
import { sensitivityOf } from "../../../src/model/decision/sensitivity.ts";
import { exactly, triangle } from "../../../src/model/scenario/range.ts";
import type { Scenario } from "../../../src/model/scenario/scenario.ts";
import { checkText, scalingTitle } from "../../../src/report/load-charts.ts";
import { evidence, grounds, scenarioWith, THREE } from "../../model/decision/evidence.ts";
import { answer } from "../../report/answers.ts";

const decided = (over: Partial<Scenario> = {}, targets = THREE) => {
  const scenario = scenarioWith(over);
  return decide(grounds(targets, scenario), scenario, { draws: 500 });
};

/** People cost nothing: the bill alone decides. */
const BILL_ONLY: Partial<Scenario> = { hourUsd: exactly(0), p99SloMs: null };

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

  it("counts the servers that the decision counts, on either side of every step", () => {
    const counted = (factor: number) => {
      const moved = { ...scenario, requestsPerMonth: exactly(5e8 * factor) };
      return capacityView(grounds(THREE, moved), moved, found.option)!.servers;
    };
    const { beyond, scaling, ratePerSecond } = found;
    expect(counted((beyond!.ratePerSecond / ratePerSecond) * 0.9999)).toBe(found.servers);
    expect(counted((beyond!.ratePerSecond / ratePerSecond) * 1.0001)).toBe(beyond!.servers);
    expect(scaling.length).toBeGreaterThan(10);
    fc.assert(
      fc.property(fc.double({ min: -2, max: 2, noNaN: true }), (log) => {
        const factor = 10 ** log;
        const rates = scaling.map((step) => step.ratePerSecond / ratePerSecond);
        fc.pre(rates.every((rate) => Math.abs(Math.log(rate / factor)) > 0.002));
        const step = scaling[rates.findLastIndex((rate) => rate <= factor)];
        expect(counted(factor)).toBe(step!.servers);
      }),
      { numRuns: 15 },
    );
  });

  it("names a rate that the servers carry", () => {
    const rate = Number(
      /^From ([\d,.]+) requests a second/.exec(scalingTitle(found))![1]!.replaceAll(",", ""),
    );
    expect(rate).toBeLessThanOrEqual(found.beyond!.ratePerSecond);
    expect(rate).toBeGreaterThanOrEqual(found.ratePerSecond);
    const idle = scenarioWith({ requestsPerMonth: exactly(100), platforms: ["ec2-c7i.large"] });
    const small = capacityView(grounds(THREE, idle), idle, "native@ec2-c7i.large")!;
    expect(scalingTitle(small)).toBe("One server would also carry a hundred times the traffic");
    const strict = { ...scenario, p99SloMs: 1 };
    expect(scalingTitle(capacityView(grounds(THREE, strict), strict, found.option)!)).toBe(
      "No number of servers keeps the p99 limit",
    );
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

  it.each(["poisson", "diurnal", "bursty"] as const)(
    "is checked by a simulation of the pool: %s",
    (arrivals) => {
      const { share, simulated } = view({
        requestsPerMonth: exactly(5e4),
        arrivals,
        keepAliveMinutes: exactly(10),
      });
      expect(Math.abs(simulated!.share - share)).toBeLessThan(share * 0.2 + simulated!.error);
    },
  );

  it("does not count the pool's own filling among the cold requests", () => {
    // At 457 requests a second, filling the pool alone is many times as many cold starts as follow in a day.
    const busy = view({
      requestsPerMonth: exactly(1.2e9),
      arrivals: "poisson",
      keepAliveMinutes: exactly(5),
    });
    expect(busy.share).toBeLessThan(1e-4);
    expect(busy.simulated!.share).toBeLessThan(busy.share * 3 + busy.simulated!.error);
    expect(checkText(busy)).toMatch(/: too few to tell whether it is right\.$/);
  });

  it("says that it is not checked where a day has too many requests", () => {
    const busy = view({ requestsPerMonth: exactly(1.2e9), arrivals: "diurnal" });
    expect(busy.simulated).toBeNull();
    expect(checkText(busy)).toBe(
      "No simulation checks the formula here: at your traffic, a day has too many requests to go through one by one.",
    );
  });

  it("is a flat line, unchecked, for a flat share", () => {
    const flat = view({ arrivals: "flat", coldSharePercent: exactly(10) });
    expect(flat.share).toBe(0.1);
    expect(flat.lines).toEqual([{ pattern: "flat", shares: flat.lines[0]!.shares.map(() => 0.1) }]);
    expect(flat.simulated).toBeNull();
    expect(checkText(flat)).toBe("");
  });
});

describe("an answer", () => {
  it("is plain data, which a worker can hand over", () => {
    const found = answer();
    expect(structuredClone(found)).toEqual(found);
    expect(found.ranked.length + found.excluded.length).toBeGreaterThan(2);
  });

  it("breaks even against staying, which has none of its own", () => {
    const { ranked } = answer({ ...BILL_ONLY, requestsPerMonth: exactly(1e9) });
    expect(ranked.find(({ option }) => option.isToday)!.breakEven).toBeNull();
    expect(ranked[0]!.breakEven).toEqual({ state: "always" });
  });
});

import { describe, expect, it } from "vitest";
import { decide } from "../../../src/model/decision/decide.ts";
import { exactly } from "../../../src/model/scenario/range.ts";
import { exclusionText } from "../../../src/report/decision-sentences.ts";
import { BUSY, evidence, grounds, scenarioWith, THREE } from "./evidence.ts";

const DRAWS = { draws: 400 };
const decided = (over: Parameters<typeof scenarioWith>[0], targets = THREE) => {
  const scenario = scenarioWith(over);
  return decide(grounds(targets, scenario), scenario, DRAWS);
};

describe("the verdict", () => {
  it("is to stay where the bill is small change", () => {
    const { verdict } = decided({ requestsPerMonth: exactly(1e5) });
    expect(verdict).toMatchObject({ state: "clear", leader: { id: "python@lambda-x86", isToday: true } });
  });

  it("is to port where the bill is everything", () => {
    const { verdict, ranked } = decided({ ...BUSY, platforms: ["lambda-x86"] });
    expect(verdict.state).toBe("clear");
    expect(ranked[0]!.option.target.target).toBe("native");
    const [first, second] = ranked;
    expect(first!.spread.totalUsd.mean).toBeLessThan(second!.spread.totalUsd.mean);
  });

  it("is even where two options cost the same", () => {
    const same = [
      evidence("python", 50),
      { ...evidence("native", 50, { coldStartMs: 200 }), port: "stay" as const },
    ];
    const { verdict } = decided({ platforms: ["ec2-c7i.large"], requestsPerMonth: exactly(1e4) }, same);
    expect(verdict).toMatchObject({ state: "even", regretUsd: 0, probability: 0.5 });
  });

  it("passes over a twin that costs the same in every draw, to the rival that does not", () => {
    const twins = [...THREE, evidence("wasm-threads", 20)];
    const { verdict } = decided(
      { reach: "any", platforms: ["browser", "ec2-c7i.large"], p99SloMs: null },
      twins,
    );
    expect(verdict).not.toMatchObject({ probability: 0.5 });
  });

  it("names the gate that most options fail, where none passes", () => {
    const { verdict, ranked } = decided({ p99SloMs: 1 });
    expect(ranked).toEqual([]);
    expect(verdict).toEqual({ state: "none", gates: ["p99"] });
  });

  it("is the same for the same seed, draw by draw", () => {
    const [a, b] = [decided(BUSY), decided(BUSY)];
    expect(a.simulation.outcomes).toEqual(b.simulation.outcomes);
    expect(a.verdict).toEqual(b.verdict);
  });
});

describe("what excludes an option", () => {
  const excludedBy = (over: Parameters<typeof scenarioWith>[0], id: string, targets = THREE) => {
    const found = decided(over, targets).excluded.find(({ option }) => option.id === id);
    return found && exclusionText(found);
  };

  it("is a wrong output", () => {
    const wrong = [evidence("python", 50), evidence("native", 1, { outputAgrees: false })];
    expect(excludedBy({}, "native@lambda-x86", wrong)).toBe(
      "correct output: its output differs from the reference",
    );
  });

  it("is a price that the region lacks, with the prices there are", () => {
    expect(excludedBy({ region: "eu-central-1" }, "python@ec2-c7i.large")).toMatch(
      /^a known price: no price aws\.ec2\.c7i\.large for region eu-central-1; there is one for us-east-1; give yours in USD\/hour in prices\.yaml/,
    );
  });

  it("is a platform's own limit, with value and source", () => {
    const big = [evidence("python", 50), evidence("wasm", 30, { peakRssBytes: 500 * 2 ** 20 })];
    expect(excludedBy({ platforms: ["lambda-x86", "workers"] }, "wasm@workers", big)).toMatch(
      /needs 625 MB of memory; Cloudflare Workers ends at 128 \(Cloudflare Workers limits page/,
    );
  });

  it("is a service level that too few draws keep", () => {
    expect(excludedBy({ p99SloMs: 40 }, "python@lambda-x86")).toMatch(
      /^the p99 limit: keeps 40\.0 ms in \d+ % of the draws; 80 % are asked for$/,
    );
  });

  it("is not a p99 that too few samples support: kept, it is open; broken, it stays broken", () => {
    const tail = { state: "thin", samples: 90, needed: 662 } as const;
    const thin = [evidence("python", 50, { tail }), evidence("native", 8)];
    const gate = (p99SloMs: number) => {
      const { ranked, excluded } = decided({ p99SloMs }, thin);
      const python = [...ranked, ...excluded].find(({ option }) => option.id === "python@lambda-x86")!;
      return { state: python.state, ...python.gates.find((one) => one.gate === "p99")! };
    };
    expect(gate(1_000)).toMatchObject({ state: "ranked", passed: "unknown" });
    expect(gate(1_000).evidence).toMatch(
      /^keeps 1\.00 s in 100 % of the draws; 80 % are asked for, but a p99 needs 662/,
    );
    expect(gate(40)).toMatchObject({ state: "excluded", passed: "no" });
  });

  it("is a system that cannot keep up: devices with more work than time", () => {
    const overloaded = {
      platforms: ["lambda-x86", "edge-device"],
      requestsPerMonth: exactly(1e9),
      devices: exactly(2),
      deviceTimeFactor: exactly(1),
    };
    expect(excludedBy(overloaded, "python@edge-device")).toMatch(
      /^the p99 limit: keeps 500 ms in 0 % of the draws/,
    );
    const lenient = decided({ ...overloaded, p99SloMs: null });
    const python = lenient.ranked.find(({ option }) => option.id === "python@edge-device")!;
    expect(python.spread.p99Ms.p50).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("reserved servers", () => {
  it("are enough for the peak, however high the load", () => {
    const { ranked } = decided({ ...BUSY, platforms: ["ec2-c7i.large"], peakToMean: exactly(3) });
    for (const { central } of ranked) {
      expect(central.outcome.utilisation).toBeGreaterThan(0);
      expect(central.outcome.utilisation).toBeLessThan(1);
    }
  });
});

import { describe, expect, it } from "vitest";
import { type Advice, type AdviceInputs, advise, DEFAULT_INPUTS } from "../../../src/model/advice.ts";
import { withOverrides } from "../../../src/model/prices/overrides.ts";
import { SHIPPED_BOOK } from "../../../src/model/prices/shipped-book.ts";
import { cell, ratioOf, target, workload } from "../cells.ts";

const MIB = 1024 * 1024;
const python = target("python", "stay");
const native = target("native", "native");
const wasm = target("wasm", "wasm", { reach: ["browser", "edge", "server"] });
const pyodide = target("pyodide", "wasm", { reach: ["browser", "server"] });
const targets = [python, native, wasm, pyodide];
const cells = [
  cell("python", 20),
  cell("native", 5, { ratio: ratioOf(0.25) }),
  cell("wasm", 8, { ratio: ratioOf(0.4) }),
  cell("pyodide", 60, { ratio: ratioOf(3) }),
];
const inputs = (overrides: Partial<AdviceInputs>): AdviceInputs => ({ ...DEFAULT_INPUTS, ...overrides });

function decided(advice: Advice) {
  if (advice.state !== "recommended" && advice.state !== "stay")
    throw new Error(`decided nothing: ${advice.state}`);
  return advice;
}

function gateOf(advice: Advice, id: string, gate: string) {
  return advice.gates.find((g) => g.target === id && g.gate === gate);
}

describe("advise", () => {
  it("recommends the port that gains most, and names the next", () => {
    const advice = decided(advise(workload("python", cells), targets, DEFAULT_INPUTS));
    expect(advice).toMatchObject({ state: "recommended", target: "native", runnerUp: "wasm" });
    expect(advice.confidence).toEqual({ level: "high", doubts: [] });
    expect(advice.dominated.map(({ option, by }) => [option.target.id, by.target.id])).toEqual([
      ["wasm", "native"],
      ["pyodide", "native"],
    ]);
  });

  it("gives its three reasons with their numbers", () => {
    const advice = decided(advise(workload("python", cells), targets, inputs({ memoryLimitMb: 1000 })));
    expect(advice.reasons).toEqual([
      "Today python takes 20.0 ms per request (95 % interval 19.80 ms to 20.20 ms), and the largest part, 60 % or 12 ms, is interpreter glue.",
      "native is 3.9× to 4.1× faster, at 5.00 ms per request, and takes interpreter glue from 12 ms to 3.0 ms.",
      "On Lambda x86 at 1,769 MB and 1 % cold starts, native costs $0.000373 instead of $0.000805 per 1,000 requests; next comes wasm with 8.00 ms and $0.000459.",
    ]);
  });

  it("prices by the book that it is given", () => {
    const dear = withOverrides(SHIPPED_BOOK, {
      name: "prices.yaml",
      text: "prices: { aws.lambda.duration.x86: { unit: USD/GB-second, value: 0.0001 } }",
    });
    const usd = (book = SHIPPED_BOOK) => {
      const { order } = decided(advise(workload("python", cells), targets, DEFAULT_INPUTS, book));
      return order[0]!.cost.state === "priced" ? order[0]!.cost.usd.value : Number.NaN;
    };
    // Six times the shipped price of a GB-second; requests cost the same.
    expect(usd(dear) / usd()).toBeGreaterThan(3);
    expect(usd(dear) / usd()).toBeLessThan(6.1);
  });

  it("stays when no port is faster by enough, and names the closest", () => {
    const slight = [cell("python", 20), cell("native", 18, { ratio: ratioOf(0.9, 0.02) })];
    const advice = decided(advise(workload("python", slight), targets, DEFAULT_INPUTS));
    expect(advice).toMatchObject({ state: "stay", target: "python", runnerUp: "native" });
    expect(advice.reasons[1]).toContain("a port has to be at least 1.2× faster");
    expect(advice.reasons[1]).toContain("the closest, native, is 1.09× to 1.13× faster.");
  });

  it("stays when a faster port costs more and cost is the objective, and ports when latency is", () => {
    const threads = target("native-2", "native", { threads: 2 });
    const pair = [cell("python", 20), cell("native-2", 14, { ratio: ratioOf(0.7) })];
    const byCost = decided(advise(workload("python", pair), [python, threads], DEFAULT_INPUTS));
    expect(byCost.state).toBe("stay");
    expect(byCost.reasons[1]).toMatch(
      /^No eligible target is both faster and cheaper: native-2 is .* faster, but costs \$0\.0010/,
    );
    const byLatency = decided(
      advise(workload("python", pair), [python, threads], inputs({ objective: "latency" })),
    );
    expect(byLatency.state).toBe("recommended");
  });

  it("recommends what can run there where the baseline cannot, even if it is slower", () => {
    const browser = inputs({ reach: "browser", objective: "latency" });
    const slow = [cell("python", 20), cell("pyodide", 60, { ratio: ratioOf(3) })];
    const advice = decided(advise(workload("python", slow), [python, pyodide], browser));
    expect(advice).toMatchObject({ state: "recommended", target: "pyodide", runnerUp: null });
    expect(advice.reasons[1]).toMatch(/^Staying with python is not possible \(gate reach: .*slower/);
    expect(advice.reasons[2]).toBe(
      "pyodide starts cold in 160 ms and holds 200 MiB at its peak; excluded: python (reach).",
    );
  });

  it("takes the simpler of two ports that overlap: native on a server, Wasm at the edge", () => {
    const everywhere = (id: string, port: "stay" | "wasm" | "native") =>
      target(id, port, { reach: ["edge", "server"] });
    const trio = [everywhere("python", "stay"), everywhere("wasm", "wasm"), everywhere("native", "native")];
    const close = [
      cell("python", 20),
      cell("wasm", 7.95, { ratio: ratioOf(0.3975), peakRssBytes: 150 * MIB }),
      cell("native", 8, { ratio: ratioOf(0.4) }),
    ];
    const onServer = decided(advise(workload("python", close), trio, inputs({ objective: "latency" })));
    const atEdge = decided(
      advise(workload("python", close), trio, inputs({ reach: "edge", objective: "latency" })),
    );
    expect([onServer.target, atEdge.target]).toEqual(["native", "wasm"]);
    expect(onServer.confidence.level).toBe("moderate");
    expect(onServer.confidence.doubts[0]).toContain("overlap in latency");
  });

  it("says so when nothing passes, and when there is nothing to compare with", () => {
    const none = advise(workload("python", cells), targets, inputs({ p99SloMs: 1 }));
    expect(none.state).toBe("none-eligible");
    if (none.state === "none-eligible") {
      expect(none.reasons).toHaveLength(3);
      expect(none.reasons[2]).toContain("python (p99), native (p99), wasm (p99), pyodide (p99)");
    }
    expect(advise(workload(null, cells), targets, DEFAULT_INPUTS)).toMatchObject({ state: "no-baseline" });
    expect(advise(workload("python", cells.slice(1)), targets, DEFAULT_INPUTS)).toMatchObject({
      state: "no-baseline",
    });
  });

  it("notes that a GPU, though there, was not measured", () => {
    const advice = advise(workload("python", cells), targets, inputs({ gpu: true }));
    expect(advice.notes).toEqual(["no GPU target was measured in this run"]);
    expect(gateOf(advice, "native", "gpu")).toMatchObject({
      passed: "yes",
      evidence: expect.stringContaining("no GPU"),
    });
    expect(advise(workload("python", cells), targets, DEFAULT_INPUTS).notes).toEqual([]);
  });

  it("names every invalid input at once", () => {
    const wrong = inputs({ coldShare: 2, minimumGain: 0.5, p99SloMs: -1, reach: "edge" });
    expect(() => advise(workload("python", cells), targets, wrong)).toThrow(
      /p99SloMs is -1.*\ncoldShare is 2.*\nminimumGain is 0.5.*\nobjective is cost with reach edge/,
    );
  });
});

describe("gates", () => {
  const p99 = (overrides: Parameters<typeof cell>[2]) =>
    gateOf(
      advise(
        workload("python", [cells[0]!, cell("native", 5, overrides)]),
        [python, native],
        inputs({ p99SloMs: 50 }),
      ),
      "native",
      "p99",
    );
  const insufficient = { state: "insufficient", samples: 90, needed: 662 } as const;

  it("p99: decided where it is estimated", () => {
    expect(p99({ p99: { state: "estimated", ms: 49, samples: 700 } })).toMatchObject({ passed: "yes" });
    expect(p99({ p99: { state: "estimated", ms: 51, samples: 700 } })).toMatchObject({ passed: "no" });
  });

  it("p99: with too few samples fails only on the median, and says what is missing", () => {
    expect(p99({ p99: insufficient, p50Ms: { value: 51, low: 50, high: 52 } })).toMatchObject({
      passed: "no",
    });
    expect(p99({ p99: insufficient, maxMs: 40, iterations: 90 })).toMatchObject({
      passed: "unknown",
      warning: false,
      evidence: "all 90 iterations within the SLO 50.0 ms; 90 of the 662 iterations that a p99 needs",
    });
    expect(p99({ p99: insufficient, maxMs: 70 })).toMatchObject({ passed: "unknown", warning: true });
  });

  it("memory, cold start and cost name their numbers", () => {
    const large = [cells[0]!, cell("native", 5, { ratio: ratioOf(0.25), peakRssBytes: 9000 * MIB })];
    const advice = advise(
      workload("python", large),
      [python, native],
      inputs({ memoryLimitMb: 4096, coldSloMs: 103 }),
    );
    expect(gateOf(advice, "native", "memory")?.evidence).toBe("peak resident set 8.79 GiB, limit 4096 MB");
    expect(gateOf(advice, "native", "cost")).toMatchObject({
      passed: "no",
      evidence: expect.stringContaining("11250 MB"),
    });
    expect(gateOf(advice, "native", "cold")).toMatchObject({ passed: "unknown", warning: true });
    expect(gateOf(advice, "python", "cold")).toMatchObject({ passed: "no" });
  });

  it("an unmeasured target fails on availability, with what would enable it", () => {
    const missing = {
      state: "unavailable",
      target: "native",
      reason: "no compiler",
      enable: "apt install clang",
    } as const;
    const advice = advise(workload("python", [cells[0]!, missing]), [python, native, wasm], DEFAULT_INPUTS);
    expect(gateOf(advice, "native", "available")).toMatchObject({
      passed: "no",
      evidence: "no compiler; to enable it: apt install clang",
    });
    expect(gateOf(advice, "wasm", "available")?.evidence).toBe(
      "it has no measurement of this workload in this run",
    );
  });
});

describe("confidence", () => {
  const withNative = (overrides: Parameters<typeof cell>[2]) =>
    decided(
      advise(
        workload("python", [cells[0]!, cell("native", 5, { ratio: ratioOf(0.25), ...overrides })]),
        targets,
        DEFAULT_INPUTS,
      ),
    ).confidence;

  it("is low on a contended machine, moderate with a drift, and unmoved by outliers", () => {
    const flag = (code: "contended" | "drift" | "outliers") =>
      withNative({ flags: [{ code, detail: "x" }] }).level;
    expect([flag("contended"), flag("drift"), flag("outliers")]).toEqual(["low", "moderate", "high"]);
  });

  it("is moderate when the 99 % interval reaches below the smallest gain", () => {
    const confidence = withNative({ ratio: ratioOf(0.8, 0.1), p50Ms: { value: 16, low: 15, high: 17 } });
    expect(confidence.level).toBe("moderate");
    expect(confidence.doubts[0]).toContain("smallest gain 1.2×");
  });

  it("is low when staying rests on a rival that was too noisy to judge", () => {
    const noisy = withNative({ ratio: ratioOf(0.8, 0.4), p50Ms: { value: 16, low: 10, high: 22 } });
    expect(noisy.level).toBe("low");
    expect(noisy.doubts[0]).toContain("may yet be worth a port");
  });

  it("is low when the output was never compared", () => {
    expect(withNative({ agreement: null }).level).toBe("low");
  });
});

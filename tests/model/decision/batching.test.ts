import { describe, expect, it } from "vitest";
import { batchCurve } from "../../../src/model/capacity/batch-curve.ts";
import { batchCurves } from "../../../src/model/decision/batch-curves.ts";
import { batchView } from "../../../src/model/decision/batch-view.ts";
import { decide } from "../../../src/model/decision/decide.ts";
import { evidenceOf, type TargetEvidence } from "../../../src/model/decision/evidence.ts";
import { flipInputs } from "../../../src/model/decision/flip-inputs.ts";
import type { BatchRow } from "../../../src/model/run-file.ts";
import { exactly } from "../../../src/model/scenario/range.ts";
import type { Scenario } from "../../../src/model/scenario/scenario.ts";
import { cell, target, workload } from "../cells.ts";
import { evidence, grounds, scenarioWith } from "./evidence.ts";

const GIB = 1024 ** 3;

/** A call of 4 ms on any number of requests up to 32, as a GPU that is far from busy takes it; and 1 ms of glue. */
const flat = { curve: curveOf((_) => 4), glueMs: 1, wallMs: 5 };
/** A CPU gains next to nothing: 38 ms for each. */
const steep = { curve: curveOf((batch) => 2 + 38 * batch), glueMs: 10, wallMs: 50 };

function curveOf(
  callMs: (batch: number) => number,
  memoryBytes: (batch: number) => number | null = () => null,
) {
  const sizes = [1, 2, 4, 8, 16, 32];
  return batchCurve(
    sizes.map((batch) => ({ batch, roundMs: [callMs(batch)], deviceMemoryBytes: memoryBytes(batch) })),
  )!;
}

const cuda = (over: Partial<TargetEvidence> = {}) =>
  evidence("python-cuda", 5, {
    port: "stay",
    course: "setting",
    reach: ["server"],
    gpu: "NVIDIA L4",
    batches: flat,
    bucketShares: { interpreter: 0.2, compute: 0.8, io: 0 },
    ...over,
  });
const python = evidence("python", 50, { batches: steep });

/** 3,000 requests a second at the peak. */
const BUSY = {
  platforms: ["ec2-c7i.large", "ec2-g6.xlarge", "ec2-g4dn.xlarge", "own-server"],
  requestsPerMonth: exactly(1000 * 730 * 3600),
  peakToMean: exactly(3),
  serverTimeFactor: exactly(1),
  p99SloMs: 300,
} as const satisfies Partial<Scenario>;

function decided(over: Partial<Scenario> = {}, targets: readonly TargetEvidence[] = [python, cuda()]) {
  const scenario = scenarioWith({ ...BUSY, ...over });
  const decision = decide(grounds(targets, scenario), scenario, { draws: 60 });
  const one = (id: string) =>
    [...decision.ranked, ...decision.excluded].find(({ option }) => option.id === id);
  return { decision, one, outcome: (id: string) => one(id)!.central.outcome };
}

describe("a GPU in a decision", () => {
  it("is asked for where there is one, and in a server of one’s own", () => {
    const { one } = decided();
    expect(one("python-cuda@ec2-c7i.large")).toBeUndefined();
    expect(one("python-cuda@ec2-g6.xlarge")?.state).toBe("ranked");
    expect(one("python-cuda@own-server")).toBeDefined();
    expect(one("python@ec2-g6.xlarge")).toBeUndefined();
  });

  it("answers for no other GPU", () => {
    const gate = decided()
      .one("python-cuda@ec2-g4dn.xlarge")
      ?.gates.find(({ gate }) => gate === "gpu");
    expect(gate).toMatchObject({ passed: "no", evidence: expect.stringContaining("measured on NVIDIA L4") });
  });

  it("works on one request at a time, however many cores are beside it", () => {
    const { outcome } = decided();
    // 3,000 a second at 5 ms each are 15 busy GPUs.
    expect(outcome("python-cuda@ec2-g6.xlarge").usage.servers).toBeGreaterThan(15);
  });

  it("is no slower where the cores are, but for the work that is theirs", () => {
    const p50 = (factor: number) =>
      decided({ serverTimeFactor: exactly(factor) }).outcome("python-cuda@ec2-g6.xlarge").p50Ms;
    expect(p50(2)).toBeCloseTo(1.2 * p50(1), 6);
  });
});

describe("a batch window", () => {
  it("changes nothing where it is 0, where no batch was measured, and where nothing waits for a worker", () => {
    const [without, none] = [decided(), decided({}, [evidence("python", 50), cuda({ batches: null })])];
    const windowed = decided({ batchWindowMs: exactly(20) }, [
      evidence("python", 50),
      cuda({ batches: null }),
    ]);
    for (const { option } of none.decision.ranked) {
      expect(none.outcome(option.id)).toEqual(without.outcome(option.id));
      expect(windowed.outcome(option.id)).toEqual(without.outcome(option.id));
      expect(without.outcome(option.id).meanBatch).toBe(1);
    }
    const lambda = (ms: number) =>
      decided({ batchWindowMs: exactly(ms), platforms: ["lambda-x86"] }).outcome("python@lambda-x86");
    expect(lambda(20)).toEqual(lambda(0));
  });

  it("saves servers where company is nearly free, and none where it is not; by one rule for both", () => {
    const [alone, together] = [decided(), decided({ batchWindowMs: exactly(20) })];
    const servers = (of: typeof alone, id: string) => of.outcome(id).usage.servers;
    // Of 32 a batch takes 36 ms: 888 a second.
    expect(servers(together, "python-cuda@ec2-g6.xlarge")).toBeLessThanOrEqual(6);
    expect(together.outcome("python-cuda@ec2-g6.xlarge").meanBatch).toBeGreaterThan(8);
    expect(together.outcome("python-cuda@ec2-g6.xlarge").p99Ms).toBeLessThanOrEqual(300);
    expect(servers(together, "python@ec2-c7i.large")).toBeGreaterThan(
      0.7 * servers(alone, "python@ec2-c7i.large"),
    );
  });

  it("is kept within the limit at the cost of servers", () => {
    const servers = (p99SloMs: number) =>
      decided({ batchWindowMs: exactly(5), p99SloMs }).outcome("python-cuda@ec2-g6.xlarge").usage.servers;
    expect(servers(30)).toBeGreaterThan(servers(300));
  });

  it("gathers no more than the GPU’s memory holds", () => {
    const large = {
      ...flat,
      curve: curveOf(
        () => 4,
        (batch) => 2 * batch * GIB,
      ),
    };
    const { outcome } = decided({ batchWindowMs: exactly(50) }, [python, cuda({ batches: large })]);
    // 24 GB hold 8 of them, and the next size that was measured is too large.
    expect(outcome("python-cuda@ec2-g6.xlarge").meanBatch).toBeLessThanOrEqual(8);
    expect(outcome("python-cuda@ec2-g6.xlarge").meanBatch).toBeGreaterThan(2);
  });

  it("is asked about by the search for flips only where batches were measured", () => {
    const asked = (targets: readonly TargetEvidence[]) => {
      const scenario = scenarioWith(BUSY);
      const given = grounds(targets, scenario);
      return flipInputs(decide(given, scenario, { draws: 60 }), given).some(
        ({ id }) => id === "batchWindowMs",
      );
    };
    expect(asked([python])).toBe(true);
    expect(asked([evidence("python", 50)])).toBe(false);
  });
});

describe("the view of an option in batches", () => {
  const view = (id: string, over: Partial<Scenario> = {}) => {
    const scenario = scenarioWith({ ...BUSY, ...over });
    return batchView(grounds([python, cuda()], scenario), scenario, id);
  };

  it("begins with one by one and finds what costs least within the limit, whatever the scenario’s window is", () => {
    const { choices, best, bestP99Ms } = view("python-cuda@ec2-g6.xlarge", { batchWindowMs: exactly(20) })!;
    expect(choices[0]).toMatchObject({ mostBatch: 1, windowMs: 0 });
    expect(best!.instances).toBeLessThan(0.5 * choices[0]!.instances);
    expect(best!.run.latencyMs.p99).toBeLessThanOrEqual(300);
    // Single rounds tell nothing of how far a median may be off.
    expect(bestP99Ms!.low).toBeCloseTo(bestP99Ms!.high, 6);
    expect(view("python-cuda@ec2-g6.xlarge")!.choices).toEqual(choices);
  });

  it("makes every call as long as the server’s cores do, and wait for others once a batch", () => {
    const p50 = (over: Partial<Scenario>) =>
      view("python@ec2-c7i.large", { requestsPerMonth: exactly(1000), ...over })!.choices[0]!.run.latencyMs
        .p50;
    expect(p50({ serverTimeFactor: exactly(2) })).toBeCloseTo(2 * p50({}), 6);
    expect(p50({ upstreamWaitMs: exactly(30) }) / p50({})).toBeCloseTo(80 / 50, 1);
  });

  it("is of no option that has no batches, or no servers", () => {
    const scenario = scenarioWith({ ...BUSY, platforms: ["lambda-x86", "ec2-c7i.large"] });
    const given = grounds([evidence("python", 50), cuda()], scenario);
    expect(batchView(given, scenario, "python@ec2-c7i.large")).toBeNull();
    expect(batchView(given, scenario, "python@lambda-x86")).toBeNull();
  });
});

describe("evidence of batches", () => {
  const points = [1, 8].map((batch) => ({ batch, roundMs: [batch], parts: null, deviceMemoryBytes: null }));
  const row: BatchRow = {
    ...{ kind: "batch", workload: "score", target: "python", points, stopped: null },
    at: "2026-11-27T00:00:00Z",
  };
  const of = (rows: readonly BatchRow[]) => {
    const found = evidenceOf(
      workload("python", [cell("python", 5)]),
      [target("python", "stay")],
      undefined,
      batchCurves(rows, "score"),
    );
    if (found.state === "missing") throw new Error(found.reason);
    return found.evidence.targets[0]!;
  };

  it("takes the rows of its own workload and target, and what is left of a request for glue", () => {
    expect(of([row]).batches).toMatchObject({ glueMs: 4, wallMs: 5 });
    expect(
      of([
        { ...row, target: "js" },
        { ...row, workload: "other" },
      ]).batches,
    ).toBeNull();
  });
});

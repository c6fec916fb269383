import { describe, expect, it } from "vitest";
import { decideAbout, profiledSubject } from "../../../src/model/decision/subject.ts";
import { asWorkload, forecastBatches } from "../../../src/model/forecast/as-workload.ts";
import { batchGains } from "../../../src/model/forecast/batch-gains.ts";
import { forecast } from "../../../src/model/forecast/forecast.ts";
import { copiesCost } from "../../../src/model/forecast/gpu-reference.ts";
import type { Crossings } from "../../../src/model/forecast/input.ts";
import { forecastReference, measuredReference } from "../../../src/model/forecast/measured-reference.ts";
import { ofSize } from "../../../src/model/forecast/ratios.ts";
import type { ForecastPart, TargetForecast } from "../../../src/model/forecast/result.ts";
import { SHIPPED_BOOK } from "../../../src/model/prices/shipped-book.ts";
import type { BatchRow, TargetRecord } from "../../../src/model/run-file.ts";
import type { MeasuredSummary } from "../../../src/model/summary.ts";
import { basisText, evidenceText } from "../../../src/report/forecast.ts";
import { cell, estimate, target } from "../cells.ts";
import { scenarioWith } from "../decision/evidence.ts";
import { summaryOf } from "./measured-summary.ts";
import { inputOf, type Times, WORKLOADS } from "./reference.ts";

const CUDA: TargetRecord = {
  ...target("python-cuda", "stay", { course: "setting", glue: "python" }),
  available: true,
  engines: {},
  adapter: { name: "NVIDIA L4", software: false, api: "cuda" },
};

/** 0.1 ms, and one for each MB. */
const copyMs = (bytes: number) => 0.1 + bytes / 1e6;
/** A call of n requests takes 1 + (n − 1) / 10 times one's. */
const batchTimes = (batch: number) => 1 + (batch - 1) / 10;

function batchesOf(id: string, bytes: number, computeMs: number): BatchRow {
  return {
    kind: "batch",
    workload: id,
    target: "python-cuda",
    points: [1, 4, 16].map((batch) => ({
      batch,
      roundMs: [computeMs * batchTimes(batch)],
      parts: {
        toDeviceMs: 0.9 * copyMs(bytes * batch),
        computeMs,
        fromDeviceMs: 0.1 * copyMs(bytes * batch),
      },
      deviceMemoryBytes: null,
    })),
    stopped: null,
    at: "2026-11-27T00:00:00Z",
  };
}

const cudaCell = (times: Times) => {
  const wallMs = times.interpreter + times.compute + times.io;
  const { attribution } = cell("python-cuda", wallMs);
  return cell("python-cuda", wallMs, {
    p50Ms: estimate(wallMs),
    attribution: { ...attribution, wallMs, bucketMs: { ...times, unattributed: 0 } },
  });
};

/** A machine with a GPU, whose cores take `slower` times as long; its compute is `ofCompute` of this machine's. */
function withGpu({
  ofCompute = (ms: number) => ms / 10,
  slower = 1,
  batches = true,
}: {
  readonly ofCompute?: (ms: number) => number;
  readonly slower?: number;
  readonly batches?: boolean;
} = {}): MeasuredSummary {
  const own = summaryOf();
  return {
    ...own,
    startedAt: "2026-11-20T10:00:00Z",
    targets: [...own.targets.map((one) => ({ ...one, glue: glueOf(one.id) })), CUDA],
    workloads: own.workloads.map((workload, i) => {
      const { interpreter, compute, io, payloadBytes } = WORKLOADS[i]!;
      const times = {
        interpreter: slower * interpreter,
        compute: ofCompute(compute),
        io: slower * io + copyMs(payloadBytes),
      };
      return {
        ...workload,
        calls: [{ model: "m", calls: 1, inputBytes: payloadBytes, outputBytes: 0 }],
        cells: [...workload.cells, cudaCell(times)],
      };
    }),
    batches: batches
      ? WORKLOADS.map(({ id, payloadBytes, compute }) => batchesOf(id, payloadBytes, ofCompute(compute)))
      : [],
  };
}

const glueOf = (id: string) => (id === "python" ? ("python" as const) : ("compiled" as const));
const here = (): MeasuredSummary => {
  const own = summaryOf();
  return { ...own, targets: own.targets.map((one) => ({ ...one, glue: glueOf(one.id) })), batches: [] };
};

const TIMES = { interpreter: 20, compute: 12, io: 2 };
const CROSSING = { calls: 2, bytes: 3e6 };

function cudaOf(
  reference = forecastReference(withGpu()),
  boundary: Crossings | null = CROSSING,
  times: Times = TIMES,
) {
  const made = forecast(inputOf(times, { boundary }), reference).targets;
  const cuda = made.find(({ target }) => target === "python-cuda")!;
  return { made, cuda };
}

type Known = Extract<TargetForecast, { state: "forecast" }>;
const known = (made: TargetForecast): Known => {
  if (made.state === "no-evidence") throw new Error(made.reason);
  return made;
};
const partOf = (made: TargetForecast, name: ForecastPart["part"]) =>
  made.parts.find(({ part }) => part === name)!;

describe("a GPU that was measured here", () => {
  it("takes its compute from the measured ratio, its boundary from the measured copies, and keeps the glue", () => {
    const { cuda } = cudaOf();
    expect(partOf(cuda, "compute").ms.median).toBeCloseTo(1.2, 1);
    expect(partOf(cuda, "boundary").ms.median).toBeCloseTo(2 * copyMs(3e6), 6);
    expect(partOf(cuda, "interpreter").ms).toEqual({ median: 20, low: 20, high: 20 });
    expect(partOf(cuda, "io").ms.median).toBe(2);
    expect(evidenceText(known(cuda))).toBe("measured on NVIDIA L4, 2026-11-20");
    expect(basisText(partOf(cuda, "boundary").basis)).toBe(
      "four workloads measured on NVIDIA L4, 2026-11-20",
    );
  });

  it("leaves no word that a GPU has no evidence, and none of it where it was not measured", () => {
    const ids = (reference = measuredReference(here())) =>
      cudaOf(reference).made.map(({ target, state }) => `${target}: ${state}`);
    expect(cudaOf().made.some(({ target }) => target === "gpu")).toBe(false);
    expect(ids()).toContain("gpu: no-evidence");
    expect(ids()).toContain("webgpu: no-evidence");
  });

  it("has copies of what io grew by, where no device's clock told them apart", () => {
    const { cuda } = cudaOf(forecastReference(withGpu({ batches: false })));
    expect(partOf(cuda, "boundary").ms.median).toBeCloseTo(2 * copyMs(3e6), 3);
  });

  it("says that copies are left out where calls and bytes are unknown", () => {
    const { cuda } = cudaOf(undefined, null);
    expect(partOf(cuda, "boundary")).toBeUndefined();
    expect(basisText(partOf(cuda, "io").basis)).toContain("this is the least it can be");
  });

  it("gains less where there is less to do, and no more beyond what was measured", () => {
    // Kernels that take 2 ms whatever they do.
    const flat = forecastReference(withGpu({ ofCompute: () => 2 }));
    const computeMs = (ms: number) =>
      partOf(cudaOf(flat, CROSSING, { ...TIMES, compute: ms }).cuda, "compute").ms.median;
    expect(computeMs(6)).toBeCloseTo(2, 1);
    expect(computeMs(25)).toBeCloseTo(2, 1);
    expect(computeMs(1)).toBeCloseTo(2, 1);
    expect(computeMs(3000)).toBeCloseTo(200, 0);
  });

  it("is as uncertain of a copy as the copies scatter", () => {
    const fit = {
      perCallMs: 0.1,
      perByteMs: 1e-6,
      beyond: null,
      error: 0.1,
      residuals: [0.9, 1.1, 1, 0.95, 1.05],
    };
    const { median, low, high } = copiesCost(fit, 3, 1e6);
    expect(median).toBeCloseTo(3.3);
    expect(high / median).toBeCloseTo(median / low, 9);
    expect(high / median).toBeGreaterThan(1.08);
    expect(high / median).toBeLessThan(1.3);
  });
});

describe("a GPU of another machine", () => {
  const elsewhere = withGpu({ slower: 5 });
  const reference = forecastReference({ ...here(), elsewhere: [elsewhere] });

  it("lends its compute and its copies, and none of its slower cores", () => {
    const { cuda } = cudaOf(reference);
    expect(partOf(cuda, "interpreter").ms.median).toBe(20);
    expect(partOf(cuda, "io").ms.median).toBe(2);
    expect(partOf(cuda, "compute").ms.median).toBeCloseTo(1.2, 1);
    expect(partOf(cuda, "boundary").ms.median).toBeCloseTo(2 * copyMs(3e6), 6);
    expect(evidenceText(known(cuda))).toBe("measured on another machine’s NVIDIA L4, 2026-11-20");
  });

  it("changes no other forecast", () => {
    const of = (one: typeof reference) =>
      cudaOf(one).made.filter(({ target }) => !["python-cuda", "gpu"].includes(target));
    expect(of(reference)).toEqual(of(forecastReference(here())));
  });

  it("is not asked where this machine has its own, nor of another model under the same name", () => {
    const own = cudaOf(forecastReference({ ...withGpu(), elsewhere: [elsewhere] })).cuda;
    expect(evidenceText(known(own))).toBe("measured on NVIDIA L4, 2026-11-20");
    const others = elsewhere.workloads.map((one) => ({ ...one, model: { ...one.model, sha256: "other" } }));
    const { cuda } = cudaOf(
      forecastReference({ ...here(), elsewhere: [{ ...elsewhere, workloads: others }] }),
    );
    expect(cuda.state).toBe("no-evidence");
  });

  it("is an option of a profiled program where that GPU is, in batches too", () => {
    const input = inputOf(TIMES, { boundary: CROSSING });
    const subject = profiledSubject(
      {
        ...{ id: "mine", title: "Mine", input },
        evidence: { gate: { state: "sound" }, source: { kind: "profile", file: "mine.json" } },
      },
      reference,
    );
    const scenario = scenarioWith({
      platforms: ["ec2-c7i.large", "ec2-g6.xlarge", "ec2-p5.4xlarge"],
      p99SloMs: null,
    });
    const found = decideAbout(subject, SHIPPED_BOOK, scenario, { draws: 40 });
    if (found.state === "missing") throw new Error(found.reason);
    const { ranked, excluded, evidence } = found.decision;
    expect(ranked.map(({ option }) => option.id)).toContain("python-cuda@ec2-g6.xlarge");
    expect(excluded.map(({ option }) => option.id)).toContain("python-cuda@ec2-p5.4xlarge");
    const cuda = evidence.targets.find(({ target }) => target === "python-cuda")!;
    const [one, , sixteen] = cuda.batches!.curve.points;
    expect(sixteen!.ms.value / one!.ms.value).toBeCloseTo(2.5, 6);
    expect(cuda.batches!.glueMs).toBeCloseTo(22, 6);
  });
});

describe("what company costs, from other workloads", () => {
  it("is pooled over two of them at the least", () => {
    const rows = withGpu().batches;
    expect(batchGains("python-cuda", rows).map(({ batch, times }) => [batch, times.median])).toEqual([
      [1, 1],
      [4, expect.closeTo(1.3, 9)],
      [16, expect.closeTo(2.5, 9)],
    ]);
    expect(batchGains("python-cuda", rows.slice(0, 1))).toEqual([]);
    expect(batchGains("python", rows)).toEqual([]);
    const { made } = cudaOf();
    expect([...forecastBatches(made).keys()]).toEqual(["python-cuda"]);
    expect(asWorkload("x", inputOf(TIMES), made, forecastReference(withGpu())).targets.at(-2)).toMatchObject({
      adapter: { name: "NVIDIA L4", api: "cuda" },
    });
  });
});

describe("ratios at a size", () => {
  it("are as they are where fewer than three workloads tell a slope", () => {
    const two = [
      { fromMs: 1, log: 0 },
      { fromMs: 10, log: -2 },
    ];
    expect(ofSize(two, 5)).toEqual(two);
  });

  it("never say that more work is done in less time, or that a GPU is worse at more of it", () => {
    const of = (slope: number) => [1, 10, 100].map((fromMs) => ({ fromMs, log: slope * Math.log(fromMs) }));
    for (const { log } of ofSize(of(0.5), 3)) expect([0, ...of(0.5).map((one) => one.log)]).toContain(log);
    const steep = ofSize(of(-2), 10);
    expect(steep[0]!.log).toBeCloseTo(-Math.log(10), 9);
  });
});

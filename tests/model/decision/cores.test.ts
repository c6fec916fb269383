import { describe, expect, it } from "vitest";
import { decideAbout, profiledSubject } from "../../../src/model/decision/subject.ts";
import { TODAY } from "../../../src/model/forecast/as-workload.ts";
import type { ForecastInput } from "../../../src/model/forecast/input.ts";
import { SHIPPED_BOOK } from "../../../src/model/prices/shipped-book.ts";
import { exactly } from "../../../src/model/scenario/range.ts";
import { cellOf, inputOf, referenceOf, targetOf } from "../forecast/reference.ts";
import { scenarioWith } from "./evidence.ts";

/** What was measured on native code with two threads: the engine's part takes half as long. */
const TWO_THREADS = targetOf("native-threads", { port: "native", threads: 2 });
const one = referenceOf();
const reference = {
  ...one,
  targets: [...one.targets, TWO_THREADS],
  workloads: one.workloads.map((workload) => {
    const { interpreter, compute, io } = workload.cells.get("native")!.bucketMs;
    const halved = cellOf({ interpreter, compute: compute / 2, io }, { cpuPerWall: 1.8 });
    return { ...workload, cells: new Map([...workload.cells, [TWO_THREADS.id, halved]]) };
  }),
};

const PIPELINE = { interpreter: 20, compute: 80, io: 0 };
const SCENARIO = scenarioWith({
  platforms: ["lambda-x86", "ec2-c7i.large"],
  requestsPerMonth: exactly(5e8),
  p99SloMs: null,
});

/** Usage and bill of an option, for a pipeline of 100 ms that keeps so many cores busy. */
function usageOf(cores: Pick<ForecastInput, "cpuPerWall" | "engineCores">, option: string) {
  const pipeline = {
    id: "p",
    title: "p",
    input: inputOf(PIPELINE, cores),
    evidence: {
      gate: { state: "sound" },
      source: { kind: "recording", command: ["python", "p.py"] },
    },
  } as const;
  const found = decideAbout(profiledSubject(pipeline, reference), SHIPPED_BOOK, SCENARIO, { draws: 200 });
  if (found.state !== "decided") throw new Error(found.reason);
  const { ranked, excluded } = found.decision;
  const one = [...ranked, ...excluded].find(({ option: { id } }) => id === option)!;
  return { ...one.central.outcome.usage, billUsd: one.cost.bill!.totalUsd };
}

const ALONE = { engineCores: 1, cpuPerWall: 1 };
const BUSY = { engineCores: 1.99, cpuPerWall: 1.89 };

describe("the cores that a recording keeps busy", () => {
  it("are paid for today, as those of an option with threads are", () => {
    const today = usageOf(BUSY, `${TODAY}@lambda-x86`);
    expect(today.vcpus).toBe(2);
    expect(today.cpuMs / today.wallMs).toBeCloseTo(1.89, 9);
    const ported = usageOf(BUSY, "native-threads@lambda-x86");
    expect(ported.vcpus).toBe(today.vcpus);
  });

  it("make Lambda's memory size as large as two of its vCPUs are", () => {
    const bills = [BUSY, ALONE].map((cores) => usageOf(cores, `${TODAY}@lambda-x86`).billUsd);
    // Requests and transfer cost the same; the duration, most of the bill, twice as much.
    expect(bills[0]! / bills[1]!).toBeGreaterThan(1.8);
    expect(bills[0]! / bills[1]!).toBeLessThanOrEqual(2.001);
  });

  it("leave a server with two vCPUs room for one request at once", () => {
    const servers = [BUSY, ALONE].map((cores) => usageOf(cores, `${TODAY}@ec2-c7i.large`).servers);
    expect(servers[0]! / servers[1]!).toBeGreaterThan(1.7);
  });

  it("are one where nobody knows, as of a dropped profile", () => {
    const unknown = usageOf({ engineCores: null, cpuPerWall: null }, `${TODAY}@lambda-x86`);
    expect(unknown.vcpus).toBe(1);
    expect(unknown.cpuMs).toBeCloseTo(unknown.wallMs, 9);
  });
});

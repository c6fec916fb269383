import { describe, expect, it } from "vitest";
import { decide } from "../../../src/model/decision/decide.ts";
import { isGpu } from "../../../src/model/decision/gpu.ts";
import { optionsOf } from "../../../src/model/decision/options.ts";
import { evidence, grounds, scenarioWith, THREE } from "./evidence.ts";

const cuda = (gpu: string) => evidence("cuda", 2, { gpu, reach: ["server"] });
const idsOf = (platforms: readonly string[], gpu = "NVIDIA L4") => {
  const made = grounds([...THREE, cuda(gpu)], scenarioWith({ platforms }));
  return optionsOf(made.evidence, made.platforms).map(({ id }) => id);
};

describe("a platform with a GPU", () => {
  it("is for what computes on one, and that is for no other platform", () => {
    expect(idsOf(["lambda-x86", "modal-l4"])).toEqual([
      "python@lambda-x86",
      "native@lambda-x86",
      "wasm@lambda-x86",
      "cuda@modal-l4",
    ]);
  });

  it("may hold today's program, which does not use it", () => {
    expect(idsOf(["ec2-g6.xlarge"])).toEqual(["python@ec2-g6.xlarge", "cuda@ec2-g6.xlarge"]);
  });

  it("has to be the one that was measured", () => {
    const scenario = scenarioWith({ platforms: ["lambda-x86", "modal-l4", "runpod-h100"] });
    const { ranked, excluded } = decide(grounds([...THREE, cuda("NVIDIA L4")], scenario), scenario, {
      draws: 100,
    });
    expect(ranked.map(({ option }) => option.id)).toContain("cuda@modal-l4");
    const other = excluded.find(({ option }) => option.id === "cuda@runpod-h100")!;
    expect(other.gates.find(({ gate }) => gate === "gpu")).toEqual({
      gate: "gpu",
      passed: "no",
      evidence:
        "measured on NVIDIA L4, and not measured on this GPU: RunPod serverless, NVIDIA H100 has another",
    });
  });

  it.each([
    ["NVIDIA H100 80GB HBM3", "NVIDIA H100", true],
    ["NVIDIA H100 PCIe", "NVIDIA H100", true],
    ["Tesla T4", "NVIDIA T4", true],
    ["NVIDIA L40S", "NVIDIA L4", false],
    ["NVIDIA H200", "NVIDIA H100", false],
    ["NVIDIA H100 80GB HBM3 MIG 1g.10gb", "NVIDIA H100", false],
  ])("%s is an %s: %s", (measured, name, same) => {
    expect(isGpu(measured, { name })).toBe(same);
  });
});

describe("paid idle time, and what shares an instance", () => {
  const billOf = (platform: string, over = {}) => {
    const scenario = scenarioWith({ platforms: [platform], ...over });
    const targets = [evidence("python", 50)];
    const { ranked, excluded } = decide(grounds(targets, scenario), scenario, { draws: 100 });
    return (ranked[0] ?? excluded[0])!.cost.bill!;
  };

  it("is on the bill where instances wait, and is never negative", () => {
    const bill = billOf("modal");
    const idle = bill.lines.find(({ label }) => label === "Cores of instances that wait")!;
    expect(idle.usd).toBeGreaterThan(0);
    for (const { usd } of bill.lines) expect(usd).toBeGreaterThanOrEqual(0);
  });

  it("divides the time of instances by the requests that wait in them", () => {
    const waiting = {
      upstreamWaitMs: { kind: "value", value: 2000 },
      requestsPerMonth: { kind: "value", value: 1e8 },
    };
    const seconds = (platform: string) =>
      billOf(platform, waiting).lines.find(({ unit }) => unit.startsWith("vCPU"))!.quantity * 3600;
    const requests = 1e8;
    // Some 80 requests a second wait at once for two seconds each; an instance holds forty of them while one computes.
    expect(seconds("cloud-run")).toBeLessThan((requests * 2.1) / 20);
    expect(seconds("cloud-run")).toBeGreaterThan((requests * 2.05) / 45);
  });
});

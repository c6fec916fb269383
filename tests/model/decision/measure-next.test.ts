import { describe, expect, it } from "vitest";
import { decide } from "../../../src/model/decision/decide.ts";
import { measureNext } from "../../../src/model/decision/measure-next.ts";
import { exactly } from "../../../src/model/scenario/range.ts";
import { evidence, grounds, scenarioWith, UNSETTLED } from "./evidence.ts";

describe("what to measure next", () => {
  const targets = [evidence("python", 50), evidence("native", 8)];

  it("is the one input on which the choice hangs", () => {
    const scenario = scenarioWith(UNSETTLED);
    const decision = decide(grounds(targets, scenario), scenario, { draws: 2000 });
    const [first, ...others] = measureNext(decision);
    expect(decision.verdict.state).toBe("unclear");
    expect(first).toMatchObject({ input: "portHoursNative", label: "Port to native code" });
    expect(first!.worthUsd).toBeGreaterThan(500);
    expect(first!.sentence).toMatch(
      /^Port one stage to native code as a trial, and note the hours: it narrows “Port to native code”, worth \$[\d,.]+ over the horizon on average\.$/,
    );
    expect(others).toEqual([]);
  });

  it("names the command where the time of a target is what matters", () => {
    const scenario = scenarioWith({
      platforms: ["lambda-x86"],
      requestsPerMonth: exactly(1e9),
      serverTimeFactor: exactly(1),
      p99SloMs: null,
      hourUsd: exactly(0),
      upstreamWaitMs: exactly(0),
    });
    const unsure = [evidence("python", 50, { halfWidth: 0.01 }), evidence("native", 48, { halfWidth: 0.5 })];
    const [first] = measureNext(decide(grounds(unsure, scenario), scenario, { draws: 2000 }));
    expect(first).toMatchObject({
      input: "time:native",
      how: "run `npx portolan measure --workload classify-image --target native --effort publish`",
    });
  });

  it("is nothing where knowing more would not change the choice", () => {
    const scenario = scenarioWith({ requestsPerMonth: exactly(1000) });
    expect(measureNext(decide(grounds(targets, scenario), scenario, { draws: 1000 }))).toEqual([]);
  });
});

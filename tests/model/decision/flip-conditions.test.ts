import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide } from "../../../src/model/decision/decide.ts";
import { flipContext, flipReport, flipsOf } from "../../../src/model/decision/flip-conditions.ts";
import { flipInputs } from "../../../src/model/decision/flip-inputs.ts";
import { FIELDS } from "../../../src/model/scenario/fields.ts";
import { exactly } from "../../../src/model/scenario/range.ts";
import type { Scenario } from "../../../src/model/scenario/scenario.ts";
import { flipSentence, switchSentence } from "../../../src/report/flip-sentences.ts";
import { evidence, grounds, scenarioWith, THREE } from "./evidence.ts";

const DRAWS = { draws: 300 };

function reported(over: Partial<Scenario>, targets = THREE) {
  const scenario = scenarioWith(over);
  const given = grounds(targets, scenario);
  const decision = decide(given, scenario, DRAWS);
  return { given, scenario, decision, report: flipReport(decision, given) };
}

/** Everything but one cost is fixed, so that the flip can be computed by hand. */
const PLAIN: Partial<Scenario> = {
  platforms: ["ec2-c7i.large"],
  requestsPerMonth: exactly(1000),
  serverTimeFactor: exactly(1),
  peakToMean: exactly(1),
  hourUsd: exactly(100),
  portHoursNative: exactly(10),
  maintenancePercentPerYear: exactly(0),
  debugHoursPerMonth: exactly(1),
  nativeDebugFactor: exactly(0.5),
  discountPercentPerYear: exactly(0),
};

describe("flip conditions", () => {
  it("lie where the arithmetic puts them", () => {
    // Native saves half an hour of debugging a month: it pays for 10 hours of porting from the 20th month on.
    const { report, decision } = reported({ ...PLAIN, horizonMonths: exactly(24) });
    expect(decision.verdict).toMatchObject({ leader: { id: "native@ec2-c7i.large" } });
    const horizon = report.conditions.find(({ input }) => input.id === "horizonMonths")!;
    expect(horizon.at).toBeGreaterThan(20 * 0.97);
    expect(horizon.at).toBeLessThan(20 * 1.03);
    expect(horizon).toMatchObject({ direction: "below", leader: { id: "python@ec2-c7i.large" } });
    expect(flipSentence(horizon, decision)).toMatch(
      /^Below a horizon of (19\.\d|20(\.\d)?) months: python on EC2 c7i\.large instead of native on EC2 c7i\.large\.$/,
    );
    const hours = report.conditions.find(({ input }) => input.id === "portHoursNative")!;
    expect(hours.at / 12).toBeCloseTo(1, 1);
    expect(hours.distance).toBeCloseTo(Math.log(1.2), 1);
  });

  it("are true: on either side, all draws see the leader that was promised", () => {
    const { report, given, decision } = reported({ requestsPerMonth: exactly(3e8) });
    const inputs = flipInputs(decision, given);
    expect(report.conditions.length).toBeGreaterThan(5);
    for (const condition of report.conditions.slice(0, 12)) {
      const input = inputs.find(({ id }) => id === condition.input.id)!;
      const step = condition.direction === "above" ? 1.1 : 1 / 1.1;
      const leaderAt = (value: number) => {
        const moved = input.at(Math.min(input.to, Math.max(input.from, value)));
        const { verdict } = decide(moved.grounds, moved.scenario, DRAWS);
        return verdict.state === "none" ? null : verdict.leader.id;
      };
      const said = flipSentence(condition, decision);
      expect([said, leaderAt(condition.at * step)]).toEqual([said, condition.leader?.id ?? null]);
      const now = decision.verdict.state === "none" ? null : decision.verdict.leader.id;
      expect([said, leaderAt(condition.at / step)]).toEqual([said, now]);
    }
  });

  it("come nearest first, and every numeric input is either among them or steady", () => {
    const { report, given, decision } = reported({});
    const distances = report.conditions.map(({ distance }) => distance);
    expect(distances).toEqual([...distances].sort((a, b) => (a === b ? 0 : a - b)));
    const named = new Set([...report.conditions, ...report.steady].map(({ input }) => input.id));
    // No batch was measured, and it is no language model.
    const ofSome = ["batchWindowMs", "promptTokens", "answerTokens", "apiHours", "apiP99Ms"];
    for (const { id, kind } of FIELDS)
      if (kind === "range" || kind === "limit") expect(named.has(id)).toBe(!ofSome.includes(id));
    expect(named).toEqual(new Set(flipInputs(decision, given).map(({ id }) => id)));
    for (const id of ["price:aws.lambda.duration.x86", "time:python", "cold:python", "memory:python"])
      expect(named).toContain(id);
  });

  it("say what a requirement would change", () => {
    const { report, decision } = reported({
      platforms: ["lambda-x86", "browser"],
      newClientsPerMonth: exactly(10_000),
    });
    const sentences = report.switches.map((condition) => switchSentence(condition, decision));
    expect(sentences).toContain(
      "If the data had to stay on the device: wasm on Browser, through CloudFront instead of python on AWS Lambda, x86.",
    );
    expect(sentences).toContain("If it had to run at the edge: no option passes the gates any more.");
  });

  it("tell what would let an option pass, where none does", () => {
    const { report, decision } = reported({ p99SloMs: 1 });
    expect(decision.verdict.state).toBe("none");
    const slo = report.conditions.find(({ input }) => input.id === "p99SloMs")!;
    expect(flipSentence(slo, decision)).toMatch(/^Above a p99 limit of [\d.]+ ms: .* passes the gates\.$/);
  });

  it("leave the value of an input that is known alone", () => {
    const scenario = scenarioWith({});
    const given = grounds(THREE, scenario);
    const context = flipContext(decide(given, scenario, DRAWS), given);
    fc.assert(
      fc.property(fc.constantFrom(...context.inputs), (input) => {
        for (const { at } of flipsOf(context, input)) {
          expect(at).toBeGreaterThanOrEqual(input.from);
          expect(at).toBeLessThanOrEqual(input.to);
        }
      }),
      { numRuns: 15 },
    );
  });

  it("take more draws where few of them see another leader", () => {
    const close = [
      evidence("python", 50, { halfWidth: 0.4 }),
      { ...evidence("native", 50.2, { halfWidth: 0.4 }), port: "stay" as const },
    ];
    const scenario = scenarioWith({
      platforms: ["lambda-x86"],
      requestsPerMonth: exactly(1e9),
      p99SloMs: null,
    });
    const given = grounds(close, scenario);
    const decision = decide(given, scenario, { draws: 4000 });
    const { draws, now } = flipContext(decision, given);
    expect(draws).toBeGreaterThanOrEqual(128);
    expect(now).toHaveLength(2);
  });
});

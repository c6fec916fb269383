import { describe, expect, it } from "vitest";
import { decide } from "../../../src/model/decision/decide.ts";
import { flipInputs } from "../../../src/model/decision/flip-inputs.ts";
import { Standings } from "../../../src/model/decision/standings.ts";
import type { Scenario } from "../../../src/model/scenario/scenario.ts";
import { evidence, grounds, scenarioWith, THREE } from "./evidence.ts";

const DRAWS = { draws: 40 };

const SCENARIOS: Readonly<Record<string, Partial<Scenario>>> = {
  "by default": {},
  "with every limit": { p99SloMs: 200, coldSloMs: 900, budgetUsdPerMonth: 50, leastClientsPercent: 80 },
  "of servers, devices and a pool": { platforms: ["ec2-c7i.large", "lambda-x86-provisioned", "browser"] },
};

describe.each(Object.entries(SCENARIOS))("standings near a scenario %s", (_, over) => {
  const scenario = scenarioWith(over);
  const given = grounds([...THREE, evidence("js", 20)], scenario);
  const standings = new Standings({ grounds: given, scenario });
  const inputs = flipInputs(decide(given, scenario, DRAWS), given);

  it.each(inputs.map((input) => [input.id, input] as const))(
    "are what %s makes of them, drawn anew",
    (_, input) => {
      for (const value of [Math.sqrt(Math.max(input.from, 1e-3) * input.to), input.to]) {
        const moved = input.at(value);
        standings.now(DRAWS);
        expect(standings.at(moved, DRAWS)).toEqual(new Standings(moved).now(DRAWS));
      }
    },
  );

  it("are what a requirement or a pattern makes of them", () => {
    const switched: Partial<Scenario>[] = [
      { sandboxed: true },
      { multiTenant: true },
      { dataStaysOnDevice: true },
      { reach: "server" },
      { arrivals: "bursty" },
      { arrivals: "flat" },
    ];
    for (const change of switched) {
      const moved = { grounds: given, scenario: { ...scenario, ...change } };
      expect(standings.at(moved, DRAWS)).toEqual(new Standings(moved).now(DRAWS));
    }
  });

  it("are those of all for some", () => {
    const all = standings.now(DRAWS);
    const only = new Set([all[1]!.option.id]);
    expect(standings.now({ ...DRAWS, only })).toEqual([all[1]]);
  });
});

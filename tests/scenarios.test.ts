import { describe, expect, it } from "vitest";
import { presetNames } from "../loaders/decide/read-scenario.ts";
import { targets } from "../loaders/targets/index.ts";
import { PLATFORMS } from "../src/model/cost/platforms/index.ts";
import { decide } from "../src/model/decision/decide.ts";
import { PRESETS, presetOf } from "../src/model/scenario/presets.ts";
import { triangle } from "../src/model/scenario/range.ts";
import { parseTexts, scenarioQuery, textsFromQuery } from "../src/model/scenario/scenario-query.ts";
import { evidence, grounds } from "./model/decision/evidence.ts";

/** Python at 50 ms, Wasm and JavaScript at 40 ms, native code at 8 ms; what a browser loads is 4 MB of code. */
function measuredTargets() {
  return targets.map(({ id, port, reach, threads, glue, browser }) =>
    evidence(id, port === "native" ? 8 : port === "wasm" ? 40 : 50, {
      port,
      reach,
      threads,
      glue,
      code: browser ? { files: 3, bytes: 4e6 } : null,
    }),
  );
}

describe("the scenarios that Portolan ships", () => {
  it("cover eight cases, and the conditions that hold until others are stated", () => {
    expect(presetNames()).toEqual([
      ...["browser-privacy", "chat", "default", "document-search", "fintech", "internal-tool", "iot-fleet"],
      ...["plugin-host", "steady-api"],
    ]);
    expect(PRESETS.map(({ id }) => id)).toEqual(presetNames());
  });

  it.each(PRESETS)("$id says what it assumes, and decides", ({ scenario }) => {
    expect(scenario.summary).toMatch(/assum/i);
    expect(scenario.summary.length).toBeGreaterThan(150);
    const measured = measuredTargets();
    const { ranked, excluded, verdict } = decide(grounds(measured, scenario), scenario, { draws: 200 });
    const platforms = PLATFORMS.filter(({ id }) => scenario.platforms.includes(id));
    const runs = ({ reach, port }: (typeof targets)[number]) =>
      platforms.some(
        (platform) => reach.includes(platform.reach) && (platform.code === "any" || port === "wasm"),
      );
    const considered = new Set([...ranked, ...excluded].map(({ option }) => option.target.target));
    expect([...considered].sort()).toEqual(
      targets
        .filter(runs)
        .map(({ id }) => id)
        .sort(),
    );
    expect(verdict.state).not.toBe("none");
    for (const { cost } of ranked) expect(cost.bill).not.toBeNull();
  });

  it("keep the browser's first requests out of its p99, and say what they may take", () => {
    const { scenario } = presetOf("browser-privacy");
    const { ranked } = decide(grounds(measuredTargets(), scenario), scenario, { draws: 400 });
    expect(ranked.map(({ option }) => option.platform.id)).toContain("browser");
    expect(scenario.coldSloMs).not.toBeNull();
    const often = { ...scenario, newClientsPerMonth: triangle(15_000, 30_000, 80_000) };
    const { verdict, excluded } = decide(grounds(measuredTargets(), often), often, { draws: 400 });
    expect(verdict).toMatchObject({ state: "none" });
    const js = excluded.find(({ option }) => option.id === "js@browser")!;
    expect(js.gates.find(({ passed }) => passed === "no")).toMatchObject({ gate: "p99" });
  });

  it.each(PRESETS)("$id fits into an address and back", ({ scenario }) => {
    const known = {
      workloads: [scenario.workload],
      platforms: [...scenario.platforms],
      regions: [scenario.region],
    };
    expect(parseTexts(textsFromQuery(scenarioQuery(scenario)), known)).toEqual({ state: "valid", scenario });
  });

  it("are named in the message for one that there is not", () => {
    expect(() => presetOf("startup")).toThrow(
      "there is no preset “startup”; known are browser-privacy, chat, default, document-search, fintech, internal-tool, iot-fleet, plugin-host, steady-api",
    );
  });
});

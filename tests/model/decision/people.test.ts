import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { centralDraw } from "../../../src/model/decision/central-case.ts";
import type { Draw } from "../../../src/model/decision/draw.ts";
import type { TargetEvidence } from "../../../src/model/decision/evidence.ts";
import { optionsOf } from "../../../src/model/decision/options.ts";
import { monthlyUsd, onceUsd, peopleShape, type Today } from "../../../src/model/decision/people.ts";
import { exactly } from "../../../src/model/scenario/range.ts";
import { evidence, grounds, scenarioWith } from "./evidence.ts";

const PLATFORMS = ["ec2-c7i.large", "lambda-x86"];
const PYTHON: Today = { target: "python", glue: "python" };

/** Powers of ten, so that a sum shows which parts are in it. */
const DRAW: Draw = {
  ...centralDraw(scenarioWith()),
  hourUsd: 1,
  portHoursNative: 1,
  portHoursWasm: 10,
  portHoursJs: 100,
  moveHours: 1000,
  wasmOnceUsd: 1e4,
  debugHoursPerMonth: 1,
  nativeDebugFactor: 2,
  wasmDebugFactor: 3,
  jsDebugFactor: 4,
  maintenancePercentPerYear: 0,
};

const ported = (id: string, over: Partial<TargetEvidence>) => evidence(id, 10, over);
const js = ported("js", { port: "wasm", glue: "javascript" });
const pyodide = ported("pyodide", { port: "wasm", glue: "python" });
const wasm = ported("wasm", { port: "wasm", glue: "compiled" });
const native = ported("native", { port: "native", glue: "compiled" });
const python = evidence("python", 50, { glue: "python" });

function costOf(target: TargetEvidence, platform = PLATFORMS[0]!, today = PYTHON, draw = DRAW) {
  const scenario = scenarioWith({ platforms: PLATFORMS });
  const { evidence: all, platforms } = grounds([python, target], scenario);
  const option = optionsOf(all, platforms).find(({ id }) => id === `${target.target}@${platform}`)!;
  const shape = peopleShape(option, today, PLATFORMS[0]!);
  return { once: onceUsd(shape, draw), monthly: monthlyUsd(shape, draw) };
}

describe("what people cost", () => {
  it("is debugging alone for what runs today, and the move on another platform", () => {
    expect(costOf(python)).toEqual({ once: 0, monthly: 1 });
    expect(costOf(python, "lambda-x86")).toEqual({ once: 1000, monthly: 1 });
  });

  it("is a port in the language that is ported to", () => {
    expect(costOf(native)).toEqual({ once: 1, monthly: 2 });
    expect(costOf(js)).toEqual({ once: 100, monthly: 4 });
  });

  it("has the work that only a Wasm port needs for compiled Wasm alone", () => {
    expect(costOf(wasm)).toEqual({ once: 10 + 1e4, monthly: 3 });
    for (const target of [js, pyodide, native]) expect(costOf(target).once).toBeLessThan(1e4);
  });

  it("is no port for Pyodide, which keeps today's Python: a move, and debugging in Wasm", () => {
    expect(costOf(pyodide)).toEqual({ once: 1000, monthly: 3 });
    expect(costOf(pyodide, "lambda-x86")).toEqual({ once: 1000, monthly: 3 });
    const upkeep = { ...DRAW, maintenancePercentPerYear: 100 };
    expect(costOf(pyodide, PLATFORMS[0], PYTHON, upkeep).monthly).toBe(3);
    expect(costOf(js, PLATFORMS[0], PYTHON, upkeep).monthly).toBeCloseTo(4 + 100 / 12, 12);
  });

  it("is a port for Pyodide where today's code is no Python", () => {
    expect(costOf(pyodide, PLATFORMS[0], { target: "node", glue: "javascript" }).once).toBe(10 + 1e4);
  });

  it("goes by the kind of port where the run does not say what the glue is", () => {
    for (const target of [js, pyodide, wasm])
      expect(costOf({ ...target, glue: null })).toEqual({ once: 10 + 1e4, monthly: 3 });
    expect(costOf(pyodide, PLATFORMS[0], { target: "python", glue: null })).toEqual(costOf(wasm));
  });

  it("has reviews of what lies in no sandbox, where tenants share its host", () => {
    const shapes = [python, native, js, pyodide, wasm].map((target) =>
      peopleShape({ target, platform: { id: PLATFORMS[0]! } }, PYTHON, PLATFORMS[0]!, true),
    );
    expect(shapes.map(({ reviewed }) => reviewed)).toEqual([true, true, false, false, false]);
    const monthly = (reviewed: boolean) =>
      monthlyUsd({ ...shapes[0]!, reviewed }, { ...DRAW, reviewHoursPerMonth: 7 });
    expect(monthly(true) - monthly(false)).toBe(7);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e4, noNaN: true }), (reviewHoursPerMonth) => {
        for (const shape of shapes) {
          const draw = { ...DRAW, reviewHoursPerMonth };
          const more = monthlyUsd(shape, draw) - monthlyUsd(shape, { ...DRAW, reviewHoursPerMonth: 0 });
          expect(more).toBeCloseTo(shape.reviewed ? reviewHoursPerMonth : 0, 6);
        }
      }),
    );
  });

  it("moves only with the fields that its option is told to pay", () => {
    const paid = [
      [python, []],
      [native, ["portHoursNative", "nativeDebugFactor"]],
      [js, ["portHoursJs", "jsDebugFactor"]],
      [wasm, ["portHoursWasm", "wasmDebugFactor", "wasmOnceUsd"]],
      [pyodide, ["moveHours", "wasmDebugFactor"]],
    ] as const;
    const fields = [
      ...["portHoursNative", "portHoursJs", "portHoursWasm", "moveHours", "wasmOnceUsd"],
      ...["nativeDebugFactor", "jsDebugFactor", "wasmDebugFactor"],
    ] as (keyof Draw)[];
    fc.assert(
      fc.property(
        fc.constantFrom(...paid),
        fc.constantFrom(...fields),
        fc.double({ min: 1.1, max: 100, noNaN: true }),
        ([target, own], field, factor) => {
          const raised = costOf(target, PLATFORMS[0], PYTHON, { ...DRAW, [field]: DRAW[field] * factor });
          const before = costOf(target);
          const dearer = raised.once > before.once || raised.monthly > before.monthly;
          expect(dearer).toBe((own as readonly string[]).includes(field));
        },
      ),
    );
  });
});

describe("a decision", () => {
  it("takes today's language from the baseline's record", () => {
    const scenario = scenarioWith({ platforms: ["ec2-c7i.large"], portHoursWasm: exactly(1e6) });
    const given = grounds([python, pyodide, wasm], scenario);
    const totals = (id: string) => {
      const option = optionsOf(given.evidence, given.platforms).find((one) => one.id === id)!;
      return onceUsd(peopleShape(option, PYTHON, "ec2-c7i.large"), centralDraw(scenario));
    };
    expect(totals("pyodide@ec2-c7i.large")).toBeLessThan(1e5);
    expect(totals("wasm@ec2-c7i.large")).toBeGreaterThan(1e6);
  });
});

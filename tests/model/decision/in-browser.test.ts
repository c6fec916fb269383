import { describe, expect, it } from "vitest";
import { decide } from "../../../src/model/decision/decide.ts";
import { evidenceOf } from "../../../src/model/decision/evidence.ts";
import { groundsOf } from "../../../src/model/decision/grounds.ts";
import { SHIPPED_BOOK } from "../../../src/model/prices/shipped-book.ts";
import type { TargetRecord } from "../../../src/model/run-file.ts";
import { cell, target, workload } from "../cells.ts";
import { scenarioWith } from "./evidence.ts";

const python = target("python", "stay");
const wasm = target("wasm", "wasm", { reach: ["browser", "edge", "server"] });
const inPage: TargetRecord = { ...target("browser-wasm", "wasm", { reach: ["browser"] }), inBrowser: "wasm" };

const reaches = (cells: Parameters<typeof workload>[1]) => {
  const found = evidenceOf(workload("python", cells), [python, wasm, inPage]);
  if (found.state === "missing") throw new Error(found.reason);
  return Object.fromEntries(found.evidence.targets.map(({ target, reach }) => [target, reach]));
};

describe("where a target may run", () => {
  it("is a browser only for what was measured in one, once it was", () => {
    expect(reaches([cell("python", 50), cell("wasm", 30), cell("browser-wasm", 33)])).toMatchObject({
      wasm: ["edge", "server"],
      "browser-wasm": ["browser"],
    });
  });

  it("is a browser too where Node's measurement is all there is", () => {
    expect(reaches([cell("python", 50), cell("wasm", 30)]).wasm).toEqual(["browser", "edge", "server"]);
  });
});

describe("how many clients a browser's option serves", () => {
  const gateOf = (traits: Partial<TargetRecord>, least: number | null) => {
    const page = { ...target("page", "wasm", { reach: ["browser"] }), ...traits } as TargetRecord;
    const found = evidenceOf(
      workload("python", [cell("python", 50), cell("page", 20, { threads: page.threads })]),
      [python, page],
    );
    if (found.state === "missing") throw new Error(found.reason);
    const scenario = scenarioWith({
      platforms: ["lambda-x86", "browser"],
      leastClientsPercent: least,
      p99SloMs: null,
    });
    const decision = decide(groundsOf(found.evidence, SHIPPED_BOOK, scenario), scenario, { draws: 50 });
    const option = [...decision.ranked, ...decision.excluded].find(
      ({ option }) => option.id === "page@browser",
    );
    return option!.gates.find(({ gate }) => gate === "clients");
  };
  const adapter = { name: "a GPU", software: false };

  it("is asked only where the scenario asks", () => {
    expect(gateOf({ adapter } as Partial<TargetRecord>, null)).toBeUndefined();
  });

  it("is all for Wasm, and what has WebGPU or threads for what needs them", () => {
    expect(gateOf({}, 99)).toMatchObject({ passed: "yes" });
    expect(gateOf({ adapter } as Partial<TargetRecord>, 90)).toMatchObject({
      passed: "no",
      evidence: "86 % of the clients have WebGPU, 90 % are asked for",
    });
    expect(gateOf({ adapter } as Partial<TargetRecord>, 80)).toMatchObject({ passed: "yes" });
    expect(gateOf({ threads: 2 }, 99)).toMatchObject({
      passed: "no",
      evidence: "96 % of the clients have Wasm threads, 99 % are asked for",
    });
  });

  it("goes by what a program needs where Node's measurement stands for a browser, too", () => {
    expect(gateOf({ threads: 2, reach: ["browser", "server"] }, 99)).toMatchObject({ passed: "no" });
  });

  it("asks no WebGPU of what draws on WebGL", () => {
    const webgl = { adapter: { ...adapter, api: "webgl" } } as Partial<TargetRecord>;
    expect(gateOf(webgl, 90)).toMatchObject({ passed: "yes" });
  });
});

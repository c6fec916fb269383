import { describe, expect, it } from "vitest";
import { evidenceOf } from "../../../src/model/decision/evidence.ts";
import type { TargetRecord } from "../../../src/model/run-file.ts";
import { cell, target, workload } from "../cells.ts";

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

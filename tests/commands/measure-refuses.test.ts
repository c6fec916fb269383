import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { registerMeasure } from "../../loaders/commands/measure.ts";
import { lendCache, temporaryHome } from "../fixtures/temporary-folder.ts";
import { inProcess } from "./in-process.ts";

const home = temporaryHome();
lendCache(home);
const garbage = join(home, "garbage.onnx");
writeFileSync(garbage, "this is no model".repeat(100));

const js = ["--workload", "score-telemetry", "--target", "js"];

describe("portolan measure refuses, with nothing on stdout and no run left behind,", () => {
  it.each([
    [
      "an unknown workload",
      ["--workload", "nope"],
      /unknown workload "nope"; known: embed-text, .*score-telemetry/,
    ],
    ["an unknown target", ["--target", "gpu"], /unknown target "gpu"; known: python, .*native/],
    ["a budget without a unit", ["--budget", "5"], /'5' is invalid\. expected a positive number with a unit/],
    ["a seed that is none", ["--seed", "1.5"], /'1\.5' is invalid\. expected a whole number from 0/],
    ["an effort that is none", ["--effort", "huge"], /Allowed choices are quick, default, publish/],
    ["a model without a workload", ["--model", "mine.onnx"], /expected <workload>=<path or URL/],
    [
      "a model that is missing",
      [...js, "--model", "score-telemetry=missing.onnx"],
      /there is no model file .*missing\.onnx; give the path of an \.onnx file/,
    ],
    [
      "a model of a workload that is not measured",
      [...js, "--model", `embed-text=${garbage}`],
      /a model is given for "embed-text", which is not among the workloads/,
    ],
    [
      "a model that the engine cannot read",
      [...js, "--model", `score-telemetry=${garbage}`],
      /reference output of "score-telemetry" could not be computed with model .*garbage\.onnx \(1600 bytes\): \S/,
    ],
  ])("%s", async (_, args, message) => {
    const { code, stdout, stderr } = await inProcess(registerMeasure, ["measure", ...args]);
    expect(stderr).toMatch(message);
    expect(code).toBe(1);
    expect(stdout).toBe("");
    const runs = join(home, "runs");
    expect(existsSync(runs) ? readdirSync(runs) : []).toEqual([]);
  });
});

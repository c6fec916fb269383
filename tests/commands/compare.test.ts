import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { registerCompare } from "../../loaders/commands/compare.ts";
import type { TraceComparison } from "../../src/model/traces/compare.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";
import { inProcess } from "./in-process.ts";

const folder = temporaryFolder();
const compare = (...args: string[]) => inProcess(registerCompare, ["compare", ...args]);

function stacks(name: string, lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}

const before = stacks("before.txt", [
  "main (app.py:1) 600",
  "main (app.py:1);read (libc.so.6) 300",
  "main (app.py:1);Session.run (onnxruntime/capi/onnxruntime_inference_collection.py:9) 100",
]);
const after = stacks("after.txt", [
  "main (app.py:1) 100",
  "main (app.py:1);read (libc.so.6) 305",
  "main (app.py:1);tokenise (app.py:7) 495",
  "main (app.py:1);Session.run (onnxruntime/capi/onnxruntime_inference_collection.py:9) 100",
]);

describe("portolan compare", () => {
  it("prints buckets and frames side by side, as JSON", async () => {
    const { code, stdout } = await compare(before, after, "--json");
    expect(code).toBe(0);
    const { buckets, frames } = JSON.parse(stdout) as TraceComparison;
    expect(buckets.io).toMatchObject({ a: { ms: 300 }, b: { ms: 305 }, differenceMs: 5, withinNoise: true });
    expect(frames.map(({ frame, in: side, withinNoise }) => [frame, side, withinNoise])).toEqual([
      ["main", "both", false],
      ["tokenise", "b", false],
      ["read", "both", true],
      ["Session.run", "both", true],
    ]);
  });

  it("tells a person the same, with as many frames as asked for", async () => {
    const { code, stdout } = await compare(before, after, "--frames", "2");
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /IO & marshalling +300 ms +305 ms +\+5\.00 ms +30\.0 % +30\.5 % +\+0\.5 pp +within noise/,
    );
    expect(stdout).toMatch(/the 2 of 4 that differ most/);
    expect(stdout).toMatch(/tokenise +app\.py +interpreter +0 ns +495 ms +\+495 ms .*\+49\.5 pp +only in B/);
    expect(stdout).not.toMatch(/Session\.run/);
    expect(stdout).toMatch(/Noise is that of sampling alone/);
  });

  it.each([
    ["a number of frames that is none", [before, after, "--frames", "-1"], /expected a whole number from 0/],
    ["one profile", [before], /missing required argument 'b'/],
    ["a missing profile", [before, join(folder, "none")], /there is no profile .*none;/],
  ])("refuses %s", async (_, args, message) => {
    const { code, stdout, stderr } = await compare(...args);
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  });
});

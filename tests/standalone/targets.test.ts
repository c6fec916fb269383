import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { homeFolder } from "../../loaders/paths.ts";
import { isReady, runtimesEnvironment } from "../../loaders/python/venv.ts";
import { readRunFile } from "../../loaders/store/run-file.ts";
import { targetById } from "../../loaders/targets/index.ts";
import type { Run } from "../../src/model/run-file.ts";
import { temporaryHome } from "../fixtures/temporary-folder.ts";
import { measureTelemetry } from "../targets/measure-telemetry.ts";

/** Looked at before the home moves: what `portolan setup runtimes` made is a gigabyte, which no test installs. */
const runtimes = isReady(runtimesEnvironment) ? runtimesEnvironment.folder() : null;
/** The project's own, in which the compiler keeps C's library: the first time takes a minute. */
const zig = homeFolder("cache", "zig");
const home = temporaryHome();
if (runtimes !== null) symlinkSync(runtimes, join(home, "runtimes"));
symlinkSync(zig, join(homeFolder("cache"), "zig"));

/** A run whose every process gave the reference's answers, and had nothing to complain of. */
async function measured(...targets: readonly string[]): Promise<Run> {
  const { path } = await measureTelemetry("--no-boundary", "--size", "small", "--target", ...targets);
  const { run } = readRunFile(path);
  expect([...new Set(run.outcomes.map(({ target }) => target))].sort()).toEqual([...targets].sort());
  for (const { target, state, detail, agreement } of run.outcomes) {
    expect({ target, state, detail }).toEqual({ target, state: "ok", detail: "" });
    expect(agreement!.maxAbsError).toBeLessThanOrEqual(agreement!.tolerance);
  }
  return run;
}

const coldOf = (run: Run, id: string) => run.cold.filter(({ target }) => target === id);

it("measures a native program without an interpreter", async ({ skip }) => {
  const probe = await targetById("native-c").probe();
  skip(!probe.available, probe.available ? "" : probe.reason);
  const run = await measured("native-c");
  // What it runs on is loaded by itself: that is told apart from its own start.
  for (const { importMs, compileMs } of coldOf(run, "native-c")) {
    expect(importMs).toBeGreaterThan(0);
    expect(compileMs).toBe(0);
  }
  expect(run.samples.every(({ target }) => target === "native-c")).toBe(true);
});

describe.skipIf(runtimes === null)(
  "what `npx portolan setup runtimes` brings (set up, or these are skipped)",
  () => {
    it("measures a compiled model on each kind of host, and natively, with linear memory beside the system's", async () => {
      const hosted = ["wasmtime", "wasmer", "wasmer-ahead", "node-wasi"];
      const run = await measured("native-compiled-model", ...hosted);
      for (const { target, selfReportedBytes, peakRssBytes } of run.memory) {
        expect(selfReportedBytes === null, target).toBe(target === "native-compiled-model");
        if (selfReportedBytes !== null) expect(selfReportedBytes, target).toBeLessThan(peakRssBytes);
      }
      const compileMs = (id: string) => Math.min(...coldOf(run, id).map((row) => row.compileMs));
      expect(compileMs("wasmer")).toBeGreaterThan(2 * compileMs("wasmer-ahead"));
      expect(compileMs("node-wasi")).toBeGreaterThan(0);
    });
  },
);

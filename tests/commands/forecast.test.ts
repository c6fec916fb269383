import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { registerForecast } from "../../loaders/commands/forecast.ts";
import type { ForecastJson } from "../../loaders/commands/forecast-report.ts";
import { attributionRowOf, execution, recordingHeader } from "../fixtures/recording.ts";
import { writeRows } from "../fixtures/run.ts";
import { temporaryHome } from "../fixtures/temporary-folder.ts";
import { outputOf, RUN_ID, writeForecastRun } from "./forecast-run.ts";

const home = temporaryHome();
const profile = join(home, "mine.txt");

beforeEach(() => {
  writeForecastRun(home);
  writeFileSync(profile, "main (app.py:1);step (app.py:9) 60\nmain (app.py:1);read (libc.so.6) 40\n");
});

const forecast = (...args: string[]) => outputOf(registerForecast, ["forecast", ...args]);
const json = async (...args: string[]) => JSON.parse(await forecast(...args, "--json")) as ForecastJson;

describe("portolan forecast", () => {
  it("forecasts a workload without its own measurements, and sets those beside", async () => {
    const made = await json("embed-text");
    expect(made).toMatchObject({ subject: { kind: "workload", name: "embed-text" }, leftOut: "embed-text" });
    expect(made.forecast.workloads).toEqual(["classify-image", "detect-objects", "score-telemetry"]);
    const native = made.forecast.targets.find(({ target }) => target === "native");
    if (native?.state !== "forecast") throw new Error("native is not forecast");
    expect(native.timeMs.median / made.measuredMs.native!).toBeGreaterThan(0.8);
    expect(native.timeMs.median / made.measuredMs.native!).toBeLessThan(1.25);
    const text = await forecast("embed-text");
    expect(text).toContain(`Forecast from run ${RUN_ID}, embed-text left out.`);
    expect(text).toMatch(/native .*measured here .*2\.\d+ ms .*%/);
  });

  it("lists every registered target, the unmeasured ones as such", async () => {
    const { forecast } = await json("embed-text");
    const wasm = forecast.targets.find(({ target }) => target === "wasm");
    expect(wasm).toMatchObject({ state: "no-evidence", reason: expect.stringContaining("interpreter") });
    expect(forecast.targets.map(({ target }) => target)).toEqual(
      expect.arrayContaining(["python", "pyodide", "js", "wasm-threads", "native-threads", "webgpu", "gpu"]),
    );
  });

  it("forecasts one request of a profile that holds several", async () => {
    rmSync(join(home, "runs"), { recursive: true });
    const all = await json(profile);
    const one = await json(profile, "--requests", "10");
    expect(all.subject.kind).toBe("profile");
    expect(one.input.wallMs).toBeCloseTo(all.input.wallMs / 10, 9);
    expect(one.measuredMs).toEqual({});
  });

  it("prices the boundary when calls and bytes are stated", async () => {
    const parts = async (...args: string[]) =>
      (await json(profile, ...args)).forecast.targets
        .find(({ target }) => target === "js")!
        .parts.map(({ part }) => part);
    expect(await parts()).not.toContain("boundary");
    expect(await parts("--calls", "3", "--bytes", "1000000")).toContain("boundary");
    await expect(forecast(profile, "--calls", "3")).rejects.toThrow("state --bytes too");
  });

  it("takes the engine's cores as stated, and says where nobody knows them", async () => {
    expect((await json(profile)).input.engineCores).toBeNull();
    expect((await json(profile, "--cores", "1.9")).input.engineCores).toBe(1.9);
    await expect(forecast(profile, "--cores", "0.5")).rejects.toThrow("from 1");
  });

  it("takes a recorded program's engine, waiting and boundary from its recording", async () => {
    const row = attributionRowOf();
    const wasm = { name: "wasm-function[3]", file: "wasm://wasm/1", destination: "compute" as const };
    const header = recordingHeader({ host: "node" });
    writeRows(join(home, "runs", `${header.recordingId}.recording.jsonl`), [
      header,
      execution(),
      { ...row, tree: [...row.tree, { ...row.tree[1]!, ...wasm }] },
    ]);
    const { input, forecast } = await json(header.recordingId);
    expect(input).toMatchObject({ host: "node", engine: "wasm", boundary: { calls: 4, bytes: null } });
    expect(input.waitingMs).toBeCloseTo(50, 9);
    expect(forecast.targets.find(({ isToday }) => isToday)?.target).toBe("js");
  });

  it("does not forecast waiting away", async () => {
    const waits = join(home, "waits.txt");
    writeFileSync(
      waits,
      "main (app.py:1);step (app.py:9) 2\nmain (app.py:1);clock_nanosleep (libc.so.6) 98\n",
    );
    const made = await json(waits);
    expect(made.input.waitingMs).toBeCloseTo(0.98 * made.input.wallMs, 6);
    for (const target of made.forecast.targets) {
      if (target.state === "forecast") expect(target.timeMs.low).toBeGreaterThanOrEqual(made.input.waitingMs);
    }
    expect(await outputOf(registerForecast, ["forecast", waits])).toContain("no port shortens it");
  });

  it("names what it cannot forecast, and what it could", async () => {
    await expect(forecast("nothing-here")).rejects.toThrow(
      /"nothing-here" is neither a file nor a workload \(embed-text, .*\) nor a recording/,
    );
    await expect(forecast("enhance-frame")).rejects.toThrow("npx portolan measure --workload enhance-frame");
    await expect(forecast("embed-text", "--run", "gone")).rejects.toThrow(`no run "gone"; known: ${RUN_ID}`);
    await expect(forecast(profile, "--bytes", "-1")).rejects.toThrow("expected a number from 0");
  });

  it("says what is left without a run", async () => {
    rmSync(join(home, "runs"), { recursive: true });
    expect(await forecast(profile)).toContain("Forecast from published figures alone.");
    await expect(forecast("embed-text")).rejects.toThrow("`npx portolan measure` makes one");
  });
});

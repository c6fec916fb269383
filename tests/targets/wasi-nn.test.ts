import { beforeAll, describe, expect, it } from "vitest";
import { readRunFile } from "../../loaders/store/run-file.ts";
import { target as nodeWasiNn } from "../../loaders/targets/node-wasi-nn.ts";
import { target as wasiNn } from "../../loaders/targets/wasi-nn.ts";
import { ACCEPT, HAND_OVER, MODEL_CALL } from "../../loaders/worker/laps.ts";
import type { Run } from "../../src/model/run-file.ts";
import { lendRuntimes, projectRuntimes } from "../fixtures/runtimes.ts";
import { temporaryHome } from "../fixtures/temporary-folder.ts";
import { measureTelemetry } from "./measure-telemetry.ts";

const home = temporaryHome();

describe("without the environment of runtimes", () => {
  it.each([wasiNn, nodeWasiNn])("$id says what would make it run", async ({ probe }) => {
    expect(await probe()).toMatchObject({
      available: false,
      reason: expect.stringContaining("ziglang"),
      enable: "npx portolan setup runtimes",
    });
  });
});

describe.skipIf(!projectRuntimes)("a module that is lent its host's engine", () => {
  let run: Run;

  beforeAll(async () => {
    lendRuntimes(home);
    const { path } = await measureTelemetry("--target", wasiNn.id, nodeWasiNn.id, "--no-boundary");
    run = readRunFile(path).run;
  });

  it.each([wasiNn.id, nodeWasiNn.id])("answers as the reference does on %s", (id) => {
    const outcomes = run.outcomes.filter(({ target }) => target === id);
    expect(outcomes.length).toBeGreaterThan(1);
    for (const { state, detail, agreement } of outcomes) {
      expect(state, detail).toBe("ok");
      expect(agreement!.compared).toBeGreaterThan(0);
    }
  });

  it.each([wasiNn.id, nodeWasiNn.id])("has handing over, the call and taking back told apart on %s", (id) => {
    const rows = run.samples.filter(({ target }) => target === id);
    for (const segment of [HAND_OVER, MODEL_CALL, ACCEPT]) {
      const spans = rows.flatMap(({ spanMs }) => spanMs[segment]!);
      expect(spans.length).toBeGreaterThan(1);
      expect(Math.max(...spans)).toBeGreaterThan(0);
    }
  });
});

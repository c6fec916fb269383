import { describe, expect, it } from "vitest";
import { findChromium } from "../../loaders/browser/chromium.ts";
import { registerMeasure } from "../../loaders/commands/measure.ts";
import type { MeasureJson } from "../../loaders/commands/measure-report.ts";
import { readRunFile } from "../../loaders/store/run-file.ts";
import { packageVersion } from "../../loaders/targets/engines.ts";
import { targetById, targets } from "../../loaders/targets/index.ts";
import { inProcess } from "../commands/in-process.ts";
import { lendCache, temporaryHome } from "../fixtures/temporary-folder.ts";

const ID = "browser-tfjs-wasm";
const installed = packageVersion("@tensorflow/tfjs-backend-wasm") !== null;

describe("TensorFlow.js", () => {
  it("takes the model whose every operator is known, and says what another has", () => {
    const ids = targets.map(({ id }) => id).filter((id) => id.startsWith("browser-tfjs-"));
    expect(ids.length).toBeGreaterThan(4);
    for (const { skips } of ids.map(targetById)) {
      expect(skips!("classify-image")).toBeNull();
      expect(skips!("embed-text")).toContain("Erf");
    }
  });

  it.runIf(!installed)(
    "is installed with one command, of exact versions, where it is not there",
    async () => {
      const probe = await targetById(ID).probe();
      expect(probe).toMatchObject({
        available: false,
        reason: expect.stringContaining("@tensorflow/tfjs-core"),
      });
      const enable = probe.available ? "" : probe.enable;
      expect(enable.match(/@tensorflow\/tfjs-[a-z-]+@\d+\.\d+\.\d+/g)).toHaveLength(5);
      // In one command with all others: npm removes what it finds in no list when it installs the next.
      expect(enable).toContain("onnxruntime-web-1.18@npm:onnxruntime-web@1.18.0");
    },
  );

  const home = temporaryHome();
  lendCache(home);

  it.runIf(installed && findChromium())(
    "answers as the reference does, with the same weights",
    async () => {
      const args = ["measure", "--json", "--workload", "classify-image", "--target", ID];
      const { stdout, stderr } = await inProcess(registerMeasure, args);
      if (!stdout) throw new Error(stderr);
      const { run } = readRunFile((JSON.parse(stdout) as MeasureJson).path);
      const outcomes = run.outcomes.filter(({ target }) => target === ID);
      expect(outcomes.length).toBeGreaterThan(1);
      for (const { state, agreement } of outcomes) {
        expect(state).toBe("ok");
        expect(agreement!.compared).toBe(10);
      }
      // Uploading, computing and reading back are told apart.
      const [engine] = run.engine;
      expect(engine!.executorMs).toBeGreaterThan(engine!.runMs / 2);
    },
    90_000,
  );
});

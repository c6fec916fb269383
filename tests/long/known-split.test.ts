import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Progress } from "../../loaders/harness/progress.ts";
import { loadRules } from "../../loaders/traces/read-trace.ts";
import { measureTruth } from "../../loaders/truth/measure-truth.ts";
import type { ProfileTool } from "../../loaders/truth/tool.ts";
import { cpuProfile } from "../../loaders/truth/tools/cpuprofile.ts";
import { onnxRuntime } from "../../loaders/truth/tools/onnxruntime.ts";
import { pySpyNative } from "../../loaders/truth/tools/py-spy.ts";
import { BUCKETS } from "../../src/model/buckets.ts";
import { SPLITS, splitName, type TruthCell } from "../../src/model/truth.ts";

/** A busy machine and a second of samples; `portolan truth` holds the tools to their own tolerances. */
const TEST_POINTS = 12;
const TARGET_MS = 900;
const ASKED = [SPLITS[0]!, SPLITS[5]!];

const silent: Progress = { start: () => {}, step: () => {}, say: () => {}, stop: () => {} };

describe.each([pySpyNative, cpuProfile, onnxRuntime])(
  "$title, on programs with a known split",
  (tool: ProfileTool) => {
    let missing: string | null = null;
    let cells: readonly TruthCell[] = [];

    beforeAll(async () => {
      const probe = await tool.probe();
      if (!probe.available) {
        missing = `${tool.title} is not tested: ${probe.reason}. To enable it: ${probe.enable}`;
        return;
      }
      const report = await measureTruth({
        tools: [tool],
        rules: loadRules(),
        splits: ASKED,
        targetMs: TARGET_MS,
        quick: true,
        progress: silent,
      });
      const { outcome } = report.tools[0]!;
      if (outcome.state === "measured") cells = outcome.cells;
    });

    afterAll(() => {
      if (missing) process.stderr.write(`${missing}\n`);
    });

    it("reads the shares that the program measured", ({ skip }) => {
      if (missing) skip(missing);
      expect(cells.map(({ split }) => splitName(split))).toEqual(ASKED.map(splitName));
      for (const { truth, attributed } of cells) {
        for (const bucket of tool.scored) {
          expect(Math.abs(attributed[bucket] - truth[bucket]) * 100, bucket).toBeLessThan(TEST_POINTS);
        }
      }
    });

    it("ran work that is split as asked, so that reading one bucket everywhere would fail", ({ skip }) => {
      if (missing) skip(missing);
      const [glue, rest] = cells.map(({ unprofiled }) => unprofiled);
      expect(glue!.interpreter - rest!.interpreter).toBeGreaterThan(0.3);
      expect(rest!.compute - glue!.compute).toBeGreaterThan(0.1);
      for (const { unprofiled } of cells) {
        expect(BUCKETS.reduce((sum, bucket) => sum + unprofiled[bucket], 0)).toBeCloseTo(1, 6);
      }
    });
  },
);

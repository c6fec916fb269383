import { describe, expect, it } from "vitest";
import { measureFairness } from "../../loaders/bench/fairness.ts";
import { targetById } from "../../loaders/targets/index.ts";
import { lendPython, projectPython } from "../fixtures/python.ts";
import { lendCache, temporaryHome } from "../fixtures/temporary-folder.ts";

const home = temporaryHome();
lendPython(home);
lendCache(home);

const A_GLANCE = {
  pairs: 1,
  patienceMs: 0,
  schedule: { warmupIterations: 1, warmTimeMs: 20, minIterations: 3, maxIterations: 100 },
};

const SILENT = { start() {}, step() {}, say() {}, stop() {} };

describe("a lean program", () => {
  // One target of each family; what it answers is compared with the harness's answer before any time is.
  it.for(["python-numpy", "python-slice", "pyodide", "js", "wasm", "native"])(
    "answers as the harness does, in a time like it: %s",
    async (id, { skip }) => {
      const target = targetById(id);
      skip(id.startsWith("python") && projectPython === null, "no Python");
      skip(!(await target.probe()).available, `${id} cannot run here`);
      const [row] = await measureFairness([target], ["score-telemetry"], A_GLANCE, SILENT);
      expect(row!.what).toBe(`score-telemetry × ${id}`);
      const ratio = Number(/= (\S+)/.exec(row!.value)![1]);
      expect(ratio).toBeGreaterThan(0.02);
      expect(ratio).toBeLessThan(50);
    },
  );
});

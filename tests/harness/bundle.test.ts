import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { bundlePageWorker, bundleWorker } from "../../loaders/harness/bundle.ts";
import { targets } from "../../loaders/targets/index.ts";
import { temporaryHome } from "../fixtures/temporary-folder.ts";

temporaryHome();

describe("a worker's bundle", () => {
  it.for(targets.filter(({ host }) => host.kind !== "process").map((target) => [target.id, target] as const))(
    "%s holds nothing of what describes and prepares the target, which would count as its start",
    async ([, { title, host }]) => {
      if (host.kind === "process") return;
      const bundle = host.kind === "node" ? bundleWorker : bundlePageWorker;
      const code = readFileSync(await bundle(host.module(), "score-telemetry"), "utf8");
      expect(code).not.toContain(JSON.stringify(title));
      expect(code).not.toMatch(/availableParallelism|createRequire|node:crypto/);
    },
  );
});

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const NOTICE = JSON.stringify(new URL("../../loaders/traces/slow-notice.ts", import.meta.url).href);

describe("work that takes long", () => {
  it("is announced on stderr although it blocks the thread; quick work is not", () => {
    const script = `
      import { withSlowNotice } from ${NOTICE};
      const block = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
      await withSlowNotice("Quick", () => block(1), 60_000);
      console.log(await withSlowNotice("Reading big.json", () => { block(2000); return 42; }, 200));`;
    const run = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
      encoding: "utf8",
      cwd: fileURLToPath(new URL("../..", import.meta.url)),
    });
    expect(run.stdout).toBe("42\n");
    expect(run.stderr).toMatch(/Reading big\.json … \d+ s\n/);
    expect(run.stderr).not.toContain("Quick");
  });
});

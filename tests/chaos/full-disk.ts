import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { command, lendCache } from "./command.ts";
import { MEASURE, mustBeTidy, soundRuns } from "./runs-in.ts";
import { must, type Storm, trial, within } from "./storm.ts";

const mount = (folder: string, size: string) =>
  spawnSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "none", folder]);

/** A disk that is full at some point of a measurement. */
export const fullDisk: Storm = {
  id: "full-disk",
  title: "a disk that runs full at some point of a measurement",
  promise:
    "one message that says so, an exit code, no target blamed, no half row or file; rows before it are kept",
  trials: 6,
  unavailable: () =>
    process.platform === "linux" && process.getuid?.() === 0
      ? null
      : "mounting a small disk takes root on Linux",
  async *strike({ random, folder, trials }) {
    for (let i = 0; i < trials; i++) {
      const home = join(folder, String(i));
      mkdirSync(home, { recursive: true });
      const kilobytes = 4 + Math.floor(random() ** 2 * 200) * 4;
      if (mount(home, `${kilobytes}k`).status !== 0) return;
      try {
        yield await trial(`of ${kilobytes} kB`, async () => {
          lendCache(folder, home);
          const { code, output } = await within(120_000, "the measurement", command(home, MEASURE).ended);
          if (code === 0) return; // it had room enough
          must(
            /full|space|ENOSPC/i.test(output),
            `exit code ${code} without a word on the disk: ${output.slice(-300)}`,
          );
          must(!/\bcrash\b/.test(output), `a target is blamed: ${output.slice(-300)}`);
          must(!/^\s+at .*:\d+:\d+/m.test(output), `a stack trace: ${output.slice(-300)}`);
          soundRuns(home);
          mustBeTidy(home);
        });
      } finally {
        spawnSync("umount", ["-l", home]);
      }
    }
  },
};

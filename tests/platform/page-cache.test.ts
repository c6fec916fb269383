import { readFileSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dropFromPageCache } from "../../loaders/platform/page-cache.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

const folder = temporaryFolder();
const TMPFS = 0x01021994;

describe.runIf(process.platform === "linux")("a file that was read", () => {
  it("is dropped from memory, but for one that lies there", async () => {
    const path = join(folder, "model.bin");
    writeFileSync(path, Buffer.alloc(4 << 20, 7));
    readFileSync(path);
    const pages = await dropFromPageCache(path);
    if (statfsSync(folder).type === TMPFS) {
      expect(pages).toMatchObject({
        state: "kept",
        reason: expect.stringMatching(/100 % of the file stayed/),
      });
      return;
    }
    expect(pages.state).toBe("dropped");
    expect(readFileSync(path)[0]).toBe(7);
  });

  it.skipIf(!hasMemoryFolder())("in memory itself is kept, and why is said", async () => {
    const path = join("/dev/shm", `portolan-test-${process.pid}`);
    writeFileSync(path, Buffer.alloc(1 << 20, 1), { flag: "wx" });
    try {
      expect(await dropFromPageCache(path)).toMatchObject({
        state: "kept",
        reason: expect.stringMatching(/stayed in memory/),
        enable: expect.stringMatching(/PORTOLAN_HOME on a disk/),
      });
    } finally {
      rmSync(path);
    }
  });
});

function hasMemoryFolder(): boolean {
  try {
    return statfsSync("/dev/shm").type === TMPFS;
  } catch {
    return false;
  }
}

import { describe, expect, it } from "vitest";
import { findChromium } from "../../loaders/browser/chromium.ts";
import { measureIsolation } from "../../loaders/browser/isolation.ts";
import { lendCache, temporaryHome } from "../fixtures/temporary-folder.ts";

lendCache(temporaryHome());

describe.runIf(findChromium())("a page that is not cross-origin isolated", () => {
  it("has one thread, whatever was asked for, no shared memory and a coarse clock", async () => {
    const { isolated, plain } = await measureIsolation(2, new AbortController().signal);
    expect(isolated).toMatchObject({ isolated: true, sharedMemory: true, threads: 2 });
    expect(plain).toMatchObject({ isolated: false, sharedMemory: false, threads: 1 });
    expect(plain.clockStepMs).toBeGreaterThan(5 * isolated.clockStepMs);
  });
});

import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { busiestOthers, loadBetween, readCpuTimes } from "../../loaders/platform/machine-load.ts";
import { waitQuiet } from "../../loaders/profile/wait-quiet.ts";

describe.skipIf(process.platform !== "linux")("the machine's load", () => {
  it("tells a program's own CPU time, its children's included, from that of others", async () => {
    const idle = spawn("sleep", ["60"]);
    // A shell whose child spins, so that the work is a grandchild's.
    const spin = spawn("sh", ["-c", `"${process.execPath}" -e "for (;;);"; :`], { detached: true });
    try {
      await sleep(200);
      const before = readCpuTimes()!;
      await sleep(600);
      const after = readCpuTimes()!;
      const spun = loadBetween(before, after, [spin.pid!])!;
      expect(spun.ownMs).toBeGreaterThan(50);
      const others = loadBetween(before, after, [idle.pid!])!;
      expect(others.ownMs).toBe(0);
      expect(others.othersMs).toBeGreaterThanOrEqual(spun.ownMs * 0.8);
      expect(others.othersMs).toBeLessThanOrEqual(others.wallMs * others.cores * 1.2);
      expect(busiestOthers(before, after, [idle.pid!]).length).toBeGreaterThan(0);
      const named = busiestOthers(before, after, [process.pid]).map(({ name }) => name);
      expect(named).not.toContain("sleep");
    } finally {
      process.kill(-spin.pid!, "SIGKILL");
      idle.kill();
    }
  });
});

describe("waiting for a quiet machine", () => {
  const busy = (cores: number) => ({
    wallMs: 2_000,
    cores: 2,
    ownMs: 0,
    othersMs: cores * 2_000,
    busiest: [{ name: "indexer", cores }],
  });

  async function saidOn(looks: readonly (ReturnType<typeof busy> | null)[], seconds: number) {
    const said: string[] = [];
    let taken = 0;
    await waitQuiet({
      forMs: seconds * 1e3,
      say: (line) => said.push(line),
      signal: new AbortController().signal,
      look: async () => looks[taken++]!,
    });
    return { said, taken };
  }

  it("says nothing where it is", async () => {
    expect(await saidOn([busy(0.1)], 60)).toEqual({ said: [], taken: 1 });
  });

  it("says who keeps it busy while it waits, now and then", async () => {
    const { said, taken } = await saidOn([...Array(7).fill(busy(1.5)), busy(0)], 60);
    expect(taken).toBe(8);
    expect(said).toEqual([
      "Waiting for a quiet machine, 58 s more at most: others use 1.5 of 2 cores: indexer 1.5 …",
      "Waiting for a quiet machine, 48 s more at most: others use 1.5 of 2 cores: indexer 1.5 …",
    ]);
  });

  it("goes on when the time is up, and says so", async () => {
    const { said } = await saidOn([busy(1), busy(1)], 3);
    expect(said.at(-1)).toMatch(/did not become quiet within 3 s.*indexer 1\.0.*Recording all the same/);
  });

  it("does not wait where nothing tells", async () => {
    const { said } = await saidOn([null], 3);
    expect(said).toEqual([expect.stringContaining("not watched here")]);
  });
});

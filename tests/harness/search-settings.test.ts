import { describe, expect, it } from "vitest";
import { searchSettings } from "../../loaders/harness/search-settings.ts";
import { mulberry32 } from "../../src/model/random.ts";
import type { EngineSettings } from "../../src/model/run-file.ts";

const ALTERNATIVES = {
  threads: [2],
  graphOptimization: ["extended", "basic"],
  memoryArena: [false],
  spinning: [false],
} as const;

/** An engine whose requests take what `costMs` says, with noise; time passes only while it works. */
function engine(costMs: (settings: EngineSettings) => number | string, noise: number, seed: number) {
  const random = mulberry32(seed);
  let clock = 0;
  let requests = 0;
  const open = new Set<EngineSettings>();
  const search = () =>
    searchSettings({
      alternatives: ALTERNATIVES,
      random: mulberry32(seed + 1),
      stepMs: 100,
      now: () => clock,
      open: async (settings) => {
        const cost = costMs(settings);
        if (typeof cost === "string") return { refused: cost };
        open.add(settings);
        return {
          time: async (count) => {
            requests += count;
            return Array.from({ length: count }, () => {
              const ms = cost * (1 + noise * (random() + random() - 1));
              clock += ms;
              return ms;
            });
          },
          close: async () => {
            open.delete(settings);
          },
        };
      },
    });
  return { search, open, spent: () => ({ ms: clock, requests }) };
}

const level = ({ graphOptimization = "all" }: EngineSettings) => graphOptimization;

describe("a search for settings", () => {
  it("finds the level that suits a model better than the default, in little time", async () => {
    for (const seed of [1, 2, 3]) {
      const { search, spent } = engine((s) => (level(s) === "all" ? 14.6 : 8.3), 0.05, seed);
      const { chosen, ratio } = await search();
      expect(["extended", "basic"]).toContain(chosen.graphOptimization);
      expect(chosen.threads).toBeUndefined();
      expect(ratio!.value).toBeCloseTo(8.3 / 14.6, 1);
      expect(ratio!.low).toBeLessThan(ratio!.value);
      expect(ratio!.high).toBeGreaterThan(ratio!.value);
      expect(spent().ms).toBeLessThan(2_500);
    }
  });

  it("goes on from what it found: threads first, then the level, then the rest", async () => {
    const cost = (s: EngineSettings) =>
      (s.threads === 2 ? 5 : 10) * (level(s) === "extended" ? 0.8 : 1) * (s.spinning === false ? 0.8 : 1);
    const { chosen, ratio, candidates } = await engine(cost, 0.04, 4).search();
    expect(chosen).toEqual({ threads: 2, graphOptimization: "extended", spinning: false });
    expect(ratio!.value).toBeCloseTo(0.32, 1);
    expect(candidates[0]!.settings).toEqual({});
    expect(candidates.map(({ settings }) => settings)).toContainEqual({
      threads: 2,
      graphOptimization: "basic",
    });
  });

  it("keeps the program as it is where nothing is clearly faster, whatever the noise draws", async () => {
    let taken = 0;
    for (let seed = 0; seed < 40; seed++) {
      const { chosen, ratio } = await engine(
        (s) => (level(s) === "basic" ? 9.9 : 10),
        0.2,
        seed * 7,
      ).search();
      if (Object.keys(chosen).length > 0) taken++;
      else expect(ratio).toBeNull();
    }
    expect(taken).toBeLessThanOrEqual(2);
  });

  it("leaves spinning alone on one thread: nobody waits", async () => {
    const { candidates } = await engine((s) => (s.threads === 2 ? 20 : 10), 0.02, 5).search();
    expect(candidates.some(({ settings }) => settings.spinning !== undefined)).toBe(false);
    expect(candidates.some(({ settings }) => settings.memoryArena === false)).toBe(true);
  });

  it("drops the hopeless early", async () => {
    const { candidates } = await engine((s) => (s.threads === 2 ? 40 : 10), 0.02, 6).search();
    const [asItIs, twoThreads] = candidates;
    expect(twoThreads!.requests).toBe(2);
    expect(asItIs!.requests).toBeGreaterThan(10);
  });

  it("records what the engine refused, in its words, and goes on", async () => {
    const cost = (s: EngineSettings) =>
      level(s) === "extended" ? "no such level" : level(s) === "basic" ? 5 : 10;
    const { chosen, candidates } = await engine(cost, 0.02, 7).search();
    expect(chosen).toEqual({ graphOptimization: "basic" });
    expect(candidates.find(({ settings }) => level(settings) === "extended")).toEqual({
      settings: { graphOptimization: "extended" },
      medianMs: null,
      requests: 0,
      refused: "no such level",
    });
  });

  it("fails where the engine refuses its own defaults", async () => {
    await expect(engine(() => "out of memory", 0, 8).search()).rejects.toThrow(/own defaults: out of memory/);
  });

  it("is the same for the same seed and times", async () => {
    const once = () => engine((s) => (level(s) === "basic" ? 8 : 10), 0.1, 9).search();
    expect(await once()).toEqual(await once());
  });

  it("keeps no more sessions open than the best and the program as it is", async () => {
    const { search, open } = engine((s) => (level(s) === "basic" ? 5 : 10), 0.02, 10);
    await search();
    expect([...open]).toEqual([{}, { graphOptimization: "basic" }]);
  });
});

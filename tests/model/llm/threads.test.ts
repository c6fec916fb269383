import { describe, expect, it } from "vitest";
import { threadCounts, threadLadders } from "../../../src/model/llm/threads.ts";
import { type ThreadsRow, threadsRowSchema } from "../../../src/model/run-file.ts";
import { THREADS } from "../../fixtures/chats.ts";

describe("numbers of threads", () => {
  it.each([
    [1, [1, 2]],
    [2, [1, 2, 4]],
    [6, [1, 2, 4, 6, 12]],
    [8, [1, 2, 4, 8, 16]],
  ])("on %i cores go up to twice as many", (cores, counts) => {
    expect(threadCounts(cores)).toEqual(counts);
  });
});

describe("a conversation on more and more threads", () => {
  it("is compared with one thread, by the medians of rounds", () => {
    for (const row of THREADS) expect(threadsRowSchema.safeParse(row).error).toBeUndefined();
    const [ladder] = threadLadders([...THREADS].reverse());
    expect(ladder!.missing).toBeNull();
    expect(ladder!.rungs.map(({ threads, tokenMs }) => [threads, tokenMs.value])).toEqual([
      [1, 2.4],
      [2, 1.6],
      [4, 40],
    ]);
    const [one, two, four] = ladder!.rungs;
    expect(one!.tokenOverOne).toBeNull();
    expect(two!.firstOverOne!.value).toBeCloseTo(90 / 160, 6);
    expect(four!.tokenOverOne!.value).toBeCloseTo(40 / 2.4, 6);
    expect(four!.tokenOverOne!.low).toBeGreaterThan(8);
    expect(two!.tokenMs.low).toBeLessThan(1.6);
  });

  it("that was cut off before it got to more threads has those that it got to", () => {
    const cut = THREADS.map((row): ThreadsRow => (row.threads === 4 ? { ...row, rounds: [] } : row));
    expect(threadLadders(cut)[0]!.rungs.map(({ threads }) => threads)).toEqual([1, 2]);
  });

  it("that could not be had says why", () => {
    const missing = { reason: "its worker ended", enable: "npx portolan doctor" };
    const [ladder] = threadLadders([{ ...THREADS[0]!, rounds: [], missing }]);
    expect(ladder).toMatchObject({ rungs: [], missing });
    expect(threadLadders([])).toEqual([]);
  });
});

import { beforeAll, describe, expect, it } from "vitest";
import { measureLadder } from "../../loaders/ladder/measure-ladder.ts";
import { LADDER_ENGINES, RUNGS } from "../../src/model/ladder/rungs.ts";
import { type LadderRow, ladderRowSchema } from "../../src/model/run-file.ts";
import { lendCache, temporaryHome } from "../fixtures/temporary-folder.ts";

lendCache(temporaryHome());

describe("a ladder of kernels, measured", () => {
  let rows: LadderRow[];
  beforeAll(async () => {
    rows = await measureLadder({ effort: "quick", signal: new AbortController().signal });
  });

  it("has a row for each engine alone, as a run file takes it", () => {
    for (const row of rows) expect(ladderRowSchema.safeParse(row).error).toBeUndefined();
    const alone = rows.filter(({ threads }) => threads === 1);
    expect(alone.map(({ engine }) => engine)).toEqual(LADDER_ENGINES);
  });

  it("has every rung, each with as many rounds", () => {
    for (const { missing, rungs } of rows) {
      expect(missing).toBeNull();
      expect(rungs.map(({ rung }) => rung)).toEqual(RUNGS);
      expect(new Set(rungs.map(({ roundMs }) => roundMs.length)).size).toBe(1);
    }
  });
});

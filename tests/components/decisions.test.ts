import { describe, expect, it } from "vitest";
import { Decisions, type Found } from "../../src/components/decisions.ts";
import { measuredSubjects } from "../../src/model/decision/subject.ts";
import { SHIPPED_BOOK } from "../../src/model/prices/shipped-book.ts";
import { exactly } from "../../src/model/scenario/range.ts";
import { DEFAULT_SCENARIO } from "../../src/model/scenario/scenario.ts";
import { ENGINE_BOUND, GLUE_BOUND, measuredWorkload, summaryOf } from "../model/every-course.ts";

const summary = summaryOf([measuredWorkload("glue", GLUE_BOUND), measuredWorkload("engine", ENGINE_BOUND)]);
const BUSY = { ...DEFAULT_SCENARIO, requestsPerMonth: exactly(2e9) };

async function all(founds: AsyncGenerator<Found>): Promise<Found[]> {
  const seen: Found[] = [];
  for await (const found of founds) seen.push(found);
  return seen;
}

describe("decisions about several subjects", () => {
  it("come one by one, and are told as a whole once all are there", async () => {
    const decisions = new Decisions(measuredSubjects(summary), SHIPPED_BOOK, { draws: 20 });
    const seen = await all(decisions.about(DEFAULT_SCENARIO));
    expect(seen.map(({ entries }) => entries.filter(({ answer }) => answer !== null).length)).toEqual([
      0, 1, 2,
    ]);
    expect(seen.map(({ whole }) => whole !== null)).toEqual([false, false, true]);
    expect(seen.at(-1)!.isSettled).toBe(true);
  });

  it("leave those of earlier conditions in place, marked, and their whole unmixed", async () => {
    const decisions = new Decisions(measuredSubjects(summary), SHIPPED_BOOK, { draws: 20 });
    await all(decisions.about(DEFAULT_SCENARIO));
    const seen = await all(decisions.about(BUSY));
    expect(seen.map(({ entries }) => entries.map(({ stale }) => stale))).toEqual([
      [true, true],
      [false, true],
      [false, false],
    ]);
    expect(seen.map(({ whole }) => whole!.scenario)).toEqual([DEFAULT_SCENARIO, DEFAULT_SCENARIO, BUSY]);
  });

  it("are not made twice under the same conditions", async () => {
    const decisions = new Decisions(measuredSubjects(summary), SHIPPED_BOOK, { draws: 20 });
    const [first] = (await all(decisions.about(DEFAULT_SCENARIO))).slice(-1);
    await all(decisions.about(BUSY));
    const again = await all(decisions.about({ ...DEFAULT_SCENARIO }));
    expect(again).toHaveLength(1);
    expect(again[0]!.entries.map(({ answer }) => answer)).toEqual(first!.entries.map(({ answer }) => answer));
    expect(again[0]!.entries[0]!.answer).toBe(first!.entries[0]!.answer);
  });

  it("stop where nobody waits for them any longer", async () => {
    const decisions = new Decisions(measuredSubjects(summary), SHIPPED_BOOK, { draws: 20 });
    const founds = decisions.about(DEFAULT_SCENARIO);
    await founds.next();
    await founds.return(undefined);
    expect((await founds.next()).done).toBe(true);
  });
});

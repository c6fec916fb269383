import { describe, expect, it } from "vitest";
import { QuickDraws } from "../../../src/components/what-if/quick-draws.ts";

/** A machine on which each thousand draws take so long. */
function settle(msPerThousand: number): number {
  const quick = new QuickDraws();
  for (let i = 0; i < 30; i++) quick.took((quick.draws / 1000) * msPerThousand);
  return quick.draws;
}

describe("the draws of a slider's step", () => {
  it("fit into a frame on a fast machine and on a slow one", () => {
    expect(settle(2)).toBe(2000);
    expect(settle(16)).toBeGreaterThanOrEqual(900);
    expect(settle(16)).toBeLessThanOrEqual(1100);
    expect(settle(40)).toBeLessThanOrEqual(500);
  });

  it("never fall so low that the answer is noise", () => {
    expect(settle(1000)).toBe(200);
  });

  it("shrug off a single slow step", () => {
    const quick = new QuickDraws();
    const before = quick.draws;
    quick.took(500);
    expect(quick.draws).toBeGreaterThanOrEqual(before / 2);
  });
});

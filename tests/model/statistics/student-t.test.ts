import { describe, expect, it } from "vitest";
import { studentCritical } from "../../../src/model/statistics/student-t.ts";

describe("studentCritical", () => {
  // Published tables of Student's t, two-sided.
  it.each([
    [1, 0.95, 12.706],
    [2, 0.95, 4.303],
    [3, 0.95, 3.182],
    [9, 0.95, 2.262],
    [30, 0.95, 2.042],
    [2, 0.99, 9.925],
    [4, 0.99, 4.604],
    [29, 0.99, 2.756],
  ])("matches the table for %i degrees of freedom at %d", (df, confidence, t) => {
    expect(studentCritical(df, confidence)).toBeCloseTo(t, 3);
  });

  it("rounds fractional degrees of freedom down, to the wider value, and never below 1", () => {
    expect(studentCritical(2.9, 0.95)).toBe(studentCritical(2, 0.95));
    expect(studentCritical(0.3, 0.95)).toBe(studentCritical(1, 0.95));
  });
});

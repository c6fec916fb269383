import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { breakEvenMonth, type CashFlow } from "../../../src/model/uncertainty/break-even.ts";

/** Sum at the end of a month, added up one by one. */
function costAt({ onceUsd, monthlyUsd }: CashFlow, month: number, percentPerYear: number): number {
  let sum = onceUsd;
  for (let i = 1; i <= month; i++) sum += monthlyUsd / (1 + percentPerYear / 100) ** (i / 12);
  return sum;
}

const money = fc.integer({ min: 0, max: 5000 });
const flow = fc.record({ onceUsd: money, monthlyUsd: money });

describe("breakEvenMonth", () => {
  it("is what is paid extra over what is saved, undiscounted", () => {
    const [port, stay] = [
      { onceUsd: 36_000, monthlyUsd: 1000 },
      { onceUsd: 0, monthlyUsd: 4000 },
    ];
    expect(breakEvenMonth(port, stay, 0)).toEqual({ state: "from", month: 12 });
    expect(breakEvenMonth(port, stay, 10)).toEqual({ state: "from", month: 13 });
    expect(breakEvenMonth(stay, port, 0)).toEqual({ state: "until", month: 11 });
  });

  it("is never where discounted savings cannot add up to the outlay", () => {
    // 100 USD a month for ever are worth 100 / 0.00797 = 12,541 USD at 10 % a year.
    const saving = { onceUsd: 12_600, monthlyUsd: 0 };
    const rest = { onceUsd: 0, monthlyUsd: 100 };
    expect(breakEvenMonth(saving, rest, 10)).toEqual({ state: "never" });
    expect(breakEvenMonth(rest, saving, 10)).toEqual({ state: "always" });
    expect(breakEvenMonth({ ...saving, onceUsd: 12_500 }, rest, 10)).toMatchObject({ state: "from" });
  });

  it("agrees with adding up month by month", () => {
    fc.assert(
      fc.property(flow, flow, fc.constantFrom(0, 5, 30), (a, b, rate) => {
        const found = breakEvenMonth(a, b, rate);
        const ahead = (month: number) => costAt(b, month, rate) - costAt(a, month, rate);
        const slack = 1e-6;
        for (const month of [1, 2, 3, 10, 100, 400]) {
          if (found.state === "always") expect(ahead(month)).toBeGreaterThan(-slack);
          if (found.state === "never") expect(ahead(month)).toBeLessThan(slack);
        }
        if (found.state !== "from" && found.state !== "until") return;
        fc.pre(found.month < 3000);
        const [before, after] = [ahead(found.month), ahead(found.month + 1)];
        if (found.state === "from") {
          expect(before).toBeGreaterThan(-slack);
          if (found.month > 1) expect(ahead(found.month - 1)).toBeLessThan(slack);
        } else {
          if (found.month > 0) expect(before).toBeGreaterThan(-slack);
          expect(after).toBeLessThan(slack);
        }
      }),
    );
  });
});

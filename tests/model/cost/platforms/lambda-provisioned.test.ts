import { describe, expect, it } from "vitest";
import { pricer, sheet, usage } from "../book.ts";

const AS_GIVEN = { egress: false, lambdaMemory: "as-given" } as const;

describe("Lambda with provisioned concurrency", () => {
  it("matches Infracost's golden bill: 50 Arm instances of 512 MB for 100 hours, 10M requests of 350 ms", () => {
    // lambda_provisioned_concurrency_config_test.golden: 50 × 360,000 s × 0.5 GB, 10M × 0.35 s × 0.5 GB; $45.61.
    const bill = pricer("lambda-arm-provisioned", { ...AS_GIVEN, provisionedHours: 100 }).bill(
      usage({ requests: 1e7, wallMs: 350, memoryMb: 512, servers: 50 }),
    );
    expect(sheet(bill)).toEqual([
      ["Requests", 1e7, expect.closeTo(2, 2)],
      ["Provisioned concurrency", 9_000_000, expect.closeTo(30, 2)],
      ["Duration", 1_750_000, expect.closeTo(13.61, 2)],
    ]);
    expect(bill.totalUsd).toBeCloseTo(45.61, 2);
    expect(bill.notes[0]).toBe("50 instances are kept warm for 100 hours of the month");
  });

  it("rounds the provisioned time up to five minutes", () => {
    const gbSeconds = (provisionedHours: number) =>
      pricer("lambda-x86-provisioned", { ...AS_GIVEN, provisionedHours }).bill(
        usage({ memoryMb: 1024, servers: 1 }),
      ).lines[1]!.quantity;
    expect(gbSeconds(1)).toBe(3600);
    expect(gbSeconds(1.01)).toBeCloseTo(3900, 9);
  });

  it("bills requests that find no instance free as on demand, and those of them that are cold with their INIT", () => {
    // 16 % spill over, 1.6 % of all to a cold start. On demand: 160,000 × 0.1 s + 16,000 × 0.4 s = 22,400 GB-s.
    const bill = pricer("lambda-x86-provisioned", AS_GIVEN).bill(
      usage({
        requests: 1e6,
        wallMs: 100,
        initMs: 400,
        memoryMb: 1024,
        servers: 1,
        onDemandShare: 0.16,
        coldShare: 0.016,
      }),
    );
    expect(sheet(bill).slice(2)).toEqual([
      ["Duration", expect.closeTo(84_000, 6), expect.closeTo(84_000 * 0.0000097222, 8)],
      [
        "Requests beyond the provisioned instances",
        expect.closeTo(22_400, 6),
        expect.closeTo(22_400 * 0.0000166667, 8),
      ],
    ]);
    expect(bill.notes).toContain(
      "16 % of the requests find none of them free and run on demand; 1.6 % of all meet a cold start there",
    );
  });

  it("pays for at least one instance, and for whole ones", () => {
    const provisioned = (servers: number) =>
      pricer("lambda-x86-provisioned", AS_GIVEN).usd(usage({ memoryMb: 1024, servers }));
    expect(provisioned(0)).toBe(provisioned(1));
    expect(provisioned(1.2)).toBeCloseTo(2 * provisioned(1), 12);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PLATFORMS } from "../../../src/model/cost/platforms/index.ts";
import { type MonthlyUsage, NO_USAGE } from "../../../src/model/cost/usage.ts";
import { SHIPPED_BOOK } from "../../../src/model/prices/shipped-book.ts";
import { HERE, pricer } from "./book.ts";

const amount = (max: number) => fc.double({ min: 0, max, noNaN: true });
/** Up to the third tier of every meter. */
const anyUsage: fc.Arbitrary<MonthlyUsage> = fc.record({
  requests: fc.oneof(amount(1e6), amount(1e11)),
  wallMs: amount(1e5),
  cpuMs: amount(1e5),
  coldShare: amount(1),
  onDemandShare: amount(1),
  initMs: amount(1e4),
  memoryMb: amount(20_000),
  vcpus: fc.double({ min: 0.1, max: 16, noNaN: true }),
  servers: amount(500),
  sharing: fc.double({ min: 1, max: 100, noNaN: true }),
  idleSeconds: amount(1e8),
  requestBytes: amount(1e7),
  responseBytes: amount(1e7),
  downloadBytes: amount(1e9),
  codeBytes: amount(1e7),
  codeFiles: amount(20),
  promptTokens: amount(1e6),
  answerTokens: amount(1e5),
  newClients: amount(1e8),
  devices: amount(1e6),
  joulesPerRequest: amount(1e3),
});
/** A request of Lambda's is one GB-second, and 7 ms of CPU time elsewhere. */
const ONE_GB_SECOND: MonthlyUsage = {
  ...NO_USAGE,
  wallMs: 1000,
  cpuMs: 7,
  memoryMb: 1024,
  vcpus: 0.5,
  servers: 1,
  responseBytes: 1,
};
const priced = PLATFORMS.filter((platform) => platform.compile(SHIPPED_BOOK, HERE).state === "priced");
const ids = priced.map(({ id }) => id);
const within = (value: number) => Math.abs(value) * 1e-9 + 1e-12;

describe.each(ids)("%s", (id) => {
  const { usd, bill } = pricer(id, { ephemeralStorageMb: 1024 });

  it("adds its lines up to the sum, each quantity × price, none of it negative", () => {
    fc.assert(
      fc.property(anyUsage, (usage) => {
        const { totalUsd, lines } = bill(usage);
        expect(Math.abs(usd(usage) - totalUsd)).toBeLessThanOrEqual(within(totalUsd));
        for (const line of lines) {
          expect(line.usd).toBeGreaterThanOrEqual(0);
          expect(Math.abs(line.usd - line.quantity * line.priceUsd)).toBeLessThanOrEqual(within(line.usd));
        }
        expect(Number.isFinite(totalUsd)).toBe(true);
      }),
    );
  });

  it("never falls when more of anything is used", () => {
    const keys = (Object.keys(NO_USAGE) as (keyof MonthlyUsage)[]).filter((key) => key !== "sharing");
    const key = fc.constantFrom(...keys);
    fc.assert(
      fc.property(anyUsage, key, fc.double({ min: 1, max: 10, noNaN: true }), (less, key, factor) => {
        const raised = less[key] * factor;
        const more = { ...less, [key]: key === "coldShare" ? Math.min(1, raised) : raised };
        expect(usd(more)).toBeGreaterThanOrEqual(usd(less) - within(usd(less)));
      }),
      { numRuns: 300 },
    );
  });

  it("costs no more where requests share instances", () => {
    fc.assert(
      fc.property(anyUsage, (usage) => {
        expect(usd(usage)).toBeLessThanOrEqual(usd({ ...usage, sharing: 1 }) + within(usd(usage)));
      }),
    );
  });

  it("grows without a step where a tier ends", () => {
    for (const boundary of [6e9, 15e9, 7.5e9, 18.75e9, 1e7, 1e8 / 7, 3e7 / 7]) {
      const at = (requests: number) => usd({ ...ONE_GB_SECOND, requests });
      const [before, on, after] = [at(boundary * (1 - 1e-9)), at(boundary), at(boundary * (1 + 1e-9))];
      expect(Math.abs(on - before)).toBeLessThanOrEqual(Math.abs(on) * 1e-7 + 1e-6);
      expect(Math.abs(after - on)).toBeLessThanOrEqual(Math.abs(on) * 1e-7 + 1e-6);
    }
  });
});

describe("scaling", () => {
  it("is linear within a tier, and cheaper per request beyond it", () => {
    const { usd } = pricer("lambda-x86", { egress: false });
    const at = (requests: number) => usd({ ...ONE_GB_SECOND, requests });
    expect(at(4e9)).toBeCloseTo(2 * at(2e9), 3);
    expect(at(20e9) / 20e9).toBeLessThan(at(6e9) / 6e9);
  });
});

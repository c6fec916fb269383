import { describe, expect, it } from "vitest";
import { withOverrides } from "../../../../src/model/prices/overrides.ts";
import { priceAt } from "../../../../src/model/prices/price-at.ts";
import { SHIPPED_BOOK } from "../../../../src/model/prices/shipped-book.ts";
import { exceeded, HERE, pricer, sheet, usage } from "../book.ts";

const AS_GIVEN = { egress: false, lambdaMemory: "as-given" } as const;
const per1000 = usage({ requests: 1000, wallMs: 8.2, memoryMb: 1769, initMs: 100, coldShare: 0.01 });

describe("a bill of Lambda", () => {
  it("matches one computed by hand", () => {
    // 1,769 MB is 1.7275390625 GB. Warm: 9 ms × 1,000 = 9 s, 15.5478515625 GB-s × 0.0000166667 = 0.000259131378…
    // Cold: 10 requests of ⌈108.2⌉ = 109 ms instead of 9, 1 s, 1.7275390625 GB-s = 0.0000287923753…
    const bill = pricer("lambda-x86", AS_GIVEN).bill(per1000);
    expect(sheet(bill)).toEqual([
      ["Requests", 1000, expect.closeTo(0.0002, 12)],
      ["Duration", expect.closeTo(15.5478515625, 10), expect.closeTo(0.000259131378, 12)],
      ["Cold starts", expect.closeTo(1.7275390625, 10), expect.closeTo(0.000028792375, 12)],
    ]);
    expect(bill.totalUsd).toBeCloseTo(0.000487923753, 12);
    expect(bill.notes).toEqual(["1,769 MB are billed; they bring the CPU time of 1.00 vCPU"]);
  });

  it("charges Arm less per GB-second and the same per request", () => {
    const bill = pricer("lambda-arm", AS_GIVEN).bill({ ...per1000, memoryMb: 1024, coldShare: 0 });
    expect(bill.lines.map(({ usd }) => usd)).toEqual([
      expect.closeTo(0.0002, 12),
      expect.closeTo(9 * 0.0000133334, 15),
      0,
    ]);
  });

  it("shows quantity, price, statement, date and source of every line", () => {
    const { lines } = pricer("lambda-x86", AS_GIVEN).bill(per1000);
    for (const line of lines) {
      expect(line.usd).toBeCloseTo(line.quantity * line.priceUsd, 15);
      expect(line).toMatchObject({ region: "us-east-1", validFrom: "2024-07-01", confidence: "high" });
    }
    expect(lines[0]).toMatchObject({ unit: "request", stated: "0.2 USD/1M requests" });
    expect(lines[1]).toMatchObject({ unit: "GB-second", stated: "0.0000166667 USD/GB-second" });
    expect(lines[2]!.source).toContain("INIT billed since 2025-08-01: AWS Compute blog, 2025-04-29");
  });

  it("bills INIT since 2025-08-01 and not the day before", () => {
    const coldStarts = (date: string) => pricer("lambda-x86", { ...AS_GIVEN, date }).bill(per1000).lines[2]!;
    expect(coldStarts("2025-08-01").usd).toBeCloseTo(0.000028792375, 12);
    expect(coldStarts("2025-07-31").usd).toBe(0);
    expect(coldStarts("2025-07-31").source).toContain("INIT not billed until 2025-07-31");
  });

  it("pays for waiting as for computing", () => {
    const lambda = pricer("lambda-x86", AS_GIVEN);
    const [busy, waiting] = [
      usage({ requests: 1e6, wallMs: 100, cpuMs: 100 }),
      usage({ requests: 1e6, wallMs: 100, cpuMs: 5 }),
    ];
    expect(lambda.usd(waiting)).toBe(lambda.usd(busy));
  });

  it("configures the memory that holds the latency, or the memory that is given", () => {
    const twoThreads = usage({ requests: 1000, wallMs: 100, memoryMb: 500, vcpus: 2 });
    const [holding, given] = [pricer("lambda-x86", { egress: false }), pricer("lambda-x86", AS_GIVEN)];
    expect(holding.bill(twoThreads).lines[1]!.quantity).toBeCloseTo((100 * 3538) / 1024, 9);
    expect(given.bill(twoThreads).lines[1]!.quantity).toBeCloseTo((100 * 500) / 1024, 9);
    expect(holding.bill({ ...twoThreads, memoryMb: 11_000 }).notes[1]).toBe(
      "Lambda ends at 10,240 MB: this size cannot be had",
    );
  });

  it("counts the free tier where it is asked for, and says so on lines of its own", () => {
    // 3M requests of 120 ms at 1,536 MB: 540,000 GB-s. Free: 1M requests and 400,000 GB-s.
    const month = usage({ requests: 3e6, wallMs: 120, memoryMb: 1536 });
    const bill = pricer("lambda-x86", { ...AS_GIVEN, freeTier: true }).bill(month);
    expect(sheet(bill)).toEqual([
      ["Requests (first 1M, free)", 1e6, 0],
      ["Requests (over 1M)", 2e6, expect.closeTo(0.4, 10)],
      ["Duration (first 400,000, free)", 400_000, 0],
      ["Duration (next 5.9996B)", 140_000, expect.closeTo(140_000 * 0.0000166667, 10)],
      ["Cold starts (next 5.9996B)", 0, 0],
    ]);
    expect(bill.lines[0]).toMatchObject({ stated: "included", priceId: "aws.lambda.free.requests" });
    expect(pricer("lambda-x86", AS_GIVEN).usd(month)).toBeCloseTo(0.6 + 540_000 * 0.0000166667, 10);
  });

  it("charges ephemeral storage beyond 512 MB", () => {
    const month = usage({ requests: 1e6, wallMs: 100, memoryMb: 1024 });
    const withStorage = (ephemeralStorageMb: number) =>
      pricer("lambda-x86", { ...AS_GIVEN, ephemeralStorageMb }).bill(month);
    // 2,560 MB − 512 MB = 2 GB, for 100,000 s.
    expect(sheet(withStorage(2560)).at(-1)).toEqual([
      "Ephemeral storage",
      200_000,
      expect.closeTo(200_000 * 0.0000000309, 12),
    ]);
    expect(withStorage(512).lines.map(({ label }) => label)).not.toContain("Ephemeral storage");
  });

  it("asks in a user's own region for no price that it has no use for", () => {
    const own = withOverrides(SHIPPED_BOOK, {
      name: "own.yaml",
      text: `prices:
  aws.lambda.requests: {unit: USD/1M requests, value: 0.2, region: eu-west-1}
  aws.lambda.duration.x86: {unit: USD/GB-second, value: 0.00002, region: eu-west-1}
`,
    });
    const there = { ...AS_GIVEN, region: "eu-west-1" };
    const month = usage({ requests: 1e6, wallMs: 100, memoryMb: 1024 });
    expect(pricer("lambda-x86", there, own).usd(month)).toBeCloseTo(0.2 + 100_000 * 0.00002, 10);
    expect(pricer("lambda-x86", { ...there, ephemeralStorageMb: 512 }, own).usd(month)).toBeCloseTo(2.2, 10);
    expect(() => pricer("lambda-x86", { ...there, ephemeralStorageMb: 513 }, own)).toThrow(
      "no price aws.lambda.ephemeral-storage for region eu-west-1",
    );
  });

  it("counts no free tier where the book knows none, and says so", () => {
    const without = {
      entries: SHIPPED_BOOK.entries.map((entry) =>
        entry.id.includes(".free.") || entry.id === "aws.egress.free" ? { ...entry, history: [] } : entry,
      ),
    };
    const month = usage({ requests: 1e6, wallMs: 100, memoryMb: 1024, responseBytes: 1e4 });
    const bill = pricer("lambda-x86", { freeTier: true }, without).bill(month);
    expect(bill.totalUsd).toBe(pricer("lambda-x86", { freeTier: false }).usd(month));
    for (const id of ["aws.lambda.free.requests", "aws.lambda.free.duration", "aws.egress.free"])
      expect(bill.notes.join("\n")).toContain(`No free tier is counted for ${id}: `);
  });

  it("names everything that is wrong with a usage at once", () => {
    const wrong = {
      ...per1000,
      wallMs: Number.NaN,
      coldShare: 1.5,
      requests: -1,
      initMs: Number.POSITIVE_INFINITY,
    };
    expect(() => pricer("lambda-x86").bill(wrong)).toThrow(RangeError);
    expect(() => pricer("lambda-x86").bill(wrong)).toThrow(
      /^requests is -1: allowed is 0 or more; .*\nwallMs is NaN: .*\ncoldShare is 1.5: allowed is 0 to 1; .*\ninitMs is Infinity: /,
    );
  });
});

// lambda_function_test.golden of Infracost (us-east-1), with the usage of its .usage.yml and the memory of its .tf.
describe("Infracost's golden bill of Lambda's tiers", () => {
  const month = (id: string, requests: number, wallMs: number, memoryMb: number) =>
    sheet(pricer(id, AS_GIVEN).bill(usage({ requests, wallMs, memoryMb }))).filter(([, , usd]) => usd > 0);
  const cents = (usd: number) => expect.closeTo(usd, 1.9);

  it("x86, 6B requests of 1,024 ms at 512 MB: the first tier", () => {
    expect(month("lambda-x86", 6e9, 1024, 512)).toEqual([
      ["Requests", 6e9, cents(1200)],
      ["Duration", 3_072_000_000, cents(51_200.1)],
    ]);
  });

  it("x86, 9B requests of 1,024 ms at 1,024 MB: into the second tier", () => {
    expect(month("lambda-x86", 9e9, 1024, 1024)).toEqual([
      ["Requests", 9e9, cents(1800)],
      ["Duration (first 6B)", 6e9, cents(100_000.2)],
      ["Duration (next 9B)", 3_216_000_000, cents(48_240)],
    ]);
  });

  it("x86, 30B GB-seconds: all three tiers (Infracost prints 15B requests of 2,048 ms at 2,048 MB with that quantity)", () => {
    // 15B × 2.048 s × 2 GB are 61.44B GB-s; the golden file has 30B, so 2,000 ms at 1,024 MB stand for it.
    const [, ...duration] = month("lambda-x86", 15e9, 2000, 1024);
    expect(duration).toEqual([
      ["Duration (first 6B)", 6e9, cents(100_000.2)],
      ["Duration (next 9B)", 9e9, cents(135_000)],
      ["Duration (over 15B)", 15e9, cents(200_001)],
    ]);
  });

  it("Arm, 7.5B and 11.25B requests of 1,024 ms", () => {
    expect(month("lambda-arm", 7.5e9, 1024, 512)).toEqual([
      ["Requests", 7.5e9, cents(1500)],
      ["Duration", 3_840_000_000, cents(51_200.26)],
    ]);
    expect(month("lambda-arm", 11.25e9, 1024, 1024)).toEqual([
      ["Requests", 11.25e9, cents(2250)],
      ["Duration (first 7.5B)", 7.5e9, cents(100_000.5)],
      ["Duration (next 11.25B)", 4_020_000_000, cents(48_240.4)],
    ]);
  });

  it("Arm, 37.5B GB-seconds: all three tiers", () => {
    const [, ...duration] = month("lambda-arm", 18.75e9, 2000, 1024);
    expect(duration).toEqual([
      ["Duration (first 7.5B)", 7.5e9, cents(100_000.5)],
      ["Duration (next 11.25B)", 11.25e9, cents(135_001.13)],
      ["Duration (over 18.75B)", 18.75e9, cents(200_000.63)],
    ]);
  });

  it("100,000 requests of 350 ms at 128 MB and at 512 MB", () => {
    expect(month("lambda-x86", 1e5, 350, 128)).toEqual([
      ["Requests", 1e5, cents(0.02)],
      ["Duration", 4375, cents(0.07)],
    ]);
    expect(month("lambda-x86", 1e5, 350, 512)[1]).toEqual(["Duration", 17_500, cents(0.29)]);
    expect(month("lambda-arm", 1e5, 350, 512)[1]).toEqual(["Duration", 17_500, cents(0.23)]);
  });
});

describe("Lambda beside a reserved vCPU", () => {
  const value = (id: string) => {
    const found = priceAt(SHIPPED_BOOK, id, HERE);
    if (found.state === "missing") throw new Error(found.reason);
    return found.price.tiers[0]!.value;
  };

  it("costs $0.1037 for a busy vCPU-hour against $0.0446 on c7i, so it breaks even at 43 % utilisation", () => {
    const busy = (1769 / 1024) * 3600 * value("aws.lambda.duration.x86");
    const reserved = value("aws.ec2.c7i.large") / 2;
    expect(busy).toBeCloseTo(0.1037, 4);
    expect(reserved).toBeCloseTo(0.0446, 4);
    expect(reserved / busy).toBeCloseTo(0.43, 2);
  });

  it("does so in the bills too, without request fees", () => {
    // 2 vCPUs of a c7i.large for 730 hours at 43 % are 627.8 vCPU-hours of requests of 1 s.
    const requests = 2 * 730 * 3600 * 0.4305;
    const onLambda = pricer("lambda-x86", { egress: false }).bill(
      usage({ requests, wallMs: 1000, vcpus: 1 }),
    );
    const reserved = pricer("ec2-c7i.large", { egress: false }).usd(usage({ servers: 1 }));
    expect(onLambda.lines[1]!.usd / reserved).toBeCloseTo(1, 2);
  });
});

describe("Lambda's limits", () => {
  it("are named with the value, the limit and its source", () => {
    expect(exceeded("lambda-x86", { memoryMb: 12_000, vcpus: 8, initMs: 11_000, wallMs: 1e6 })).toEqual([
      "needs 12,000 MB of memory; AWS Lambda, x86 ends at 10,240 (AWS Lambda quotas)",
      "needs 8 busy threads; AWS Lambda, x86 ends at 6 (AWS, “up to 10 GB of memory and 6 vCPU cores”, 2020-12-01)",
      "needs 1,000,000 ms per request; AWS Lambda, x86 ends at 900,000 (AWS Lambda quotas)",
      "needs 11,000 ms to start; AWS Lambda, x86 ends at 10,000 (AWS Compute blog, 2025-04-29)",
    ]);
    expect(exceeded("lambda-x86", { memoryMb: 10_240, vcpus: 6, initMs: 10_000, wallMs: 900_000 })).toEqual(
      [],
    );
  });
});

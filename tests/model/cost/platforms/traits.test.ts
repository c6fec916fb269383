import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { platformOf } from "../../../../src/model/cost/platforms/index.ts";
import { SHIPPED_BOOK } from "../../../../src/model/prices/shipped-book.ts";
import { exceeded, HERE, pricer, sheet, usage } from "../book.ts";

const INTERNAL = { egress: false };

describe("Google Cloud Run", () => {
  it("matches Infracost's golden service in europe-west3: $60.48, $3.15 and $0.20", () => {
    // cloud_run_v2_service_test.golden: 1.8M vCPU-s, 0.9M GiB-s and 500,000 requests, so 3.6 s of 1 vCPU and 512 MiB each.
    const bill = pricer("cloud-run", { ...INTERNAL, region: "eu" }).bill(
      usage({ requests: 500_000, wallMs: 3600, memoryMb: 512, vcpus: 1 }),
    );
    expect(sheet(bill)).toEqual([
      ["Requests", 500_000, expect.closeTo(0.2, 9)],
      ["vCPUs", expect.closeTo(500, 9), expect.closeTo(60.48, 9)],
      ["Memory", expect.closeTo(900_000, 6), expect.closeTo(3.15, 9)],
    ]);
    expect(bill.notes).toEqual(["An instance has 1 vCPU and 0.5 GB"]);
    expect(bill.lines[1]).toMatchObject({ stated: "0.0000336 USD/vCPU-second", unit: "vCPU-hour" });
  });

  it("rounds a request up to 100 ms, and a start as well", () => {
    const run = pricer("cloud-run", INTERNAL);
    const at = (wallMs: number, coldShare = 0, initMs = 0) =>
      run.usd(usage({ requests: 1e6, wallMs, coldShare, initMs, memoryMb: 1024 }));
    expect(at(1)).toBe(at(100));
    expect(at(101)).toBe(at(200));
    // A tenth of the requests starts an instance in 250 ms, billed as 300: 0.1 × 1M × 0.3 s × (0.000024 + 0.0000025).
    expect(at(100, 0.1, 250) - at(100)).toBeCloseTo(30_000 * 0.0000265, 9);
  });

  it("bills an instance once for all requests that wait in it", () => {
    const run = pricer("cloud-run", INTERNAL);
    const month = usage({ requests: 1e6, wallMs: 1000, memoryMb: 1024 });
    const [alone, shared] = [run.bill(month), run.bill({ ...month, sharing: 8 })];
    expect(shared.lines[1]!.usd).toBeCloseTo(alone.lines[1]!.usd / 8, 9);
    expect(shared.lines[0]!.usd).toBe(alone.lines[0]!.usd);
    expect(shared.notes[1]).toBe("8 requests share an instance on average while it has any");
  });

  it("counts Google's free tier where it is asked for", () => {
    const month = usage({ requests: 3e6, wallMs: 100, memoryMb: 2048 });
    const [paid, free] = [{}, { freeTier: true }].map((more) =>
      pricer("cloud-run", { ...INTERNAL, ...more }).usd(month),
    );
    // Of 3M requests, 300,000 vCPU-s and 600,000 GiB-s: 2M, 180,000 and 360,000.
    expect(paid! - free!).toBeCloseTo(0.8 + 180_000 * 0.000024 + 360_000 * 0.0000025, 9);
  });
});

describe("Azure", () => {
  it("bills Functions for a second at least, in the sizes that there are, and no start", () => {
    const bill = pricer("azure-functions").bill(
      usage({ requests: 3e6, wallMs: 120, memoryMb: 700, coldShare: 0.5, initMs: 4000 }),
    );
    // 3M × 1 s × 2 GB × 0.000026 + 3 × 0.40.
    expect(sheet(bill)).toEqual([
      ["Executions", 3e6, expect.closeTo(1.2, 9)],
      ["Execution time", expect.closeTo(6e6, 6), expect.closeTo(156, 9)],
    ]);
  });

  it("bills a container from its start until it has cooled down, at a low confidence where one restates the price", () => {
    const bill = pricer("azure-container-apps").bill(
      usage({
        requests: 1e6,
        wallMs: 50,
        memoryMb: 300,
        vcpus: 1,
        coldShare: 0.001,
        initMs: 2000,
        idleSeconds: 720_000,
      }),
    );
    // 1 vCPU comes with 2 GB. 50,000 s at work, 2,000 s at starts, 720,000 s waiting.
    expect(sheet(bill)).toEqual([
      ["Requests", 1e6, expect.closeTo(0.4, 9)],
      ["vCPUs", expect.closeTo(50_000 / 3600, 9), expect.closeTo(1.2, 9)],
      ["vCPUs of instances that start", expect.closeTo(2000 / 3600, 9), expect.closeTo(0.048, 9)],
      ["vCPUs of instances that wait", expect.closeTo(200, 9), expect.closeTo(17.28, 9)],
      ["Memory", expect.closeTo(100_000, 6), expect.closeTo(0.3, 9)],
      ["Memory of instances that start", expect.closeTo(4000, 6), expect.closeTo(0.012, 9)],
      ["Memory of instances that wait", expect.closeTo(1_440_000, 6), expect.closeTo(4.32, 9)],
    ]);
    expect(bill.lines[0]!.confidence).toBe("low");
  });
});

describe("Vercel", () => {
  it("bills waiting as memory and not as CPU", () => {
    // 3M requests: 100 ms of CPU each is 83.3 h × 0.128; 500 ms of 2 GB is 833.3 GB-h × 0.0106; 2M beyond the first.
    const bill = pricer("vercel").bill(usage({ requests: 3e6, wallMs: 500, cpuMs: 100, memoryMb: 300 }));
    expect(bill.totalUsd).toBeCloseTo(2 * 0.6 + (3e5 / 3600) * 0.128 + ((1.5e6 * 2) / 3600) * 0.0106, 9);
  });
});

describe("workers with a GPU", () => {
  it("are billed by RunPod from start to stop, half a second more for the last one that is begun", () => {
    const bill = pricer("runpod-h100").bill(
      usage({ requests: 1e5, wallMs: 800, coldShare: 0.02, initMs: 20_000, idleSeconds: 9000 }),
    );
    expect(sheet(bill)).toEqual([
      ["Workers", expect.closeTo(80_000 / 3600, 9), expect.closeTo(80_000 * 0.00116, 9)],
      [
        "Workers of instances that start",
        expect.closeTo(41_000 / 3600, 9),
        expect.closeTo(41_000 * 0.00116, 9),
      ],
      ["Workers of instances that wait", expect.closeTo(2.5, 9), expect.closeTo(9000 * 0.00116, 9)],
    ]);
    expect(bill.notes[0]).toBe("An instance that has no request is paid for until it stops, 5 s later");
  });

  it("cost on Modal what GPU, cores and memory cost", () => {
    const month = usage({ requests: 1e5, wallMs: 1000, memoryMb: 4096, vcpus: 1 });
    expect(pricer("modal-l4").usd(month)).toBeCloseTo(1e5 * (0.000222 + 0.0000131 + 4 * 0.00000222), 9);
    expect(platformOf("modal-l4").gpu).toEqual({ name: "NVIDIA L4", count: 1, memoryGb: 24 });
  });
});

describe("SageMaker Serverless Inference", () => {
  it("has a rule and no price, and says what to give", () => {
    const compiled = platformOf("sagemaker-serverless").compile(SHIPPED_BOOK, HERE);
    expect(compiled).toEqual({
      state: "unpriced",
      reason: expect.stringMatching(
        /give own\.sagemaker\.compute in USD\/GB-second in prices\.yaml \(assumption, not a price/,
      ),
    });
    expect(exceeded("sagemaker-serverless", { memoryMb: 7000, wallMs: 61_000 })).toHaveLength(2);
  });
});

describe("rounding", () => {
  it("is never below what was used, and by less than a step above", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e5, noNaN: true }),
        fc.constantFrom("cloud-run", "azure-functions"),
        (wallMs, id) => {
          const { lines } = pricer(id, INTERNAL).bill(
            usage({ requests: 1, wallMs, memoryMb: 1024, vcpus: 1 }),
          );
          const seconds = lines.at(-1)!.quantity / (id === "cloud-run" ? 1 : 2);
          expect(seconds).toBeGreaterThanOrEqual(wallMs / 1000 - 1e-9);
          expect(seconds).toBeLessThan(Math.max(1, wallMs / 1000) + 0.1 + 1e-9);
        },
      ),
    );
  });
});

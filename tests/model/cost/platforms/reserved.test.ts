import { describe, expect, it } from "vitest";
import { PLATFORMS, platformOf } from "../../../../src/model/cost/platforms/index.ts";
import { withOverrides } from "../../../../src/model/prices/overrides.ts";
import { SHIPPED_BOOK } from "../../../../src/model/prices/shipped-book.ts";
import { exceeded, HERE, pricer, sheet, usage } from "../book.ts";

const INTERNAL = { egress: false };

describe("reserved instances", () => {
  it("cost every hour of every server, whatever it does", () => {
    const c7i = pricer("ec2-c7i.large", INTERNAL);
    const bill = c7i.bill(usage({ requests: 1e9, wallMs: 50, servers: 3 }));
    expect(sheet(bill)).toEqual([["Servers", 3 * 730, expect.closeTo(3 * 730 * 0.08925, 9)]]);
    expect(c7i.usd(usage({ servers: 3 }))).toBe(bill.totalUsd);
    expect(bill.notes).toEqual(["3 servers for 730 hours, without disks, load balancer or discounts"]);
  });

  it("are at least one, and whole", () => {
    const c7i = pricer("ec2-c7i.large", INTERNAL);
    expect(c7i.usd(usage({ servers: 0 }))).toBe(c7i.usd(usage({ servers: 1 })));
    expect(c7i.usd(usage({ servers: 2.01 }))).toBe(c7i.usd(usage({ servers: 3 })));
  });

  it("say which GPU they have, and that a burstable one does not hold its speed", () => {
    expect(platformOf("ec2-p5.4xlarge").gpu).toEqual({ name: "NVIDIA H100", count: 1, memoryGb: 80 });
    expect(platformOf("ec2-p5en.48xlarge").title).toBe("EC2 p5en.48xlarge, 8 × NVIDIA H200");
    expect(pricer("ec2-p5.4xlarge", INTERNAL).usd(usage({ servers: 1 }))).toBeCloseTo(6.88 * 730, 9);
    expect(pricer("ec2-t4g.medium").bill(usage({ servers: 1 })).notes[1]).toContain("burstable");
  });

  it("end at their own memory and vCPUs", () => {
    expect(exceeded("ec2-c7g.xlarge", { memoryMb: 8192, vcpus: 4 })).toEqual([]);
    expect(exceeded("ec2-c7g.xlarge", { memoryMb: 8193, vcpus: 5 })).toHaveLength(2);
  });

  it("each have a price in the book and at most one platform by an id", () => {
    for (const platform of PLATFORMS) {
      const compiled = platform.compile(SHIPPED_BOOK, HERE);
      expect([platform.id, compiled.state]).toEqual([
        platform.id,
        platform.priceIds.some((id) => id.startsWith("own.") && id !== "own.device") ? "unpriced" : "priced",
      ]);
    }
    expect(new Set(PLATFORMS.map(({ id }) => id)).size).toBe(PLATFORMS.length);
    expect(() => platformOf("ec2-z1")).toThrow('there is no platform "ec2-z1"; known are lambda-x86, ');
  });
});

describe("a server of one's own", () => {
  it("is unpriced until its hour is given, and says what to give", () => {
    expect(platformOf("own-server").compile(SHIPPED_BOOK, HERE)).toEqual({
      state: "unpriced",
      reason: expect.stringMatching(
        /^no public price of a server of your own is known; give own.server in USD\/hour in prices.yaml \(assumption, not a price: 0.02 to 2 /,
      ),
    });
    const text = "prices: { own.server: { unit: USD/hour, value: 0.11 } }";
    const book = withOverrides(SHIPPED_BOOK, { name: "prices.yaml", text });
    const bill = pricer("own-server", {}, book).bill(
      usage({ servers: 2, responseBytes: 1e6, requests: 1e6 }),
    );
    expect(sheet(bill)).toEqual([["Servers", 1460, expect.closeTo(160.6, 9)]]);
    expect(bill.lines[0]).toMatchObject({ origin: "user", source: "prices.yaml", region: "global" });
  });
});

describe("Fargate", () => {
  it("matches Infracost's golden task: 2 vCPUs and 4 GB for a month are $59.10 and $12.98", () => {
    const bill = pricer("fargate-x86", INTERNAL).bill(usage({ servers: 1, vcpus: 2, memoryMb: 4096 }));
    expect(sheet(bill)).toEqual([
      ["vCPUs", 1460, expect.closeTo(59.1, 2)],
      ["Memory", 2920, expect.closeTo(12.98, 2)],
    ]);
  });

  it.each([
    // Sizes of the ECS developer guide: what is needed, and the task that holds it.
    [0.2, 300, 0.25, 0.5],
    [0.25, 513, 0.25, 1],
    [0.25, 2049, 0.5, 3],
    [1, 100, 1, 2],
    [1, 8193, 2, 9],
    [4, 31_000, 8, 32],
    [16, 120 * 1024, 16, 120],
    [10, 40_000, 16, 40],
  ])("holds %d vCPU and %d MB in a task of %d vCPU and %d GB", (vcpus, memoryMb, taskVcpus, taskGb) => {
    const { lines } = pricer("fargate-arm", INTERNAL).bill(usage({ servers: 1, vcpus, memoryMb }));
    expect(lines.map(({ quantity }) => quantity / 730)).toEqual([taskVcpus, taskGb]);
  });
});

describe("responses that leave the cloud", () => {
  it("match Infracost's golden transfer: 57,000 GB out of us-east-1", () => {
    // data_transfer_test.golden: 10,240 GB $921.60, 40,960 GB $3,481.60, 5,800 GB $406.00.
    const bill = pricer("ec2-c7i.large").bill(
      usage({ servers: 1, requests: 57_000, responseBytes: 1024 ** 3 }),
    );
    expect(sheet(bill).slice(1)).toEqual([
      ["Responses sent to the internet (first 10,240)", 10_240, expect.closeTo(921.6, 6)],
      ["Responses sent to the internet (next 40,960)", 40_960, expect.closeTo(3481.6, 6)],
      ["Responses sent to the internet (next 102,400)", 5800, expect.closeTo(406, 6)],
    ]);
  });

  it("are free up to 100 GB with the free tier, and where they stay inside", () => {
    const month = usage({ servers: 1, requests: 150, responseBytes: 1024 ** 3 });
    const [none, free, all] = [{ egress: false }, { freeTier: true }, {}].map((options) =>
      pricer("ec2-c7i.large", options).usd(month),
    );
    expect(free! - none!).toBeCloseTo(50 * 0.09, 9);
    expect(all! - none!).toBeCloseTo(150 * 0.09, 9);
  });
});

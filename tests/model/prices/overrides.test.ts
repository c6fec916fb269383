import { describe, expect, it } from "vitest";
import { withOverrides } from "../../../src/model/prices/overrides.ts";
import type { Price } from "../../../src/model/prices/price.ts";
import { priceAt } from "../../../src/model/prices/price-at.ts";
import { SHIPPED_BOOK } from "../../../src/model/prices/shipped-book.ts";
import { UNITS } from "../../../src/model/prices/units.ts";
import { YamlError } from "../../../src/model/yaml-fields.ts";
import { pricer, usage } from "../cost/book.ts";

const own = (text: string) => withOverrides(SHIPPED_BOOK, { name: "prices.yaml", text });

function priceOf(text: string, id: string, region: string, date: string): Price | string {
  const found = priceAt(own(text), id, { region, date });
  return found.state === "found" ? found.price : found.reason;
}

function faultsOf(text: string): string[] {
  try {
    own(text);
    return [];
  } catch (error) {
    if (error instanceof YamlError) return error.message.split("\n");
    throw error;
  }
}

describe("withOverrides", () => {
  it("needs a unit and a value; the price then holds everywhere and always", () => {
    const text = "prices: { aws.ec2.c7i.large: { unit: USD/hour, value: 0.05 } }";
    for (const [region, date] of [
      ["us-east-1", "2026-08-03"],
      ["ap-south-1", "2010-01-01"],
    ] as const)
      expect(priceOf(text, "aws.ec2.c7i.large", region, date)).toMatchObject({
        tiers: [{ upTo: null, value: 0.05 }],
        region: "global",
        validFrom: null,
        source: "prices.yaml",
        confidence: "medium",
        origin: "user",
        title: "EC2 c7i.large",
      });
  });

  it("goes before the book only in its region and while it holds", () => {
    const text = `prices:
  aws.ec2.c7i.large:
    { unit: USD/hour, value: 0.05, region: us-east-1, validFrom: 2026-08-01, validTo: 2026-08-31, source: a contract }`;
    const at = (region: string, date: string) => {
      const price = priceOf(text, "aws.ec2.c7i.large", region, date);
      return typeof price === "string" ? price : price.tiers[0]!.value;
    };
    expect(at("us-east-1", "2026-08-15")).toBe(0.05);
    expect(at("us-east-1", "2026-09-01")).toBe(0.08925);
    expect(at("us-west-2", "2026-08-15")).toContain("no price aws.ec2.c7i.large for region us-west-2");
  });

  it("may be stated in any unit of the same measure, and bills the same", () => {
    const month = usage({ requests: 15e6, cpuMs: 7 });
    const bill = (unit: string, value: string) =>
      pricer(
        "fastly",
        {},
        own(`prices: { fastly.compute.requests: { unit: ${unit}, value: ${value} } }`),
      ).bill(month);
    expect(bill("USD/request", "0.0000004").totalUsd).toBeCloseTo(bill("USD/1M requests", "0.4").totalUsd, 9);
    expect(bill("USD/1M requests", "0.4").lines[0]).toMatchObject({
      stated: "0.4 USD/1M requests",
      origin: "user",
    });
    // 15M × $0.40/M for requests, flat; (105M − 100M) × $0.05/M for CPU time, the book's.
    expect(bill("USD/1M requests", "0.4").totalUsd).toBeCloseTo(6 + 0.25, 9);
  });

  it("may be $0, which is not unknown", () => {
    const book = own("prices: { aws.egress: { unit: USD/GB, value: 0 } }");
    const bill = pricer("ec2-c7i.large", {}, book).bill(
      usage({ servers: 1, requests: 1e6, responseBytes: 1e6 }),
    );
    expect(bill.lines[1]).toMatchObject({ usd: 0, origin: "user", stated: "0 USD/GB" });
  });

  it("leaves the book it was given as it was", () => {
    const before = JSON.stringify(SHIPPED_BOOK);
    own("prices: { energy: { unit: USD/kWh, value: 0.3 } }");
    expect(JSON.stringify(SHIPPED_BOOK)).toBe(before);
  });

  it("names every fault at once, with its line, what is allowed and the fix", () => {
    expect(
      faultsOf(`prices:
  aws.ec2.c7i.lagre: { unit: USD/hour, value: 0.05 }
  aws.ec2.c7g.large: { value: 0.05 }
  aws.ec2.c7g.xlarge: { unit: USD/month, value: 0.05 }
  aws.ec2.g5.xlarge: { unit: USD/hour, value: -2 }
  aws.lambda.requests: { unit: USD/request, value: 0.2 }
  energy: { unit: USD/kWh, value: cheap }
price: {}`),
    ).toEqual([
      expect.stringMatching(
        /^prices.yaml:8: the file: unknown key "price"; allowed are defaults, prices, platforms; did you mean prices\?$/,
      ),
      expect.stringMatching(
        /^prices.yaml:2: prices: unknown price "aws.ec2.c7i.lagre"; did you mean aws.ec2.c7i.large /,
      ),
      "prices.yaml:3: aws.ec2.c7g.large: has no unit; the book's is USD/hour, allowed are USD/second, USD/hour",
      'prices.yaml:4: aws.ec2.c7g.xlarge: unit is "USD/month": allowed are USD/second, USD/hour',
      "prices.yaml:5: aws.ec2.g5.xlarge: value is -2 USD/hour: allowed is 0 or more; remove the sign",
      "prices.yaml:6: aws.lambda.requests: value is 1000000 times the book's 0.2 USD/1M requests; check the unit USD/request",
      "prices.yaml:7: energy: value is cheap: give a finite number such as 0.25",
    ]);
  });

  it("accepts an empty file", () => {
    expect(own("").entries).toEqual(SHIPPED_BOOK.entries);
    expect(own("# nothing yet").entries).toEqual(SHIPPED_BOOK.entries);
  });
});

describe("units", () => {
  it("state prices in dollars of something, and amounts in the thing itself", () => {
    for (const unit of SHIPPED_BOOK.entries.map(({ unit }) => unit))
      expect(Object.keys(UNITS)).toContain(unit);
  });
});

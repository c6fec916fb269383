import { describe, expect, it } from "vitest";
import { parsePriceBook } from "../../../src/model/prices/parse-price-book.ts";
import { priceAt } from "../../../src/model/prices/price-at.ts";
import { newestDate, regionChain, regionsOf } from "../../../src/model/prices/regions.ts";
import { SHIPPED_BOOK } from "../../../src/model/prices/shipped-book.ts";

const book = parsePriceBook([
  {
    name: "book.yaml",
    text: `
defaults: { source: a test, confidence: high }
prices:
  disk:
    title: a disk
    unit: USD/GB
    history:
      - { region: us-east-1, value: 3, validFrom: 2020-01-01, validTo: 2021-12-31 }
      - { region: us-east-1, value: 2, validFrom: 2022-01-01 }
      - { region: us, value: 5, validFrom: 2020-01-01 }
      - { region: global, value: 9, validFrom: 2023-01-01 }
  mine:
    title: my own thing
    unit: USD/hour
    assumption: { low: 1, high: 2, statement: as others pay }
`,
  },
]);

function valueAt(region: string, date: string): number | string {
  const found = priceAt(book, "disk", { region, date });
  return found.state === "found" ? found.price.tiers[0]!.value : found.reason;
}

describe("priceAt", () => {
  it("takes the price that holds on the day", () => {
    expect(valueAt("us-east-1", "2020-01-01")).toBe(3);
    expect(valueAt("us-east-1", "2021-12-31")).toBe(3);
    expect(valueAt("us-east-1", "2022-01-01")).toBe(2);
    expect(valueAt("us-east-1", "2099-01-01")).toBe(2);
  });

  it("takes the region's own price, then its continent's, then the one for everywhere", () => {
    expect(valueAt("us-west-2", "2024-01-01")).toBe(5);
    expect(valueAt("eu-west-1", "2024-01-01")).toBe(9);
    expect(regionChain("us-west-2")).toEqual(["us-west-2", "us", "global"]);
  });

  it("says since when it knows a price", () => {
    expect(valueAt("us-east-1", "2019-12-31")).toBe(
      "no price disk for region us-east-1 on 2019-12-31; the book knows it from 2020-01-01 to 2021-12-31, " +
        "and from 2022-01-01 to now, and from 2020-01-01 to now, and from 2023-01-01 to now",
    );
    expect(valueAt("eu-west-1", "2020-01-01")).toBe(
      "no price disk for region eu-west-1 on 2020-01-01; the book knows it from 2023-01-01 to now",
    );
  });

  it("says for which regions there is a price", () => {
    expect(priceAt(SHIPPED_BOOK, "aws.lambda.requests", { region: "eu-west-1", date: "2026-01-01" })).toEqual(
      {
        state: "missing",
        reason:
          "no price aws.lambda.requests for region eu-west-1; there is one for us-east-1; give yours in USD/1M requests in prices.yaml",
      },
    );
  });

  it("suggests the names that are nearest to an unknown one", () => {
    const reason = (id: string) => {
      const found = priceAt(SHIPPED_BOOK, id, { region: "us-east-1", date: "2026-01-01" });
      return found.state === "missing" ? found.reason : "found";
    };
    expect(reason("aws.ec2.c7i.lrage")).toMatch(
      /^the book has no price "aws.ec2.c7i.lrage"; did you mean aws.ec2.c7i.large /,
    );
    expect(reason("c7g.xlarge")).toContain("did you mean aws.ec2.c7g.xlarge");
    expect(reason("q")).toContain("known are aws.ec2.c7g.large, ");
  });

  it("asks for what nobody publishes, with a range that is called an assumption", () => {
    expect(priceAt(book, "mine", { region: "us-east-1", date: "2024-01-01" })).toEqual({
      state: "missing",
      reason:
        "no public price of my own thing is known; give mine in USD/hour in prices.yaml " +
        "(assumption, not a price: 1 to 2 USD/hour; as others pay)",
    });
  });
});

describe("the book's regions and dates", () => {
  it("lists every region, and the newest date", () => {
    expect(regionsOf(book)).toEqual(["global", "us", "us-east-1"]);
    expect(newestDate(book)).toBe("2023-01-01");
    expect(newestDate(SHIPPED_BOOK)).toBe("2026-11-27");
  });
});

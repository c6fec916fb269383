import { describe, expect, it } from "vitest";
import { platformOf } from "../../../../src/model/cost/platforms/index.ts";
import { withOverrides } from "../../../../src/model/prices/overrides.ts";
import { SHIPPED_BOOK } from "../../../../src/model/prices/shipped-book.ts";
import { HERE, pricer, sheet, usage } from "../book.ts";

const GB = 1024 ** 3;

describe("delivery to browsers", () => {
  it("matches Infracost's golden bill of CloudFront: 12,340,000 GB to the United States", () => {
    // cloudfront_distribution_test.golden, "US, Mexico, Canada".
    const bill = pricer("browser").bill(usage({ newClients: 12_340_000, downloadBytes: GB }));
    expect(sheet(bill).slice(0, 7)).toEqual([
      ["Downloads (first 10,240)", 10_240, expect.closeTo(870.4, 6)],
      ["Downloads (next 40,960)", 40_960, expect.closeTo(3276.8, 6)],
      ["Downloads (next 102,400)", 102_400, expect.closeTo(6144, 6)],
      ["Downloads (next 358,400)", 358_400, expect.closeTo(14_336, 6)],
      ["Downloads (next 536,576)", 536_576, expect.closeTo(16_097.28, 6)],
      ["Downloads (next 4.1943M)", 4_194_304, expect.closeTo(104_857.6, 6)],
      ["Downloads (over 5.24288M)", 7_097_120, expect.closeTo(141_942.4, 6)],
    ]);
  });

  it("charges for clients, not for requests", () => {
    const browser = pricer("browser");
    const month = usage({ newClients: 1000, downloadBytes: 14e6, requests: 1e6, wallMs: 100 });
    expect(browser.usd({ ...month, requests: 1e9, wallMs: 900 })).toBe(browser.usd(month));
    expect(browser.usd({ ...month, newClients: 2000 })).toBeCloseTo(2 * browser.usd(month), 12);
    expect(browser.usd({ ...month, newClients: 0 })).toBe(0);
  });

  it("is a request for each file, the model's and the code's", () => {
    const month = { newClients: 1000, downloadBytes: 18e6 };
    const requests = (codeFiles: number) =>
      pricer("browser").bill(usage({ ...month, codeFiles, codeBytes: codeFiles * 1e6 })).lines[1]!.quantity;
    expect(requests(0)).toBe(1000);
    expect(requests(3)).toBe(4000);
  });

  it("says how much of a download is code, and where code was not counted", () => {
    const notes = (codeBytes: number) =>
      pricer("browser").bill(usage({ newClients: 1, downloadBytes: 18 * 1024 ** 2, codeBytes })).notes;
    expect(notes(4 * 1024 ** 2)[0]).toMatch(
      /^A new client fetches a model of 14\.0 MiB and 4\.00 MiB of code/,
    );
    expect(notes(0)[0]).toBe(
      "The code that a browser loads is not counted: the run was written before it was measured; measure again",
    );
    expect(pricer("browser").bill(usage({ newClients: 1 })).notes).toHaveLength(1);
  });

  it("takes the price of the region's part of the world, and has none elsewhere", () => {
    const https = (region: string) =>
      pricer("browser", { region }).bill(usage({ newClients: 1e4, downloadBytes: 1 })).lines[1]!;
    expect(https("eu-west-1")).toMatchObject({ region: "eu", usd: expect.closeTo(0.012, 12) });
    expect(https("us-west-2")).toMatchObject({ region: "us", usd: expect.closeTo(0.01, 12) });
    expect(platformOf("browser").compile(SHIPPED_BOOK, { ...HERE, region: "sa-east-1" })).toEqual({
      state: "unpriced",
      reason:
        "no price aws.cloudfront.bytes for region sa-east-1; there is one for eu, us; give yours in USD/GB in prices.yaml; " +
        "no price aws.cloudfront.requests for region sa-east-1; there is one for eu, us; give yours in USD/10k requests in prices.yaml",
    });
  });
});

describe("edge devices", () => {
  const month = usage({
    requests: 72e6,
    joulesPerRequest: 0.5,
    devices: 100,
    newClients: 100,
    downloadBytes: GB,
  });

  it("cost the energy of their requests and the bytes of their models", () => {
    // 72M × 0.5 J = 36 MJ = 10 kWh.
    const bill = pricer("edge-device").bill(month);
    expect(sheet(bill)).toEqual([
      ["Energy", 10, expect.closeTo(1.545, 9)],
      ["Downloads", 100, expect.closeTo(8.5, 9)],
      ["Download requests", 100, expect.closeTo(0.0001, 9)],
    ]);
    expect(bill.notes[1]).toMatch(
      /^The devices themselves are not in this bill: no public price of an edge device/,
    );
  });

  it("cost what the devices cost, where that is given", () => {
    const text = "prices: { own.device: { unit: USD/device-month, value: 2.5 } }";
    const book = withOverrides(SHIPPED_BOOK, { name: "prices.yaml", text });
    const bill = pricer("edge-device", {}, book).bill(month);
    expect(sheet(bill).at(-1)).toEqual(["Devices", 100, 250]);
    expect(bill.notes).toHaveLength(1);
  });
});

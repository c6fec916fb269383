import { describe, expect, it } from "vitest";
import { platformOf } from "../../../src/model/cost/platforms/index.ts";
import { decide } from "../../../src/model/decision/decide.ts";
import { groundsOf } from "../../../src/model/decision/grounds.ts";
import { withOverrides } from "../../../src/model/prices/overrides.ts";
import { SHIPPED_BOOK } from "../../../src/model/prices/shipped-book.ts";
import { YamlError } from "../../../src/model/yaml-fields.ts";
import { HERE, sheet, usage } from "../cost/book.ts";
import { scenarioWith, THREE, workloadEvidence } from "../decision/evidence.ts";

const own = (text: string) => withOverrides(SHIPPED_BOOK, { name: "prices.yaml", text }, ["workers"]);

function pricerOf(text: string, id: string) {
  const book = own(text);
  const compiled = platformOf(id, book).compile(book, HERE);
  if (compiled.state === "unpriced") throw new Error(compiled.reason);
  return compiled.pricer;
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

const RACK = `platforms:
  our-rack:
    title: Our rack
    vcpus: 32
    onPremises: { usd: 14_016, years: 4, watts: 500, pue: 1.6, usdPerKwh: 0.25, usdPerMonth: 73, utilisationPercent: 50 }`;

describe("a machine of one's own", () => {
  it("costs by the hour of a vCPU what its purchase, electricity and upkeep come to, step by step", () => {
    // An hour of the server: 14,016 / 4 / 8,760 = 0.40; 0.5 kW × 1.6 × 0.25 = 0.20; 73 / 730 = 0.10.
    // Of 32 vCPUs a half is given out, so each costs a sixteenth: 0.025, 0.0125 and 0.00625. Two for a month: × 1,460.
    const bill = pricerOf(RACK, "our-rack").bill(usage({ servers: 2, vcpus: 1, memoryMb: 512 }));
    expect(sheet(bill)).toEqual([
      ["Capital", 1460, expect.closeTo(36.5, 9)],
      ["Electricity", 1460, expect.closeTo(18.25, 9)],
      ["Space and upkeep", 1460, expect.closeTo(9.125, 9)],
    ]);
    expect(bill.lines[0]).toMatchObject({
      origin: "user",
      unit: "vCPU-hour",
      source: "prices.yaml: $14,000 ÷ 4 years ÷ 8,760 hours ÷ 32 × vCPU ÷ 50 % given out",
    });
    expect(bill.notes).toEqual([
      "2 × 1 vCPU and 0.5 GB for 730 hours",
      expect.stringMatching(
        /^Capital: .* = \$0\.025; Electricity: 500 W × PUE 1\.6 × .*; together \$0\.0438 for an hour of one vCPU$/,
      ),
    ]);
  });

  it("costs more the less of it is given out, and a GPU more than a vCPU", () => {
    const at = (text: string) => pricerOf(text, "our-rack").usd(usage({ servers: 1 }));
    expect(at(RACK.replace("utilisationPercent: 50", "utilisationPercent: 25"))).toBeCloseTo(2 * at(RACK), 9);
    const gpu = RACK.replace("vcpus: 32", "gpu: { name: NVIDIA L4, count: 4, memoryGb: 24 }");
    expect(at(gpu)).toBeCloseTo(8 * at(RACK), 9);
    expect(platformOf("our-rack", own(gpu)).gpu).toEqual({ name: "NVIDIA L4", count: 4, memoryGb: 24 });
  });

  it("is an option of a decision like any other", () => {
    const scenario = scenarioWith({ platforms: ["lambda-x86", "our-rack"] });
    const { ranked } = decide(groundsOf(workloadEvidence(THREE), own(RACK), scenario), scenario, {
      draws: 100,
    });
    const rack = ranked.find(({ option }) => option.id === "native@our-rack")!;
    expect(rack.cost.bill!.lines.map(({ label }) => label)).toEqual([
      "Capital",
      "Electricity",
      "Space and upkeep",
    ]);
  });
});

describe("a platform composed of traits", () => {
  const CLOUD = `platforms:
  our-cloud:
    title: Our containers
    time: [serving, idle]
    stepMs: 250
    concurrency: 20
    keepAliveSeconds: 30
    prices:
      vcpu: { title: vCPUs, unit: USD/vCPU-second, value: 0.00002 }
      calls: { title: Calls, unit: USD/1M requests, tiers: [{ upTo: 1, value: 0 }, { value: 0.5 }] }`;

  it("bills by them", () => {
    const bill = pricerOf(CLOUD, "our-cloud").bill(
      usage({ requests: 3e6, wallMs: 260, vcpus: 1, memoryMb: 300, sharing: 2, idleSeconds: 36_000 }),
    );
    // 3M × 0.5 s, shared by two: 750,000 s.
    expect(sheet(bill)).toEqual([
      ["vCPUs", expect.closeTo(750_000 / 3600, 9), expect.closeTo(15, 9)],
      ["vCPUs of instances that wait", expect.closeTo(10, 9), expect.closeTo(0.72, 9)],
      ["Calls (first 1M, free)", 1e6, 0],
      ["Calls (over 1M)", 2e6, expect.closeTo(1, 9)],
    ]);
  });

  it("says what it bills, and how long an instance stays", () => {
    expect(platformOf("our-cloud", own(CLOUD))).toMatchObject({
      bills:
        "vCPUs and Calls: time while an instance serves and waits for its next request, rounded up to 250 ms for each request, shared by up to 20 requests that wait, stopped 30 s after its last request.",
      waiting: "shared",
      keepAliveMs: 30_000,
      paysIdle: true,
      scalesToZero: true,
    });
  });

  it("names every fault at once, with its line, what is allowed and the fix", () => {
    expect(
      faultsOf(`platforms:
  workers:
    title: Mine
    time: [serving, always]
    stepms: 100
    concurrency: many
    prices:
      cpu: { unit: USD/vCPU-hr, value: 0.1 }
  Rack:
    onPremises: { usd: 1000, years: 0, wats: 100, usdPerKwh: 0.2, utilisationPercent: 150 }
  empty: { title: Empty, time: reserved, concurrency: 3 }`),
    ).toEqual([
      "prices.yaml:2: workers: is the id of a platform that there is; choose another",
      expect.stringMatching(
        /^prices\.yaml:5: workers: unknown key "stepms"; allowed are .*; did you mean stepMs\?$/,
      ),
      expect.stringMatching(
        /^prices\.yaml:8: workers, cpu: unit is "USD\/vCPU-hr": allowed are USD\/request, /,
      ),
      'prices.yaml:4: workers: time holds "always": allowed are serving, starting, idle, or reserved alone',
      "prices.yaml:6: workers: concurrency is many: give a whole number above 0, or cores",
      "prices.yaml:9: Rack: is no id: allowed are small letters, digits and hyphens, such as our-rack",
      "prices.yaml:9: Rack: has no title; say what it is",
      expect.stringMatching(
        /^prices\.yaml:10: Rack, onPremises: unknown key "wats"; .* did you mean watts\?$/,
      ),
      "prices.yaml:10: Rack, onPremises: years is 0: give the years for which it is used, above 0",
      "prices.yaml:10: Rack, onPremises: has no watts; give its power on average, W, 0 or more",
      "prices.yaml:10: Rack, onPremises: utilisationPercent is 150: give the share of it that is given out, above 0 to 100",
      "prices.yaml:9: Rack: has no vcpus; give how many one server has",
      "prices.yaml:11: empty: has no prices; give at least one, or onPremises with what a server costs",
      "prices.yaml:11: empty: concurrency is 3: a reserved instance has 1, or as many as its cores",
    ]);
  });
});

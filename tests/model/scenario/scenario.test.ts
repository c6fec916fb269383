import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FIELDS } from "../../../src/model/scenario/fields.ts";
import { triangle } from "../../../src/model/scenario/range.ts";
import { DEFAULT_SCENARIO, type Known, type Scenario } from "../../../src/model/scenario/scenario.ts";
import {
  parseTexts,
  scenarioQuery,
  textsFromQuery,
  textsOf,
} from "../../../src/model/scenario/scenario-query.ts";
import { parseScenario, scenarioYaml } from "../../../src/model/scenario/scenario-yaml.ts";

const known: Known = {
  workloads: ["classify-image", "embed-text"],
  platforms: ["lambda-x86", "ec2-c7i.large", "browser"],
  regions: ["us-east-1"],
};

const scenarios: fc.Arbitrary<Scenario> = fc
  .record({
    title: fc.string({ minLength: 1, maxLength: 30 }),
    workload: fc.constantFrom(...known.workloads),
    requestsPerMonth: fc
      .tuple(
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 1, max: 1e6 }),
      )
      .map(([a, b, c]) => triangle(a, a + b, a + b + c)),
    arrivals: fc.constantFrom("poisson" as const, "bursty" as const, "flat" as const),
    p99SloMs: fc.option(fc.integer({ min: 1, max: 10_000 })),
    sandboxed: fc.boolean(),
    multiTenant: fc.boolean(),
    platforms: fc.uniqueArray(fc.constantFrom(...known.platforms), { minLength: 1 }),
    priceDate: fc.constantFrom("", "2026-01-31"),
  })
  .map((some) => ({ ...DEFAULT_SCENARIO, ...some }));

describe("a scenario", () => {
  it("survives its file", () => {
    fc.assert(
      fc.property(scenarios, (scenario) => {
        expect(parseScenario(scenarioYaml(scenario), "test.yaml", known)).toEqual(scenario);
      }),
    );
  });

  it("survives the page's address", () => {
    fc.assert(
      fc.property(scenarios, (scenario) => {
        const parsed = parseTexts(textsFromQuery(`?${scenarioQuery(scenario)}`), known);
        expect(parsed).toEqual({ state: "valid", scenario });
      }),
    );
  });

  it("has an empty address where all is at its default", () => {
    expect(scenarioQuery(DEFAULT_SCENARIO)).toBe("");
  });

  it("has defaults within the bounds of every field, and a unit in the name of every amount of money", () => {
    expect(parseTexts(textsOf(DEFAULT_SCENARIO), known).state).toBe("valid");
    for (const field of FIELDS) if (field.unit?.startsWith("$")) expect(field.id).toMatch(/Usd/);
    expect(new Set(FIELDS.map(({ id }) => id)).size).toBe(FIELDS.length);
  });
});

describe("a scenario file that will not do", () => {
  const faultsOf = (yaml: string) => {
    try {
      parseScenario(yaml, "test.yaml", known);
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error("it was accepted");
  };

  it("names every unknown key at once, with line and what is allowed", () => {
    const message = faultsOf("portolanScenario: 1\ndemand:\n  requests: 5\n  peak: 2\ntraffic: {}\n");
    expect(message).toContain('test.yaml:3: demand: unknown key "requests"; allowed are requestsPerMonth');
    expect(message).toContain('test.yaml:4: demand: unknown key "peak"');
    expect(message).toContain('test.yaml:5: the file: unknown key "traffic"');
  });

  it.each([
    ["demand: {requestsPerMonth: -5}", "outside of 1 to 1,000,000,000,000 requests a month"],
    ["demand: {requestsPerMonth: {min: 3}}", "give a number, {min, mode, max}, or {p5, p95}"],
    ["demand: {peakToMean: {min: 3, mode: 2, max: 1}}", "out of order"],
    ["demand: {requestsPerMonth: lots}", "write a number such as 5, a range 2..3..6"],
    ["demand: {requestsPerMonth: '1,5'}", "write 1.5: a comma only separates thousands"],
    [
      "demand: {batchSize: 2.5}",
      "“2.5” is not a whole number; allowed are whole numbers from 1 to 1,024 requests per call; give 2 or 3",
    ],
    [
      "demand: {batchSize: {min: 1, mode: 1.5, max: 4}}",
      "“1..1.5..4” holds 1.5, which is not a whole number",
    ],
    ["platform: {devices: 0.5}", "allowed are whole numbers from 0 to 1,000,000,000 devices; give 0 or 1"],
    ["slo: {p99SloMs: 0}", "outside of 0.01"],
    ["needs: {reach: moon}", "“moon” is not one of any, server, edge, browser"],
    ["needs: {sandboxed: perhaps}", "allowed are true, false"],
    ["platform: {platforms: [lambda-x86, mainframe]}", "“mainframe”: unknown platform; known are lambda-x86"],
    ["platform: {region: mars-1}", "unknown region"],
    ["platform: {priceDate: 2026-02-31}", "not a date"],
    ["subject: {workload: chess}", "unknown workload; known are classify-image, embed-text"],
  ])("%s", (yaml, expected) => {
    expect(faultsOf(`portolanScenario: 1\n${yaml}\n`)).toContain(expected);
  });

  it("names unknown keys, wrong kinds and bad values at once, each with its line", () => {
    const yaml = [
      "portolanScenario: 1",
      "subject: { title: Bad, workload: chess }",
      "demand:",
      "  requestsPerMonth: -5",
      "  peak: 3",
      "  arrivals: sometimes",
      'slo: { p99SloMs: -1, coldSloMs: "200 ms" }',
      "platform: { region: mars-1, priceDate: 2026-13-45 }",
      "people: { hourUsd: { min: 5, mode: 3, max: 10 } }",
      "money: { horizonMonths: 9999, discountPercentPerYear: .nan }",
      "foo: 1",
    ].join("\n");
    const faults = faultsOf(yaml).split("\n");
    const named = faults.map((fault) =>
      /^test\.yaml:(\d+): .*?: (?:unknown key ")?(\w+)/.exec(fault)?.slice(1).join(" "),
    );
    expect([...named].sort()).toEqual(
      [
        ...["2 workload", "4 requestsPerMonth", "5 peak", "6 arrivals", "7 p99SloMs", "7 coldSloMs"],
        ...[
          "8 region",
          "8 priceDate",
          "9 hourUsd",
          "10 horizonMonths",
          "10 discountPercentPerYear",
          "11 foo",
        ],
      ].sort(),
    );
  });

  it.each([
    ["requestsPerMonth: .nan", "requestsPerMonth is .nan: write a number"],
    ["requestsPerMonth: -.inf", "requestsPerMonth is -.inf: write a number"],
    ["requestsPerMonth: {p5: .nan, p95: 3}", "p5 is .nan: give a finite number"],
    ["requestsPerMonth: null", "requestsPerMonth has no value: give one"],
  ])("says what it found: %s", (yaml, expected) => {
    expect(faultsOf(`portolanScenario: 1\ndemand: { ${yaml} }\n`)).toContain(expected);
  });

  it("says which version it reads", () => {
    expect(faultsOf("portolanScenario: 2\n")).toContain("portolanScenario is 2; this Portolan reads 1");
    expect(faultsOf("")).toContain("portolanScenario: 1");
  });

  it("may write numbers as the form does", () => {
    const yaml =
      "portolanScenario: 1\ndemand:\n  requestsPerMonth: 2..3k..6k\n  batchSize: 1,000\nslo: { p99SloMs: 3k }\n";
    expect(parseScenario(yaml, "test.yaml", known)).toMatchObject({
      requestsPerMonth: triangle(2, 3000, 6000),
      batchSize: { value: 1000 },
      p99SloMs: 3000,
    });
  });

  it("reports broken YAML with its place", () => {
    expect(faultsOf("portolanScenario: 1\ndemand: [\n")).toMatch(/^test\.yaml:[23]: this is no valid YAML/);
  });
});

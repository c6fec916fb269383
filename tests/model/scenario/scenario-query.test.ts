import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FIELDS, type FieldId } from "../../../src/model/scenario/fields.ts";
import { exactly } from "../../../src/model/scenario/range.ts";
import { DEFAULT_SCENARIO, type Known, type Scenario } from "../../../src/model/scenario/scenario.ts";
import {
  parseOver,
  parseTexts,
  scenarioQuery,
  textsFromQuery,
  textsOf,
  unknownKeys,
} from "../../../src/model/scenario/scenario-query.ts";

const known: Known = {
  workloads: ["classify-image", "embed-text"],
  platforms: ["lambda-x86", "ec2-c7i.large", "ec2-c7g.large"],
  regions: ["us-east-1"],
};

describe("a query with faults", () => {
  it("costs only the bad fields their values", () => {
    const texts = textsFromQuery(
      "?title=Checkout&requestsPerMonth=1.2B&p99SloMs=50&platforms=ec2-c7g.large,lambda-arm",
    );
    const { scenario, errors } = parseOver(DEFAULT_SCENARIO, texts, known);
    expect([...errors.keys()]).toEqual(["requestsPerMonth", "platforms"]);
    expect(scenario).toEqual({ ...DEFAULT_SCENARIO, title: "Checkout", p99SloMs: 50 });
  });

  it("takes what is bad from the stand-in, whichever fields they are, and is valid", () => {
    const standIn: Scenario = { ...DEFAULT_SCENARIO, p99SloMs: 77, batchSize: exactly(3), freeTier: true };
    // Text that no field of its kind takes; a plain text takes any.
    const spoilable = FIELDS.filter(
      ({ id, kind }) => kind !== "text" || id === "workload" || id === "region",
    );
    const stated: Scenario = {
      ...DEFAULT_SCENARIO,
      title: "As stated",
      workload: "embed-text",
      coldSloMs: 800,
    };
    fc.assert(
      fc.property(fc.subarray(spoilable.map(({ id }) => id as FieldId)), (spoilt) => {
        const texts = { ...textsOf(stated), ...Object.fromEntries(spoilt.map((id) => [id, "1.2B"])) };
        const { scenario, errors } = parseOver(standIn, texts, known);
        expect([...errors.keys()].sort()).toEqual([...spoilt].sort());
        for (const { id } of FIELDS)
          expect(scenario[id]).toEqual((spoilt.includes(id) ? standIn : stated)[id]);
        expect(parseTexts(textsOf(scenario), known).state).toBe("valid");
      }),
    );
  });

  it("fills what it leaves out from the defaults that it is given", () => {
    const own = { ...DEFAULT_SCENARIO, workload: "embed-text" };
    expect(textsFromQuery("?p99SloMs=9", own)).toEqual(textsOf({ ...own, p99SloMs: 9 }));
  });
});

describe("the keys of a query", () => {
  it("are named where no field has them, each once, with the nearest that is one", () => {
    expect(unknownKeys("?requestPerMonth=5&foo=bar&foo=baz&p99SloMs=5")).toEqual([
      { key: "requestPerMonth", near: "requestsPerMonth" },
      { key: "foo", near: null },
    ]);
  });

  it("are all known in what the page writes itself", () => {
    const all = { ...DEFAULT_SCENARIO, title: "x", workload: "embed-text", sandboxed: true };
    expect(unknownKeys(scenarioQuery(all))).toEqual([]);
  });
});

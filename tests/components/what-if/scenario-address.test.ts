import { describe, expect, it } from "vitest";
import { addressOf, hashOf, savedFromHash } from "../../../src/components/what-if/scenario-address.ts";
import { DEFAULT_SCENARIO } from "../../../src/model/scenario/scenario.ts";
import { scenarioQuery, textsFromQuery } from "../../../src/model/scenario/scenario-query.ts";

describe("the address of a what-if", () => {
  it("is bare for the defaults", () => {
    expect(addressOf("/what-if.html", DEFAULT_SCENARIO, [])).toBe("/what-if.html");
  });

  it("brings saved scenarios back as they were, whatever their titles hold", () => {
    const saved = ["A & B = C # D", "“50 %” + more"].map((title) =>
      scenarioQuery({ ...DEFAULT_SCENARIO, title }),
    );
    const url = new URL(
      addressOf("/what-if.html", { ...DEFAULT_SCENARIO, title: "now" }, saved),
      "http://here",
    );
    expect(textsFromQuery(url.search).title).toBe("now");
    expect(savedFromHash(url.hash)).toEqual(saved);
    expect(savedFromHash(url.hash).map((query) => textsFromQuery(query).title)).toEqual([
      "A & B = C # D",
      "“50 %” + more",
    ]);
  });

  it("keeps the default scenario too, though its query is empty", () => {
    expect(savedFromHash(hashOf(["", "title=x"]))).toEqual(["", "title=x"]);
  });

  it("loses none of them, and ignores other fragments", () => {
    expect(savedFromHash(hashOf(["a=1", "a=2", "a=3", "a=4"]))).toEqual(["a=1", "a=2", "a=3", "a=4"]);
    expect(savedFromHash("#options")).toEqual([]);
  });
});

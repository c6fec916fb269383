import { describe, expect, it } from "vitest";
import { withRule } from "../../../src/components/profile/own-rules.ts";
import { attributeTrace } from "../../../src/model/traces/attribute.ts";
import { parseRules } from "../../../src/model/traces/rules/parse-rules.ts";
import { profileOf } from "../../model/traces/trees.ts";

describe("a suggested rule", () => {
  const suggested = attributeTrace(
    profileOf([
      [["mystery@/app/one.so"], 6],
      [["riddle@/app/two.so"], 4],
    ]),
    [],
  ).unmatched.map(({ suggestion }) => suggestion);

  it("makes a rules file of an empty one, and adds to one that is there", () => {
    let text = "";
    for (const suggestion of suggested) text = withRule(text, suggestion);
    expect(suggested).toHaveLength(2);
    expect(parseRules(text, "your rules")).toHaveLength(2);
  });

  it("is what the attribution asked for: the frames are matched then", () => {
    const text = suggested.reduce(withRule, "");
    const profile = profileOf([
      [["mystery@/app/one.so"], 6],
      [["riddle@/app/two.so"], 4],
    ]);
    const { coverage, unmatched } = attributeTrace(profile, parseRules(text, "your rules"));
    expect(coverage).toBe(1);
    expect(unmatched).toEqual([]);
  });

  it("keeps what the reader wrote", () => {
    const own = "# mine\nrules:\n  - { id: a, name: '^a$', bucket: io, reason: why }";
    const text = withRule(own, suggested[0]!);
    expect(text.startsWith(own)).toBe(true);
    expect(parseRules(text, "your rules").map(({ id }) => id)[0]).toBe("a");
  });
});

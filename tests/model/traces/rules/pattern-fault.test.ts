import { describe, expect, it } from "vitest";
import { patternFault } from "../../../../src/model/traces/rules/pattern-fault.ts";

describe("a pattern", () => {
  it.each([
    "(a+)+",
    "^(\\w+\\s?)*$",
    "(a|aa)+$",
    "((a*))*",
    "(?:x{2,})*",
    "([a-z]+){3,}",
    "(a|b){0,999}",
    "(a*){50,}",
  ])("%s could take for ever and is refused", (source) => {
    expect(patternFault(source)).toMatch(/repeats a group/);
  });

  it.each([
    ...[
      "^a+b*c?$",
      "(ab)+",
      "(a|b)?",
      "(a+)?b",
      "[(a+)+]",
      "\\(a+\\)+",
      "(a{2}b)*",
      "(?:x|y){0,3}",
      "[+*]+x",
    ],
  ])("%s is sound", (source) => {
    expect(patternFault(source)).toBeNull();
  });

  it("says what JavaScript says of a broken one", () => {
    expect(patternFault("a(")).toMatch(/Unterminated group; it must be a JavaScript regular expression/);
  });

  it("may not be longer than people read", () => {
    expect(patternFault("x".repeat(4001))).toMatch(/4001 characters; at most 4000/);
  });
});

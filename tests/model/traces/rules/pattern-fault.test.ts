import fc from "fast-check";
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

  it.each([
    "(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)XX$",
    ".*a.*b.*c",
    "a.*b.*c.*d",
    "^\\w*\\w*[a-z]*\\w*x",
    "(a*){9}b",
    "(a|aa){0,60}x",
    "a?".repeat(60),
    `${"(".repeat(300)}a${"){3}".repeat(300)}`,
  ])("%s shares one text in too many ways and is refused", (source) => {
    expect(patternFault(source.endsWith("?") ? `${source}b` : source)).toMatch(
      /share the same text in too many ways/,
    );
  });

  it.each([
    "a.*b.*c",
    "^a.*b.*c.*d$",
    ".*a.*",
    "x.*y.*",
    "[^/]*/[^/]*/[^/]*/[^/]*/[^/]*\\.py$",
    "(^|/)a/\\w+/b/\\w+/c/\\w+\\.so",
    "(\\.\\w+){0,8}$",
    "((x)?)?(()?)?",
    "(?<name>a+)(?=b)",
    "[\\]A-\\x61]+\\u0041\\cA",
  ])("%s is told apart by the text", (source) => {
    expect(patternFault(source)).toBeNull();
  });

  it("may repeat what overlaps twice, and not four times, whatever it is", () => {
    const repeated = fc.constantFrom(".*", "\\w*", "[a-z]*", "\\w+", "[^/]*", "a*");
    fc.assert(
      fc.property(repeated, fc.integer({ min: 1, max: 9 }), (one, times) => {
        const isSound = patternFault(`${one.repeat(times)}/$`) === null;
        if (times <= 2) expect(isSound).toBe(true);
        if (times >= 4) expect(isSound).toBe(false);
      }),
    );
  });

  it("gets an answer whatever it is", () => {
    const piece = fc.constantFrom(..."ab.*+?|()[]{}^$\\,-0123:=!<>dwsbxuc/");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const fault = patternFault(pieces.join(""));
        expect(fault === null || fault.length > 0).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it("says what JavaScript says of a broken one", () => {
    expect(patternFault("a(")).toMatch(/Unterminated group; it must be a JavaScript regular expression/);
  });

  it("may not be longer than people read", () => {
    expect(patternFault("x".repeat(4001))).toMatch(/4001 characters; at most 4000/);
  });
});

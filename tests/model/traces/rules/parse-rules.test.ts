import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TraceError } from "../../../../src/model/traces/format.ts";
import { parseRuleFile, parseRules } from "../../../../src/model/traces/rules/parse-rules.ts";
import { combineRules } from "../../../../src/model/traces/rules/rule.ts";

const rule = (id: string, more = "bucket: io, name: x") => `  - { id: ${id}, ${more}, reason: because }`;
const file = (...rules: string[]) => `rules:\n${rules.join("\n")}\n`;

function faults(yaml: string): string {
  try {
    parseRules(yaml, "mine.yaml");
  } catch (error) {
    expect(error).toBeInstanceOf(TraceError);
    return (error as Error).message;
  }
  return "";
}

describe("a rule file", () => {
  it("is read with all its conditions", () => {
    const [parsed] = parseRules(
      file(
        rule(
          "a",
          "bucket: caller, otherwise: io, name: '^x$', file: ['a/b', 'c'], category: [p, q], format: pstats, under: u, from: f",
        ),
      ),
      "mine.yaml",
    );
    expect(parsed).toMatchObject({ id: "a", bucket: "caller", otherwise: "io", reason: "because" });
    expect([...parsed!.categories!]).toEqual(["p", "q"]);
    expect([...parsed!.formats!]).toEqual(["pstats"]);
    expect(["A/B", "c", "d"].map((text) => parsed!.file!.test(text))).toEqual([true, true, false]);
    expect(parsed!.name!.test("X")).toBe(true);
    expect(parsed!.under!.test("run UNDER")).toBe(true);
    expect(parsed!.from!.source).toBe("f");
  });

  it("looks as the documentation says", () => {
    const docs = readFileSync(new URL("../../../../docs/rules.md", import.meta.url), "utf8");
    const [, example] = /```yaml\n(.*?)```/s.exec(docs)!;
    expect(parseRules(example!, "docs/rules.md")).toMatchObject([{ id: "my-resize", bucket: "compute" }]);
  });

  it("may name a function that YAML takes for a number or a truth value", () => {
    const [number, truth] = parseRules(
      file(rule("a", "bucket: io, name: 1e3"), rule("b", "bucket: io, name: true")),
      "",
    );
    expect(number!.name!.source).toBe("1e3");
    expect(truth!.name!.source).toBe("true");
  });

  it("says every fault at once, each with its line", () => {
    const message = faults(
      [
        "extends: base",
        "colour: red",
        "rules:",
        "  - id: a",
        "    bucket: gpu",
        "    name: '('",
        "    reason: because",
        "  - id: a",
        "    bucket: io",
        "    files: x",
        "  - bucket: io",
        "    otherwise: io",
        "    name: (a+)+$",
        "    reason: because",
        "  - just text",
      ].join("\n"),
    );
    expect(message.split("\n").map((line) => line.trim())).toEqual([
      "mine.yaml has 12 faults; docs/rules.md shows what a rule looks like.",
      'line 2: unknown key "colour"; allowed: extends, rules',
      expect.stringContaining('line 1: extends is "base"; allowed: default'),
      'line 5: rule "a": bucket is "gpu"; allowed: interpreter, compute, io, waiting, caller',
      expect.stringMatching(/^line 6: rule "a": name: Invalid regular expression: .*JavaScript/),
      expect.stringContaining('line 10: rule "a": unknown key "files"; allowed: id, bucket'),
      expect.stringContaining('line 8: rule "a": reason is missing'),
      expect.stringContaining('line 8: rule "a": has no condition; give at least one of name, file'),
      'line 8: the id "a" is taken by line 4',
      expect.stringContaining('line 11: rule "without an id": id is missing'),
      expect.stringContaining('line 12: rule "without an id": otherwise is only for `bucket: caller`'),
      expect.stringMatching(/^line 13: .*"\(a\+\)\+" repeats a group/),
      expect.stringContaining("line 15: a rule is a map with the keys id, bucket"),
    ]);
  });

  it.each([
    ["nothing", "", "expected `rules:`"],
    ["a list", "- a\n- b\n", "expected `rules:`"],
    ["rules that are no list", "rules: 3\n", "expected `rules:` followed by a list"],
    ["broken YAML", "rules:\n  - { id: a\n", /line \d+: not YAML: /],
    ["the same key twice", "rules:\n  - id: a\n    id: b\n", /line 3: not YAML: .*unique/],
    ["an empty pattern", file(rule("a", "bucket: io, name: ''")), "would match everything"],
    ["a pattern that is a map", file(rule("a", "bucket: io, name: {a: b}")), "expected a regular expression"],
    [
      "a list that names a group twice",
      `${file(rule("a", "bucket: io, name: ['(?<a>x)y', '(?<b>z)']"), rule("b", "bucket: io, name: ['(?<a>x)y', '(?<a>x)z']"), rule("c", "bucket: no, name: x"))}`,
      /mine\.yaml has 2 faults.*\n\s*line 3: rule "b": name: .*group name.*\n\s*line 4: rule "c": bucket is "no"/s,
    ],
    ["an empty list", file(rule("a", "bucket: io, name: []")), "the list is empty"],
    ["a back reference", file(rule("a", "bucket: io, name: '(a)\\1'")), "back references"],
    ["a category that is empty", file(rule("a", "bucket: io, category: ''")), "expected a word"],
    ["too much text", `# ${"x".repeat(1 << 20)}`, "are too long for a rule file"],
    ["a profile", JSON.stringify({ nodes: [], samples: [] }), 'unknown key "nodes"'],
  ])("that is %s is refused", (_, yaml, message) => {
    expect(faults(yaml)).toMatch(message);
  });

  it("never fails with anything but its own error", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.string().map((text) => file(rule("a", text))),
        ),
        (text) => {
          try {
            parseRules(text, "");
          } catch (error) {
            expect(error).toBeInstanceOf(TraceError);
          }
        },
      ),
    );
  });
});

describe("a user's rules", () => {
  const defaults = parseRules(file(rule("a"), rule("b")), "");
  const ids = (yaml: string) =>
    combineRules(parseRuleFile(yaml, ""), defaults).map(({ id, bucket }) => `${id} ${bucket}`);

  it("come before the default ones", () => {
    expect(ids(file(rule("c")))).toEqual(["c io", "a io", "b io"]);
  });
  it("replace those of the same id", () => {
    expect(ids(file(rule("b", "bucket: compute, name: x")))).toEqual(["b compute", "a io"]);
  });
  it("stand alone if they extend none", () => {
    expect(ids(`extends: none\n${file(rule("c"))}`)).toEqual(["c io"]);
    expect(ids(`extends: default\n${file(rule("c"))}`)).toHaveLength(3);
  });
});

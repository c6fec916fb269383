import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRuleFile, parseRules } from "../../../../src/model/traces/rules/parse-rules.ts";
import { combineRules } from "../../../../src/model/traces/rules/rule.ts";
import { YamlError } from "../../../../src/model/yaml-fields.ts";

const rule = (id: string, more = "bucket: io, name: x") => `  - { id: ${id}, ${more}, reason: because }`;
const file = (...rules: string[]) => `rules:\n${rules.join("\n")}\n`;

function faults(yaml: string): string {
  try {
    parseRules(yaml, "mine.yaml");
  } catch (error) {
    expect(error).toBeInstanceOf(YamlError);
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
        "    name: a+$",
        "    reason: because",
        "  - just text",
      ].join("\n"),
    );
    expect(message.split("\n")).toEqual([
      'mine.yaml:2: the file: unknown key "colour"; allowed are extends, rules',
      "mine.yaml:15: the file: rules is no mapping: write it as { key: value }",
      'mine.yaml:5: rule "a": bucket is "gpu": allowed are interpreter, compute, io, waiting, caller',
      expect.stringMatching(/^mine\.yaml:6: rule "a": name: Invalid regular expression: .*JavaScript/),
      expect.stringContaining('mine.yaml:10: rule "a": unknown key "files"; allowed are id, bucket'),
      expect.stringContaining('mine.yaml:8: rule "a": reason is missing'),
      expect.stringContaining('mine.yaml:8: rule "a": has no condition; give at least one of name, file'),
      'mine.yaml:8: rule "a": this id is taken by line 4',
      expect.stringContaining('mine.yaml:11: rule "without an id": id is missing'),
      expect.stringContaining('mine.yaml:12: rule "without an id": otherwise is only for `bucket: caller`'),
      'mine.yaml:1: the file: extends is "base": allowed are default, none',
    ]);
  });

  it.each([
    ["nothing", "", "write `rules:` and a list"],
    ["a list", "- a\n- b\n", "begin it with `rules:`"],
    ["rules that are no list", "rules: 3\n", "rules is no list: give at least one item"],
    ["broken YAML", "rules:\n  - { id: a\n", /^mine\.yaml:\d+: this is no valid YAML: /],
    [
      "the same key twice",
      "rules:\n  - id: a\n    id: b\n",
      /^mine\.yaml:3: the file, rules 1: id is there twice/,
    ],
    ["an empty pattern", file(rule("a", "bucket: io, name: ''")), "would match everything"],
    [
      "a pattern that is a map",
      file(rule("a", "bucket: io, name: {a: b}")),
      "name is neither a text nor a list of texts",
    ],
    [
      "a list that names a group twice",
      `${file(rule("a", "bucket: io, name: ['(?<a>x)y', '(?<b>z)']"), rule("b", "bucket: io, name: ['(?<a>x)y', '(?<a>x)z']"), rule("c", "bucket: no, name: x"))}`,
      /^mine\.yaml:3: rule "b": name: .*group name.*\nmine\.yaml:4: rule "c": bucket is "no"/,
    ],
    ["an empty list", file(rule("a", "bucket: io, name: []")), "name is neither a text nor a list of texts"],
    [
      "a pattern longer than people read",
      file(rule("a", `bucket: io, name: ${"x".repeat(4001)}`)),
      "4001 characters; at most 4000",
    ],
    [
      "a broken pattern",
      file(rule("a", "bucket: io, name: 'a('")),
      "Unterminated group; it must be a JavaScript regular expression",
    ],
    ["a back reference", file(rule("a", "bucket: io, name: '(a)\\1'")), "back references"],
    ["a category that is empty", file(rule("a", "bucket: io, category: ''")), "category has an empty word"],
    ["too much text", `# ${"x".repeat(256 << 10)}`, "the file has 257 KiB; at most 256 KiB are read"],
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
            expect(error).toBeInstanceOf(YamlError);
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

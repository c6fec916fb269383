import { describe, expect, it } from "vitest";
import { parseYaml, type YamlFields } from "../../src/model/yaml-fields.ts";

const read = <T>(text: string, of: (top: YamlFields) => T) => parseYaml(text, "a.yaml", "a:", of);
const nothing = () => null;

describe("a YAML file", () => {
  it("of more than 256 KiB is refused, whatever is in it", () => {
    expect(() => read(`a: ${"é".repeat(128 << 10)}`, nothing)).toThrow(
      "a.yaml:1: the file has 257 KiB; at most 256 KiB are read. Is it a profile?",
    );
  });

  it("of many keys is read or refused in the time that its size takes", () => {
    const keys = Array.from({ length: 40_000 }, (_, i) => `${i.toString(36)}:\n`).join("");
    const msOf = (text: string) => {
      const start = performance.now();
      expect(() => read(text, (top) => top.allowOnly(["a"]))).toThrow(/a\.yaml:\d+: /);
      return performance.now() - start;
    };
    msOf(keys.slice(0, 20_000));
    // Ten times the keys take ten times as long; each held against all others would take a hundred times.
    expect(msOf(keys) / msOf(keys.slice(0, 20_000))).toBeLessThan(50);
  });

  it("has a limit on the keys of a mapping, the items of a list and the characters of a text", () => {
    const keys = Array.from({ length: 10_001 }, (_, i) => `k${i}: 1\n`).join("");
    expect(() => read(keys, nothing)).toThrow("10,001 keys are too many; give at most 10,000");
    const items = `a: [${"{},".repeat(10_001)}]`;
    expect(() => read(items, (top) => top.mappings("a"))).toThrow("10,001 items are too many");
    expect(() => read(`a: ${"x".repeat(10_001)}`, (top) => top.text("a"))).toThrow(
      "a has 10001 characters; give at most 10000",
    );
  });

  it("names a key that is there twice", () => {
    expect(() => read("a: 1\nb: 2\na: 3\n", nothing)).toThrow(
      "a.yaml:3: the file: a is there twice: leave one out",
    );
  });

  it("tells twenty faults and how many more there are", () => {
    const keys = Array.from({ length: 100 }, (_, i) => `k${i}: 1\n`).join("");
    let message = "";
    try {
      read(keys, (top) => top.allowOnly(["a"]));
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message.split("\n")).toHaveLength(21);
    expect(message).toMatch(/\nand 80 more$/);
  });

  it.each([
    ["a cycle", "a: &a { b: *a }"],
    ["a cycle in a list", "a: &a [*a]"],
    ["a cycle in a key", "? &a [*a]\n: 1"],
    ["a cycle of the whole file", "&a\na: *a"],
    ["an alias of nothing", "a: *b"],
    ["an alias of itself", "a: &a *a"],
    ["a mapping merged into itself", "<<: &a { <<: *a }"],
    ["brackets without end", `a: ${"[".repeat(100_000)}`],
    ["items without end", "- ".repeat(100_000)],
  ])("with %s is refused as a file, not as a failure of the reader", (_, text) => {
    expect(() =>
      read(text, (top) => {
        top.allowOnly(["c"]);
        return top.mapping("a")?.text("b") ?? top.texts("a");
      }),
    ).toThrow(/^a\.yaml:\d+: /);
  });
});

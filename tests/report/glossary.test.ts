import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { GLOSSARY, termId, termsIn } from "../../src/report/glossary.ts";

const PAGES = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".md"),
);

describe("a term in a text", () => {
  it("is marked where it first stands, plural and all, and only if it is asked for", () => {
    expect(termsIn("Targets and their glue; a target more.", ["target", "glue"])).toEqual([
      { text: "Targets", term: "target" },
      { text: " and their ", term: null },
      { text: "glue", term: "glue" },
      { text: "; a target more.", term: null },
    ]);
    expect(termsIn("A port.", ["glue"])).toEqual([{ text: "A port.", term: null }]);
    expect(termsIn("report, portable", ["port"])).toEqual([{ text: "report, portable", term: null }]);
  });

  it("is the longer one where one lies in the other, and leaves no text out", () => {
    const text = "model compute and IO and marshalling, a compiled slice’s cold start, an 80 % interval";
    const parts = termsIn(text, ["compute", "io", "slice", "coldstart", "interval"]);
    expect(parts.map((part) => part.text).join("")).toBe(text);
    expect(parts.flatMap(({ term }) => term ?? [])).toEqual([
      "compute",
      "io",
      "slice",
      "coldstart",
      "interval",
    ]);
    expect(termsIn("", ["io"])).toEqual([{ text: "", term: null }]);
  });
});

describe("the pages' own text", () => {
  const known = new Set(Object.keys(GLOSSARY).map((term) => `#${termId(term as keyof typeof GLOSSARY)}`));

  it.each(PAGES)("links in %s to terms that there are", (page) => {
    const links = readFileSync(join("src", page), "utf8").match(/#term-[^)"\s]*/g) ?? [];
    expect(links.filter((link) => !known.has(link))).toEqual([]);
  });
});

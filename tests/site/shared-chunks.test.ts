import { describe, expect, it } from "vitest";
import { chunkOfModules } from "../../loaders/site/shared-chunks.ts";

const BIG = "x".repeat(20_000);

/** A site: page or module → what it imports, and its code. */
function chunksOf(modules: Readonly<Record<string, readonly [imports: readonly string[], code?: string]>>) {
  const named = (prefix: string) => Object.keys(modules).filter((id) => id.startsWith(prefix));
  const chunkOf = chunkOfModules(named("page:"), named("rest:")) as (
    id: string,
    meta: unknown,
  ) => string | undefined;
  const getModuleInfo = (id: string) => ({ importedIds: modules[id]![0], code: modules[id]![1] ?? "" });
  return (id: string) => chunkOf(id, { getModuleInfo });
}

describe("what pages share", () => {
  const many = Object.fromEntries(
    Array.from({ length: 20 }, (_, i) => [`page:workload/${i}`, [["view", "all"]] as const]),
  );
  const chunkOf = chunksOf({
    "page:a": [["all", "two", "little"]],
    "page:b": [["two", "all", "little"]],
    "page:c": [["all", "own"]],
    "page:d": [["all"]],
    ...many,
    view: [[], BIG],
    all: [["/x/_node/plot.js"], BIG],
    "/x/_node/plot.js": [[], BIG],
    two: [["all"], BIG],
    little: [["two"], "x"],
    own: [["all"], BIG],
  });

  it("is in one file where most kinds of pages load it, libraries apart", () => {
    expect([chunkOf("all"), chunkOf("/x/_node/plot.js")]).toEqual(["common", "libraries"]);
  });

  it("is in a file of its own where only some load it and it is large", () => {
    expect(chunkOf("two")).toMatch(/^shared-/);
  });

  it("makes no file of a little, nor a file of all ask for one of a few", () => {
    expect(chunkOf("little")).toBe(chunkOf("two"));
  });

  it("never makes two files ask for each other", () => {
    const pages = ["a", "b", "c", "d", "e", "f", ..."ghijklm"].map((page) => `page:${page}`);
    const uses: Readonly<Record<string, readonly string[]>> = {
      "page:a": ["forth"],
      "page:b": ["forth", "more"],
      "page:c": ["back"],
      "page:d": ["back", "more"],
      "page:e": ["one"],
      "page:f": ["other"],
    };
    const modules = {
      ...Object.fromEntries(pages.map((page) => [page, [uses[page] ?? [page.slice(-1)]] as const])),
      ...Object.fromEntries([..."ghijklm"].map((own) => [own, [[]] as const])),
      one: [[], BIG] as const,
      other: [[], BIG] as const,
      more: [[]] as const,
      // Little, and each between the same two large ones.
      forth: [["one", "other"]] as const,
      back: [["other", "one"]] as const,
    };
    const chunkOf = chunksOf(modules);
    const asks = new Set(
      ["forth", "back"].flatMap((id) =>
        modules[id as "forth"][0].map((imported) => `${chunkOf(id)} ${chunkOf(imported)}`),
      ),
    );
    for (const pair of asks) {
      const [from, to] = pair.split(" ");
      if (from !== to) expect([...asks]).not.toContain(`${to} ${from}`);
    }
    expect(new Set([chunkOf("one"), chunkOf("other")]).size).toBe(2);
  });

  it("keeps what waits in every page out of what pages load at once", () => {
    const pages = [..."abc"].flatMap((page) => [
      [`page:${page}`, [["form"]]] as const,
      [`rest:${page}`, [["chart", "form"]]] as const,
    ]);
    const chunkOf = chunksOf({
      ...Object.fromEntries(pages),
      "page:d": [["form", "own"]],
      "page:e": [["form", "e"]],
      "page:f": [["form", "f"]],
      e: [[]],
      f: [[]],
      "rest:d": [["chart", "own"]],
      form: [["/x/_node/htl.js"], BIG],
      chart: [["/x/_node/plot.js", "/x/_node/htl.js"], BIG],
      own: [[], BIG],
      "/x/_node/htl.js": [[], BIG],
      "/x/_node/plot.js": [[], BIG],
    });
    expect([chunkOf("form"), chunkOf("/x/_node/htl.js")]).toEqual(["common", "libraries"]);
    expect([chunkOf("chart"), chunkOf("/x/_node/plot.js")]).toEqual(["common-later", "libraries-later"]);
    // Of one page, at once and later: in no file of another.
    expect(chunkOf("own")).toMatch(/^shared-/);
  });

  it("leaves alone what one kind of page loads, however many pages are of that kind", () => {
    expect([chunkOf("own"), chunkOf("view")]).toEqual([undefined, undefined]);
  });
});

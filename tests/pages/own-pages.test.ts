import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { placeOf, withPageLinks } from "../../loaders/pages/address.ts";
import { OF_NETWORK, preamble } from "../../loaders/pages/names.ts";
import { newPage } from "../../loaders/pages/new-page.ts";
import { type AskStore, mirrorOwnPages } from "../../loaders/pages/own-pages.ts";
import { previewPages } from "../../loaders/pages/preview-pages.ts";
import * as portolan from "../../src/components/portolan.ts";
import { setEnvironment, temporaryFolder } from "../fixtures/temporary-folder.ts";

const folder = temporaryFolder();
let pages: string;
let into: string;

beforeEach(() => {
  pages = join(folder, "my pages");
  into = join(folder, "mirrored");
  for (const path of [pages, into]) rmSync(path, { recursive: true, force: true });
  return setEnvironment({ PORTOLAN_PAGES: pages, PORTOLAN_ROOT: folder });
});

function write(file: string, text: string): void {
  mkdirSync(dirname(join(pages, file)), { recursive: true });
  writeFileSync(join(pages, file), text);
}

const fence = (language: string, ...lines: string[]) => [`\`\`\`${language}`, ...lines, "```"].join("\n");
const store: AskStore = async (queries) =>
  new Map(
    queries.map((query) => [
      query,
      query.includes("nowhere")
        ? new Error(
            "Catalog Error: Table with name nowhere does not exist!\n\nLINE 2: from nowhere\n             ^",
          )
        : { columns: [{ name: "n", kind: "integer" }], rows: [[1]] },
    ]),
  );
const mirrored = () => mirrorOwnPages(store, into);
const read = (file: string) => readFileSync(join(into, file), "utf8");

describe("a page of one's own", () => {
  it("lies below its slug, with its files beside it, and links to pages as they are built", async () => {
    write("Q3 review.md", "# The third quarter\n\n[more](<team a/über.md#why>) ![rack](rack.jpg)");
    write("rack.jpg", "a picture");
    write("team a/über.md", "Back to [the review](../Q3%20review.md).");
    const { problems } = await mirrored();
    expect(problems).toEqual([]);
    expect(read("q3-review.md")).toContain('title: "The third quarter"');
    expect(read("q3-review.md")).toContain("(./team-a/uber.html#why)");
    expect(read("team-a/uber.md")).toContain("(../q3-review.html)");
    expect(read("rack.jpg")).toBe("a picture");
  });

  it("is given the names that it uses and does not declare", async () => {
    write("a/b.md", fence("js", "const today = 1;", "display(bucketBar(run, today), Plot.plot());"));
    await mirrored();
    const text = read("a/b.md");
    expect(text).toContain('import { bucketBar } from "../../components/portolan.js";');
    expect(text).toContain('import * as Plot from "@observablehq/plot";');
    expect(text).toContain('FileAttachment("../../data/summary.json")');
  });

  it("has what its queries gave beside it, in as many lines", async () => {
    const after = fence("js", "display(rows.length);");
    write(
      "q.md",
      ["---", "title: Q", "---", "# Q", fence("sql id=rows", "select 1 as n", "from x"), after].join("\n"),
    );
    const { problems, placeOfCell } = await mirrored();
    expect(problems).toEqual([]);
    expect(JSON.parse(read("q.sql-1.json")).rows).toEqual([[1]]);
    // As Framework names it.
    const id = createHash("sha256").update("display(rows.length);\n").digest("hex").slice(0, 8);
    expect(placeOfCell("pages/q.html", id)).toBe("my pages/q.md:9");
  });

  it("goes where its file went", async () => {
    write("a.md", "# A");
    write("b.md", "# B");
    expect((await mirrored()).areOthers).toBe(true);
    rmSync(join(pages, "a.md"));
    expect((await mirrored()).areOthers).toBe(true);
    expect(readdirSync(into)).toEqual(["b.md"]);
    expect((await mirrored()).areOthers).toBe(false);
  });
});

describe("what is wrong with a page", () => {
  it.each([
    [
      "no JavaScript",
      fence("js", "const a = {", "  b: 1,,", "};"),
      "5: this is no JavaScript: Unexpected token",
    ],
    ["no expression", `text\nand \${1 +} more`, "4: this is no JavaScript: invalid expression"],
    [
      "no SQL",
      fence("sql", "select 1", "from nowhere"),
      "5: Catalog Error: Table with name nowhere does not exist!",
    ],
    ["a value in SQL", fence("sql", `select \${run}`), `4: \${…} in an sql cell`],
    ["a name that is none", fence("sql id=a-b", "select 1"), "3: id=a-b is no name"],
    ["a library", fence("js", "display(Inputs.range([0, 1]))"), "3: Inputs is a library from the network"],
    ["a package", fence("js", 'import { a } from "npm:lodash";'), '3: import "npm:lodash" needs the network'],
    ["a format", fence("js", 'FileAttachment("a.csv").csv()'), "3: FileAttachment(…).csv() needs a library"],
    ["a file", fence("js", 'FileAttachment("b.json").json()'), "3: ./b.json is not there"],
    ["a picture", "![a](./none.png)", "3: the picture ./none.png is not there"],
    ["a page", "[a](none.md)", "3: the page none.md is not there"],
  ])("is said with file and line: %s", async (_, body, said) => {
    write("page.md", `# Title\n\n${body}\n`);
    write("a.csv", "");
    const { problems } = await mirrored();
    expect(problems.map((one) => one.replace("my pages/page.md:", ""))).toEqual([
      expect.stringContaining(said),
    ]);
  });

  it("is that its address is another's, or none", async () => {
    write("A b.md", "# A");
    write("a-b.md", "# A");
    write("日本.md", "# N");
    expect((await mirrored()).problems).toEqual([
      "my pages/a-b.md: its page would be that of my pages/A b.md, too; rename one",
      expect.stringContaining("日本.md: its name has no letter or digit"),
    ]);
  });
});

describe("a preview", () => {
  it("follows what is typed, also where the folder comes later", async () => {
    const { stop } = await previewPages(store, into);
    try {
      write("live.md", "# Before");
      await vi.waitFor(() => expect(read("live.md")).toContain("# Before"), {
        timeout: 20_000,
        interval: 50,
      });
      write("live.md", "# After");
      await vi.waitFor(() => expect(read("live.md")).toContain("# After"), { timeout: 20_000, interval: 50 });
    } finally {
      stop();
    }
  });
});

describe("a new page", () => {
  it("is in order as it is written, and is not written over another", async () => {
    expect(newPage("2026/Q3 review").address).toBe("pages/2026/q3-review.html");
    expect((await mirrored()).problems).toEqual([]);
    expect(() => newPage("2026/Q3 review.md")).toThrow(/is there already, and stays as it is/);
    expect(() => newPage("../outside.md")).toThrow(/a page cannot be called/);
    expect(() => newPage("review.txt")).toThrow(/name it review.md/);
  });
});

describe("the names of a page", () => {
  it("are those that the report exports", () => {
    const known = preamble(new Set(Object.keys(portolan)), "../");
    const [, names] = /^import \{ (.*) \} from "\.\.\/components\/portolan\.js"/m.exec(known)!;
    expect(names!.split(", ").sort()).toEqual(Object.keys(portolan).sort());
    expect(Object.keys(portolan).filter((name) => OF_NETWORK.has(name))).toEqual([]);
  });
});

describe("an address", () => {
  it.each([
    ["a/B c.md", "a/b-c.md"],
    ["Ärger & Co./x.PNG", "arger-co/x.PNG"],
    ["[id].md", "id.md"],
    ["数.md", null],
  ])("of %s is %s", (file, place) => expect(placeOf(file)).toBe(place));

  it("is left alone in code, and where it is another host's", () => {
    const text = "[a](a.md) [b](https://x.org/b.md)\n\n```md\n[a](a.md)\n```\n\n[c]: c.md";
    expect(withPageLinks(text, (file) => file.replace(".md", ".html"))).toBe(
      "[a](a.html) [b](https://x.org/b.md)\n\n```md\n[a](a.md)\n```\n\n[c]: c.html",
    );
  });
});

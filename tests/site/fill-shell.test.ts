import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { filesIn } from "../../loaders/files/files-in.ts";
import { fillShell, type ShellData } from "../../loaders/site/fill-shell.ts";
import { ANY } from "../../loaders/site/shell-ids.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

const root = temporaryFolder();
const shell = join(root, "shell");
let builds = 0;
let folder: string;

function put(name: string, text: string): void {
  mkdirSync(dirname(join(shell, name)), { recursive: true });
  writeFileSync(join(shell, name), text);
}

put("index.html", '[["data/summary.json",{"path":"./_file/data/summary.0000000a.json"}]]');
put("about.html", "no data");
put(
  `recording/${ANY}.html`,
  `<script id="page-files" data-id="${ANY}">../_file/data/recording/${ANY}.0000000b.json ../_file/data/summary.0000000a.json</script>`,
);
put("_file/data/summary.0000000a.json", "summary.json");
put(`_file/data/recording/${ANY}.0000000b.json`, `recording/${ANY}.json`);
// As Framework names what was there when the shell was made.
put("pages/a.html", "./_file/pages/a.sql-1.080a9ed4.json");
put("_file/pages/a.sql-1.080a9ed4.json", "[1]");
put("_file/samples/a.pb.0123abcd.gz", "a sample");
put("_page/index.AbCd1234.js", "the script");

beforeEach(() => {
  folder = join(root, `site-${++builds}`);
});

const data = (files: Readonly<Record<string, string>>, recording: readonly string[] = []): ShellData => ({
  files: new Map(Object.entries({ "pages/a.sql-1.json": "[1]", ...files })),
  ids: { recording },
});
const fill = (...of: Parameters<typeof data>) =>
  new Map(fillShell(shell, folder, data(...of)).map(({ path, html }) => [path, html]));
const nameIn = (html: string, what: string) =>
  new RegExp(`_file/data/${what}\\.[0-9a-f]{8}\\.json`).exec(html)![0];

describe("a shell that is filled", () => {
  it("names data by their content, and has them under that name and no other", () => {
    const first = nameIn(fill({ "data/summary.json": "run 1" }).get("index.html")!, "summary");
    expect(readFileSync(join(folder, first), "utf8")).toBe("run 1");
    expect(filesIn(join(folder, "_file")).filter((name) => name.includes("summary"))).toHaveLength(1);
    folder += "-again";
    const other = nameIn(fill({ "data/summary.json": "run 2" }).get("index.html")!, "summary");
    expect(other).not.toBe(first);
    folder += "-again";
    expect(nameIn(fill({ "data/summary.json": "run 1" }).get("index.html")!, "summary")).toBe(first);
  });

  it("has a page for each id, with its own data", () => {
    const files = { "data/summary.json": "s", "data/recording/a.json": "A", "data/recording/b.c.json": "B" };
    const pages = fill(files, ["a", "b.c"]);
    expect([...pages.keys()].sort()).toEqual([
      "about.html",
      "index.html",
      "pages/a.html",
      "recording/a.html",
      "recording/b.c.html",
    ]);
    const page = pages.get("recording/b.c.html")!;
    expect(page).toContain('data-id="b.c"');
    expect(readFileSync(join(folder, nameIn(page, "recording/b\\.c")), "utf8")).toBe("B");
    expect([...pages.values()].join("") + filesIn(folder).join("")).not.toContain(ANY);
  });

  it("keeps what is no data as it is, and the shell too", () => {
    const before = filesIn(shell);
    expect(fill({ "data/summary.json": "s" }).get("about.html")).toBe("no data");
    expect(existsSync(join(folder, "_file/samples/a.pb.0123abcd.gz"))).toBe(true);
    expect(existsSync(join(folder, "_page/index.AbCd1234.js"))).toBe(true);
    expect(filesIn(shell)).toEqual(before);
  });

  it("has what a query of one’s own page gave, the same as in the shell or other", () => {
    const name = (html: string) => /_file\/pages\/a\.sql-1\.[0-9a-f]{8}\.json/.exec(html)![0];
    for (const result of ["[1]", "[2]"]) {
      const pages = fill({ "data/summary.json": "s", "pages/a.sql-1.json": result });
      expect(readFileSync(join(folder, name(pages.get("pages/a.html")!)), "utf8")).toBe(result);
      folder += "-again";
    }
  });

  it("says which data a page asks for in vain", () => {
    expect(() => fill({ "data/summary.json": "s" }, ["a"])).toThrow(
      "a page reads data/recording/a.json, and there is no such data",
    );
  });
});

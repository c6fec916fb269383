import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { checkDist } from "../../loaders/site/check-dist.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

const folder = temporaryFolder();
let sites = 0;
let dist: string;

function put(name: string, text: string): void {
  const path = join(dist, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

beforeEach(() => {
  dist = join(folder, `dist-${sites++}`);
  put("index.html", '<script type="module" src="./_import/app.js"></script><a href="https://example.org">');
  put("_import/app.js", 'import {a} from "../_npm/d3.js";const b=await import("./b.js");');
  put("_import/b.js", 'export const from="node:fs";import "node:fs";import("data:text/javascript,1");');
  put("_npm/d3.js", 'export const a=new URL("./d3.wasm",import.meta.url).href;');
  put("_npm/d3.wasm", "");
});

describe("a built site", () => {
  it("passes when it is closed in itself; a link to elsewhere is none of its parts", () => {
    expect(checkDist(dist)).toEqual([]);
  });

  it("passes where a page only speaks of imports", () => {
    put("docs/pages.html", 'Write <code>import {a} from "./helper.js"</code>.');
    expect(checkDist(dist)).toEqual([]);
  });

  it.each([
    ['import x from "d3";', 'unresolved import "d3"'],
    ['import"@duckdb/duckdb-wasm";', 'unresolved import "@duckdb/duckdb-wasm"'],
    ['export*from"lodash/fp";', 'unresolved import "lodash/fp"'],
    ['const a=await import("arquero")', 'unresolved import "arquero"'],
    ['import "https://cdn.example/x.js";', "imports https://cdn.example/x.js from another host"],
    ['import {a} from "./gone.js";', 'imports "./gone.js", which is not there'],
    [
      'new Worker(new URL("../_page/worker.js",import.meta.url).href)',
      'names "../_page/worker.js", which is not there',
    ],
    [
      '<div class="observablehq--inspect observablehq--error">SyntaxError: no</div>',
      "holds a cell that does not parse: SyntaxError: no",
    ],
  ])("fails on %s", (code, problem) => {
    put("workload/page.js", code);
    expect(checkDist(dist)).toEqual([{ file: join("workload", "page.js"), problem }]);
  });

  it.each([
    ["page.html", '<script defer src="https://cdn.example/a.js"></script>', "https://cdn.example/a.js"],
    [
      "page.html",
      '<link rel="stylesheet" href="https://fonts.example/f.css">',
      "https://fonts.example/f.css",
    ],
    ["page.html", "<img alt='' src='http://img.example/p.png'>", "http://img.example/p.png"],
    ["style.css", '@import "https://fonts.example/f.css";', "https://fonts.example/f.css"],
    ["style.css", "a{background:url(https://img.example/p.png)}", "https://img.example/p.png"],
  ])("fails when %s loads %s", (name, text, url) => {
    put(name, text);
    expect(checkDist(dist)).toContainEqual({ file: name, problem: `loads ${url} from another host` });
  });
});

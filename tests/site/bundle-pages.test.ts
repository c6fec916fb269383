import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { bundlePages } from "../../loaders/site/bundle-pages.ts";
import { checkDist } from "../../loaders/site/check-dist.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

const folder = temporaryFolder();
const links = temporaryFolder();
const INLINE = "document.title = `a & b`;";

function put(name: string, text: string): void {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** As Framework writes one. */
const page = (up: string, modules: readonly string[]) => `<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<link rel="preload" as="style" href="${up}_import/style.css">
<link rel="stylesheet" type="text/css" href="${up}_import/style.css">
<link rel="modulepreload" href="${up}_observablehq/client.js">
${modules.map((module) => `<link rel="modulepreload" href="${up}_import/${module}">\n`).join("")}<script>${INLINE}</script>
<script type="module">

import {define, registerFile, FileAttachment} from "${up}_observablehq/client.js";

registerFile("./data/a.json", {"name":"./data/a.json","path":"${up}_file/data/a.1.json"});
registerFile("./data/b.json", {"name":"./data/b.json","path":"${up}_file/data/b.1.json"});

define({id: "1", body: async () => {
const [${modules.map((_, i) => `{part: part${i}}`).join(", ")}] = await Promise.all([${modules.map((module) => `import("${up}_import/${module}")`).join(", ")}]);
const a = await FileAttachment("./data/a.json").json();
return [${modules.map((_, i) => `part${i}`).join(", ")}, a, FileAttachment("./data/b.json").href];
}});
</script>
</head>
<body><p>The text</p></body>
</html>`;

const read = (name: string) => readFileSync(join(folder, name), "utf8");
const scriptOf = (name: string) => read(name).match(/<script type="module" src="(.*)"><\/script>/)![1]!;

const CLIENT =
  "export const define = (cell) => cell.body(); export const registerFile = define, FileAttachment = define;";

beforeAll(async () => {
  put("_observablehq/client.js", CLIENT);
  put("_import/shared.js", 'export const shared = "price: $& $1";');
  put(
    "_import/a.js",
    'import {shared} from "./shared.js";export const part=shared+"A";export const later=()=>import("./lazy.js");',
  );
  put("_import/lazy.js", 'export const lazy="only when asked";');
  put(
    "_import/b/page.js",
    'import {shared} from "../shared.js";export const part=[shared,"B",new Worker(import.meta.resolve("./worker.25a5bae7.js")),import.meta.resolve("../../_node/engine.wasm")];',
  );
  put("_import/b/worker.25a5bae7.js", 'import {shared} from "../shared.js";postMessage(shared);');
  put("_import/style.css", "p { color: red }");
  put("_node/engine.wasm", "");
  put("index.html", page("./", ["a.js", "b/page.js"]));
  put("workload/one.html", page("../", ["a.js"]));
  put("plain.html", "<!DOCTYPE html><title>Nothing to run</title>");
  // Through a link, as a cache may lie behind one.
  const link = join(links, "cache");
  symlinkSync(dirname(folder), link);
  await bundlePages(join(link, basename(folder)));
});

describe("a page's modules", () => {
  it("are in few files, known before the first has come", () => {
    const index = read("index.html");
    expect(index.match(/modulepreload/g)!.length).toBeLessThanOrEqual(3);
    // What the reader sees first does not wait for them.
    expect(index.indexOf("modulepreload")).toBeGreaterThan(index.indexOf("<p>The text</p>"));
    expect(read(scriptOf("index.html"))).not.toMatch(/import\(/);
    expect(scriptOf("workload/one.html")).toMatch(/^\.\.\/_page\/workload-one\./);
    expect(read("plain.html")).toContain("Nothing to run");
  });

  it("find all that they name: workers, engines, what is loaded later", () => {
    expect(checkDist(folder)).toEqual([]);
    const bundles = readdirSync(join(folder, "_page"));
    const texts = bundles.map((name) => read(`_page/${name}`));
    const named = texts.flatMap((text) =>
      [...text.matchAll(/new URL\("([^"]+)",/g)].map(([, path]) => path!),
    );
    expect(named).toHaveLength(2);
    for (const path of named) {
      expect(existsSync(join(folder, "_page", path)), path).toBe(true);
      // In the folder, wherever that is put later.
      expect(join("_page", path)).not.toMatch(/^\.\./);
    }
    expect(texts.filter((text) => text.includes("only when asked"))).toHaveLength(1);
    // Once for the pages, once in the worker.
    expect(texts.filter((text) => text.includes("price: $& $1"))).toHaveLength(2);
  });

  it("come with the data that they read at once, and with no style that has to be fetched", () => {
    const page = read("workload/one.html");
    expect(page.match(/rel="preload"/g)).toHaveLength(1);
    expect(page).toContain('<link rel="preload" as="fetch" crossorigin href="../_file/data/a.1.json">');
    expect(page).toContain("<style>p { color: red }</style>");
  });

  it("are nowhere else any more; engines stay", () => {
    expect(existsSync(join(folder, "_import", "a.js"))).toBe(false);
    expect(existsSync(join(folder, "_node", "engine.wasm"))).toBe(true);
  });

  it("are missed with the bundler's words where one is not there", async () => {
    // The client is there, so that one thing alone is missing.
    put("broken/_observablehq/client.js", CLIENT);
    put("broken/_import/style.css", "");
    put("broken/index.html", page("./", ["gone.js"]));
    await expect(bundlePages(join(folder, "broken"))).rejects.toThrow(
      /Could not resolve .*_import\/gone.js"/,
    );
  });
});

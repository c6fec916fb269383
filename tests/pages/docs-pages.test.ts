import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { docsPage } from "../../loaders/pages/docs-pages.ts";
import { readPage } from "../../loaders/pages/read-page.ts";
import { projectRoot } from "../../loaders/paths.ts";

const folder = join(projectRoot, "docs");
const names = readdirSync(folder).filter((name) => name.endsWith(".md"));

describe("the documentation as pages", () => {
  it.each(names)("%s runs no code, and links to what is built", async (name) => {
    const page = await readPage(docsPage(readFileSync(join(folder, name), "utf8")), `/docs/${name}`);
    expect(page.cells).toEqual([]);
    expect(page.faults).toEqual([]);
    expect(page.data.title).toBeTruthy();
    expect(
      page.named
        .map(({ href }) => href)
        .filter((href) => !/^(?:https?:|#|\.\/[\w-]+\.html(?:#|$))/.test(href)),
    ).toEqual([]);
    const built = page.named.flatMap(({ href }) => /^\.\/([\w-]+)\.html/.exec(href)?.[1] ?? []);
    expect(built.filter((id) => !names.includes(`${id}.md`))).toEqual([]);
  });

  it("has every table in a region of its own name", () => {
    const text = docsPage(
      "# A\n\n## B `c`\n\n| a |\n|---|\n| 1 |\n\n```sh\n| no table |\n```\n\n| b | |\n|---|---|\n",
    );
    expect(text).toContain('| b | <span class="visually-hidden">what it is</span> |\n|---|---|');
    expect([...text.matchAll(/aria-label="([^"]*)"/g)].map(([, label]) => label)).toEqual([
      "B c",
      "B c, table 2",
    ]);
  });
});

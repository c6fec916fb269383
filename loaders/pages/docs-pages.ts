import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../paths.ts";
import { withPageLinks } from "./address.ts";
import { filesBelow, mirror } from "./mirror.ts";

const DOCS = join(projectRoot, "docs");
/** Where Framework finds them: git knows nothing of that folder. */
const MIRROR = join(projectRoot, "src", "docs");

/** What is read first; the others follow by their titles. */
const FIRST = [
  "tutorial",
  "method",
  "profile",
  "workload",
  "forecast",
  "decide",
  "scenarios",
  "pages",
  "limits",
];

/** Blocks that Framework would run, and elements that it would compute. */
const FENCE = /^( *)(```+|~~~+)(\w*)[^\n]*\n[\s\S]*?^\1\2 *$/gm;
const RUNS = new Set(["dot", "html", "js", "jsx", "mermaid", "sql", "svg", "tex", "ts", "tsx"]);
/** `[the rules](../src/rules.yaml)`: files that the site has not. */
const BESIDE = /\[([^\]]+)\]\(\.\.\/[^)]*\)/g;
/** A heading, or all lines of a table. */
const PIECE = /^#+ (.*)$|(?:^\|.*\n)+/gm;

interface DocsPage {
  readonly name: string;
  readonly path: string;
}

/** Puts the documentation where Framework builds it: the same files, as pages without scripts. */
export function mirrorDocs(): void {
  const pages = filesBelow(DOCS).filter((name) => name.endsWith(".md"));
  mirror(MIRROR, new Map(pages.map((name) => [name, docsPage(readFileSync(join(DOCS, name), "utf8"))])));
}

/** A page of the documentation as Framework takes it: code is shown and not run, tables scroll in a frame of their own. */
export function docsPage(text: string): string {
  const title = /^# (.*)$/m.exec(text)?.[1] ?? "Documentation";
  const labels = new TableLabels();
  const parts: string[] = [];
  let at = 0;
  for (const { 0: block, 1: indent, 2: marks, 3: language, index } of text.matchAll(FENCE)) {
    parts.push(prose(text.slice(at, index), labels));
    const lines = block.slice(block.indexOf("\n"));
    parts.push(RUNS.has(language!) ? `${indent}${marks}${language} run=false${lines}` : block);
    at = index + block.length;
  }
  parts.push(prose(text.slice(at), labels));
  return `---\ntitle: ${JSON.stringify(plain(title))}\n---\n\n${parts.join("")}`;
}

function prose(text: string, labels: TableLabels): string {
  const built = (file: string) =>
    existsSync(join(DOCS, file)) ? `./${file.replace(/\.md$/, ".html")}` : null;
  return labels.frame(
    withPageLinks(text.replace(BESIDE, "$1"), built).replaceAll(/(?<!`[^`\n]*)\$\{/g, "$\\{"),
  );
}

/** Puts each table into a region that scrolls, called by the heading above it. */
class TableLabels {
  readonly #times = new Map<string, number>();
  #heading = "Table";

  frame(text: string): string {
    return text.replaceAll(PIECE, (piece, heading: string | undefined) => {
      if (heading !== undefined) {
        this.#heading = plain(heading);
        return piece;
      }
      const time = (this.#times.get(this.#heading) ?? 0) + 1;
      this.#times.set(this.#heading, time);
      const label = time === 1 ? this.#heading : `${this.#heading}, table ${time}`;
      return `<div class="table-frame" role="region" tabindex="0" aria-label="${label.replaceAll('"', "&quot;")}">\n\n${withHeaders(piece)}\n</div>\n`;
    });
  }
}

/** A column without a name has one for whoever hears the table. */
function withHeaders(table: string): string {
  const [head, ...rows] = table.split("\n");
  return [
    head!.replaceAll(/\|\s*(?=\|)/g, '| <span class="visually-hidden">what it is</span> '),
    ...rows,
  ].join("\n");
}

const plain = (text: string) => text.replaceAll("`", "").replaceAll("&", "and").replaceAll("<", "‹");

/** The documentation, for the navigation. */
export function docsList(): DocsPage[] {
  const pages = filesBelow(MIRROR).map((file) => {
    const [, title = '""'] = /^---\ntitle: (.*)\n/.exec(readFileSync(join(MIRROR, file), "utf8")) ?? [];
    return { id: file.slice(0, -3), name: JSON.parse(title) as string };
  });
  const rank = (id: string) => (FIRST.includes(id) ? FIRST.indexOf(id) : FIRST.length);
  return pages
    .sort((a, b) => rank(a.id) - rank(b.id) || (a.name < b.name ? -1 : 1))
    .map(({ id, name }) => ({ name, path: `/docs/${id}` }));
}

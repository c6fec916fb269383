import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withTermsUsed } from "./glossary-list.ts";
import { sitePages } from "./site-report.ts";

interface Mend {
  readonly what: string;
  readonly find: RegExp;
  readonly put: string | ((whole: string, ...groups: string[]) => string);
  /** Not every page has it. */
  readonly optional?: true;
}

/** What Framework writes and a reader of a screen reader, or with a small window, stumbles over. */
const MENDS: readonly Mend[] = [
  { what: "the viewport, which forbids to zoom", find: /, maximum-scale=1(?=")/, put: "" },
  {
    what: "the list of pages, which has no name",
    find: /<nav id="observablehq-sidebar">/,
    put: '<nav id="observablehq-sidebar" aria-label="Pages">',
  },
  {
    what: "a label between the items of a list",
    find: /\s*<label id="observablehq-sidebar-close"[^>]*><\/label>/,
    put: "",
  },
  {
    what: "sections of the list, whose names are summaries of nothing",
    find: /(<section[^>]*>)\s*<summary>([^<]*)<\/summary>\s*<ol>/g,
    put: (_, open, name) => {
      const id = `pages-${name!.toLowerCase().replaceAll(/[^a-z\d]+/g, "-")}`;
      return `${open}\n    <p class="pages-section" id="${id}">${name}</p>\n    <ol aria-labelledby="${id}">`;
    },
  },
  {
    what: "the page that is open, in the list of pages",
    find: /(observablehq-link-active"><a) /,
    put: '$1 aria-current="page" ',
  },
  {
    what: "the page's own contents: two landmarks for one thing, without a name",
    find: /<aside id="observablehq-toc"([^>]*)>\s*<nav>([\s\S]*?)<\/aside>/,
    put: '<div id="observablehq-toc"$1>\n<nav aria-label="On this page">$2</div>',
    optional: true,
  },
  {
    what: "blocks of code, which scroll",
    find: /<pre(?=[ >])(?![^>]*tabindex)/g,
    put: '<pre tabindex="0"',
    optional: true,
  },
  {
    what: "links to the next page and the one before",
    find: /(<footer id="observablehq-footer">\s*)<nav>/,
    put: '$1<nav aria-label="Next and previous page">',
    optional: true,
  },
];

/**
 * A built page without the faults of Framework's own markup, and with the list of its terms.
 *
 * @throws Error where Framework writes something else by now
 */
export function mendMarkup(html: string): string {
  let mended = html;
  for (const { what, find, put, optional } of MENDS) {
    const next = mended.replace(find, put as string);
    if (next === mended && !optional)
      throw new Error(`Framework's markup has changed: ${what} is not found by ${find}; see mend-markup.ts`);
    mended = next;
  }
  return withTermsUsed(mended);
}

/** Mends all pages of a built site. */
export function mendPages(folder: string): void {
  for (const name of sitePages(folder)) {
    const path = join(folder, name);
    const html = readFileSync(path, "utf8");
    if (html.includes('id="observablehq-sidebar"')) writeFileSync(path, mendMarkup(html));
  }
}

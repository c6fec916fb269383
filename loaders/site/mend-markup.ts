interface Mend {
  readonly what: string;
  readonly find: RegExp;
  readonly put: string;
  /** Not every page has it. */
  readonly optional?: true;
}

/** What Framework writes and a reader of a screen reader, or with a small window, stumbles over. */
const MENDS: readonly Mend[] = [
  { what: "the viewport, which forbids to zoom", find: /, maximum-scale=1(?=")/, put: "" },
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
];

/**
 * A built page without the faults of Framework's own markup.
 *
 * @throws Error where Framework writes something else by now
 */
export function mendMarkup(html: string): string {
  let mended = html;
  for (const { what, find, put, optional } of MENDS) {
    const next = mended.replace(find, put);
    if (next === mended && !optional)
      throw new Error(`Framework's markup has changed: ${what} is not found by ${find}; see mend-markup.ts`);
    mended = next;
  }
  return mended;
}

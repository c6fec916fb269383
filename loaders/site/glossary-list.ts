/** The list of terms at the end of every page. */
import { escaped } from "../../src/report/escaped.ts";
import { GLOSSARY, type Term, termId } from "../../src/report/glossary.ts";

/** All terms, hidden: a built page shows those that it uses, see `withTermsUsed` and `explainTerms`. */
export function glossaryList(): string {
  const entries = Object.entries(GLOSSARY).map(
    ([term, { term: title, meaning }]) =>
      `<div id="${termId(term as Term)}" hidden><dt>${escaped(title)}</dt> <dd>${escaped(meaning)}</dd></div>`,
  );
  return `<section id="glossary" aria-labelledby="glossary-title" hidden><h2 id="glossary-title">Terms on this page</h2>
<dl>
${entries.join("\n")}
</dl></section>`;
}

const USED = /<a\b[^>]*\bhref="#(term-[a-z\d]+)"/g;

/** A page whose list shows the terms that the page links to. */
export function withTermsUsed(html: string): string {
  const used = new Set(Array.from(html.matchAll(USED), ([, id]) => id!));
  if (used.size === 0) return html;
  return html
    .replace(/(<section id="glossary"[^>]*?) hidden(?:="")?>/, "$1>")
    .replace(/(<div id="(term-[a-z\d]+)") hidden(?:="")?>/g, (whole, open: string, id: string) =>
      used.has(id) ? `${open}>` : whole,
    );
}

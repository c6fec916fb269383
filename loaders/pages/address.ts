/** `Q3 review.md` → `q3-review`; null where the name has no letter or digit of the Latin alphabet. */
export function slugOf(name: string): string | null {
  const slug = name
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z\d._]+/g, "-")
    .replaceAll(/^[-.]+|[-.]+$/g, "");
  return slug === "" ? null : slug;
}

/** Where a file lies in the site: folders and pages by their slugs, all else as it is called. Null where one has none. */
export function placeOf(file: string): string | null {
  const parts = file.split("/");
  const name = parts.pop()!;
  const folders = parts.map(slugOf);
  const last = name.endsWith(".md") ? slugOf(name.slice(0, -3)) : name;
  if (last === null || folders.includes(null)) return null;
  return [...folders, name.endsWith(".md") ? `${last}.md` : last].join("/");
}

/** `](other page.md#part)`, `](<other page.md>)` and `[name]: other.md`, none of them to another host. */
const LINK =
  /(\]\(|^\s*\[[^\]]+\]:\s*)(?:<(?!\w+:|\/)([^>]+\.md)(#[^>]*)?>|(?!\w+:|\/)([^\s)<>#]+\.md)(#[^\s)]*)?)/gm;

/**
 * A page's links to other Markdown files as links to what is built of them, code left as it is.
 *
 * @param built where a linked file's page is, seen from this one; null leaves the link as it is
 */
export function withPageLinks(text: string, built: (file: string) => string | null): string {
  const parts = text.split(/(^ *(?:```|~~~)[\s\S]*?^ *(?:```|~~~) *$)/m);
  return parts
    .map((part, i) =>
      i % 2 === 1
        ? part
        : part.replace(LINK, (whole, before, quoted, quotedPart, plain, plainPart) => {
            const place = built(decodeURI(quoted ?? plain));
            return place === null ? whole : `${before}${encodeURI(place)}${quotedPart ?? plainPart ?? ""}`;
          }),
    )
    .join("");
}

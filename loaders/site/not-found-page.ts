import { escaped } from "../../src/report/escaped.ts";
import { withPolicy } from "./content-security-policy.ts";
import type { ListedPage } from "./site-report.ts";

const STYLE = `:root { color-scheme: light dark; }
body { max-width: 44rem; margin: 3rem auto; padding: 0 1rem; font: 17px/1.5 Georgia, serif; background: Canvas; color: CanvasText; }
h1 { font-size: 1.6rem; line-height: 1.25; }
li { margin: .35rem 0; }
a { color: LinkText; }`;

/**
 * What a host shows for an address that leads nowhere, of any depth: one file that needs no other. Where its report lies it finds
 * out by looking for `marker` in the folders above the address; without scripts its links are those of the
 * report's address, where that is known, else of a host's root.
 */
export function notFoundPage(pages: readonly ListedPage[], marker: string, siteUrl?: string): string {
  const root = siteUrl ? new URL(siteUrl).pathname : "/";
  const links = pages.map(
    ({ path, title }) =>
      `<li><a href="${root}${escaped(encodeURI(path))}" data-path="${escaped(encodeURI(path))}">${escaped(title)}</a></li>`,
  );
  return withPolicy(`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="description" content="This address leads to no page of this report.">
<link rel="icon" href="data:,">
<title>No such page | Portolan</title>
<style>
${STYLE}
</style>
<script>
addEventListener("DOMContentLoaded", async () => {
  const lead = (folder) => {
    for (const link of document.querySelectorAll("a")) link.href = folder + link.dataset.path;
  };
  if (location.protocol === "file:") return lead("");
  const parts = location.pathname.split("/").slice(0, -1);
  for (; parts.length > 0; parts.pop()) {
    const folder = parts.join("/") + "/";
    const answer = await fetch(folder + ${JSON.stringify(marker)}, { method: "HEAD" }).catch(() => null);
    if (answer?.ok) return lead(folder);
  }
});
</script>
</head>
<body>
<main>
<h1>This address leads to no page of this report.</h1>
<p>It may have been of an earlier run, or mistyped. These are the pages that are there:</p>
<ul>
${links.join("\n")}
</ul>
</main>
</body>
</html>
`);
}

/**
 * Puts the inputs into the address, and into every link of the frame that leads to another page of the report.
 *
 * @param whatIf the same for the what-if page, whose fields have names of their own
 */
export function carryQuery(query: string, whatIf: string): void {
  const search = query === "" ? "" : `?${query}`;
  history.replaceState(history.state, "", `${location.pathname}${search}${location.hash}`);
  const links = document.querySelectorAll<HTMLAnchorElement>(
    "#observablehq-sidebar a[href], #observablehq-header a[href], #observablehq-footer a[href], a.carries-query",
  );
  for (const link of links)
    if (link.host === location.host) link.search = link.pathname.endsWith("/what-if.html") ? whatIf : search;
}

/** A link's address with the inputs of this page. */
export function withQuery(path: string): string {
  return `${path}${location.search}`;
}

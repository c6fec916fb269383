/** The reader’s conditions on their way from page to page: the query of the address, along every link of the report. */

const LINKS =
  "#observablehq-sidebar a[href], #observablehq-header a[href], #observablehq-footer a[href], a.carries-query";

/** Gives the links that are on the page the query of its address. */
export function carryQuery(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>(LINKS))
    if (link.host === location.host) link.search = queryAbout(link.dataset.about);
}

/** Puts a query into the address, without its “?”, and into the links. */
export function writeQuery(query: string): void {
  const search = query === "" ? "" : `?${query}`;
  history.replaceState(history.state, "", `${location.pathname}${search}${location.hash}`);
  carryQuery();
}

/**
 * A link's address with the conditions of this page; to be used with the class `carries-query`.
 *
 * @param about the workload that the linked page shall decide about, also as `data-about`
 */
export function withQuery(path: string, about?: string): string {
  return `${path}${queryAbout(about)}`;
}

function queryAbout(about: string | undefined): string {
  if (about === undefined) return location.search;
  const query = new URLSearchParams(location.search);
  query.set("workload", about);
  return `?${query}`;
}

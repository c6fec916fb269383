/**
 * The address of one of the report's pages, from whichever page asks: a page of one's own stands in a folder, and a report under
 * any path. The list of pages knows it.
 *
 * @param name its file's name without an ending
 */
export function pageOfReport(name: string): string {
  const link = document.querySelector(`nav a[href*="/${name}.html"]`);
  return link?.getAttribute("href")?.replace(/[?#].*$/, "") ?? `./${name}.html`;
}

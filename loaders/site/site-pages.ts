import { readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** A page as the report lists it. */
export interface ListedPage {
  /** From the site's folder, with slashes. */
  readonly path: string;
  readonly title: string;
  /** What it found, in a sentence or two. */
  readonly description: string;
}

/** The pages of a built site, as paths from its folder, with slashes: those that a reader opens from another. */
export function sitePages(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".html"))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((path) => path !== "404.html" && !path.startsWith("_"))
    .sort();
}

/** What a built site says of itself to programs, in `report.json`. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { filesIn } from "../files/files-in.ts";

/** A page as the report lists it. */
export interface ListedPage {
  /** From the site's folder, with slashes. */
  readonly path: string;
  readonly title: string;
  /** What it found, in a sentence or two. */
  readonly description: string;
}

export interface SiteReport {
  readonly portolanReport: 1;
  /** Null where nothing was measured yet, as the two that follow. */
  readonly runId: string | null;
  readonly suiteVersion: string | null;
  /** "2026-11-27" */
  readonly measuredOn: string | null;
  readonly pages: readonly ListedPage[];
}

/** Also a sign that a folder holds a report. */
export const REPORT_FILE = "report.json";

/** Null where there is no site, or one of before there was such a file. */
export function readSiteReport(folder: string): SiteReport | null {
  const path = join(folder, REPORT_FILE);
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as SiteReport) : null;
}

/** The order of pages in lists. */
export const firstPageFirst = (a: { readonly path: string }, b: { readonly path: string }): number =>
  Number(b.path === "index.html") - Number(a.path === "index.html") || (a.path < b.path ? -1 : 1);

/** The pages of a built site, as paths from its folder, with slashes: those that a reader opens from another, the first page first. */
export function sitePages(folder: string): string[] {
  return filesIn(folder)
    .filter((path) => path.endsWith(".html") && path !== "404.html" && !path.startsWith("_"))
    .map((path) => ({ path }))
    .sort(firstPageFirst)
    .map(({ path }) => path);
}

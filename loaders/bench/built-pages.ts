import { sitePages } from "../site/site-report.ts";

/** The pages of a built report; of those that are made alike (recordings, documentation, a user's own), none. */
export const builtPages = (folder: string): string[] =>
  sitePages(folder).filter((path) => /^(?:[\w-]+|workload\/[\w.-]+)\.html$/.test(path));

/** What a page says of itself where a part of it could not be loaded. */

const AS_BUILT = "What you see was drawn when the report was built, and its controls rest.";
const REMEDY =
  "Reload the page; if that does not help, the report’s folder is not whole: npx portolan build writes it anew.";

/** @param why the browser's words */
export const dataNotLoaded = (file: string, why: string): string =>
  `${file}, which this page shows, could not be loaded (${why.replace(/\.$/, "")}). ${AS_BUILT} ${REMEDY}`;

export const scriptsNotLoaded = (): string =>
  `The scripts of this page could not be loaded. ${AS_BUILT} ${REMEDY}`;

/** Of a page that a browser opened from a disk, where it loads no scripts of a site. */
export const openedFromDisk = (): string =>
  `This page was opened from a disk, where a browser runs no scripts of a site. ${AS_BUILT} npx portolan report --portable <folder> writes a copy that works from a disk, and npx portolan start serves this one.`;

/** Of the edition that works from a disk. */
export const NEEDS_SERVER =
  "Measuring in this browser and asking the store in SQL need a server, which this copy of the report does without: npx portolan start serves it whole.";

export const NOT_IN_THIS_FILE =
  "This file holds one page of the report; that link leads to another one, which stands in the whole report.";

/** Of an address that asks for one figure alone. */
export const noSuchFigure = (id: string): string =>
  `This page has no figure “${id}”. Its address without #figure=${id} opens the whole page, and each figure there has a link of its own.`;

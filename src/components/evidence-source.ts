import type { Source } from "../report/source.js";

let ofPage: Source | null = null;

/** Names what the figures of this page are drawn from, where they do not say it of themselves. */
export function setPageSource(source: Source | null): void {
  ofPage = source;
}

export const pageSource = (): Source | null => ofPage;

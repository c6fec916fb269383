import type { Source } from "../../report/source.js";

/** What a figure is made of: on its page, and in every file that is made of it. */
export interface FigureParts {
  /** Stable, and its own among the figures of its page: links and frames on other pages name it. Small letters, digits and hyphens. */
  readonly id: string;
  /** The finding, as a sentence computed from the data. */
  readonly title: string;
  /** What is shown, without its unit. */
  readonly subtitle: string;
  /** Of what is shown, in words: "milliseconds"; null where it has none. */
  readonly unit: string | null;
  readonly chart: Element;
  /** The chart is text and lists, or has a role of its own: it reads aloud as it is. */
  readonly readable?: boolean;
  /** A drawing of so many CSS pixels, for the files, where the chart is none. */
  readonly picture?: (width: number) => Element;
  /** What the chart shows, for whoever cannot see it. */
  readonly description: string;
  /** How to read it: intervals, scales. */
  readonly caption?: unknown;
  /** The numbers behind the chart. */
  readonly table: Element;
  readonly legend?: Element;
  /** What unfolds the table. */
  readonly tableLabel?: string;
  /** The table matters as much as the chart. */
  readonly open?: boolean;
  /** Where the numbers come from; that of the page, if it is left out. */
  readonly source?: Source | null;
  /** The cell that draws it in a page of one's own (`docs/pages.md`). */
  readonly code?: string;
  /** What asks the store for the numbers (`docs/store.md`). */
  readonly query?: string;
}

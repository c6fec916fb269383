/** What a figure's files say of it, and how another page shows it. */

import { csvText } from "./csv.js";
import { escaped } from "./escaped.js";
import { columnHead, type PlainColumn } from "./plain-table.js";
import type { Source } from "./source.js";

/** A table of a figure, by column. */
export interface FigureTable {
  readonly caption: string;
  readonly columns: readonly (PlainColumn & { readonly about: string | null })[];
}

interface FigureFacts {
  readonly title: string;
  readonly subtitle: string;
  readonly unit: string | null;
  readonly description: string;
  /** How to read it. */
  readonly note: string | null;
  /** Of the figure in its page. */
  readonly address: string;
  readonly source: Source | null;
  readonly tables: readonly FigureTable[];
  readonly code: string | null;
  readonly query: string | null;
  /** When the file is made, ISO 8601. */
  readonly takenAt: string;
}

/** "Median time of one request by bucket, in milliseconds" */
export function subtitleText({
  subtitle,
  unit,
}: {
  readonly subtitle: string;
  readonly unit: string | null;
}): string {
  return unit === null ? subtitle : `${subtitle}, in ${unit}`;
}

/** What a data portal says of a chart, as JSON. */
export function figureMetadata(facts: FigureFacts): string {
  const { title, subtitle, unit, description, note, address, source, tables, code, query, takenAt } = facts;
  const metadata = {
    chart: { title, subtitle, unit, description, note, address },
    source: source && {
      text: source.text,
      runId: source.runId,
      machine: source.machine,
      measuredAt: source.measuredAt,
    },
    // What a team measures is its own: nothing here decides under which terms it is passed on.
    licence: null,
    tables: tables.map(({ caption, columns }) => ({
      caption,
      rows: columns[0]?.values.length ?? 0,
      columns: columns.map((column) => ({
        name: columnHead(column),
        unit: column.unit,
        description: column.about,
      })),
    })),
    code,
    query,
    takenAt,
  };
  return `${JSON.stringify(metadata, null, 2)}\n`;
}

export function figureCsv({ columns }: FigureTable): string {
  const rows = Array.from({ length: columns[0]?.values.length ?? 0 }, (_, i) =>
    columns.map(({ values }) => values[i]),
  );
  return csvText(columns.map(columnHead), rows);
}

/** @param address of the page with the fragment that shows this figure alone */
export function iframeSnippet(address: string, title: string, heightPx: number): string {
  return `<iframe src="${escaped(address)}" title="${escaped(title)}" width="100%" height="${heightPx}" loading="lazy" style="border: 0"></iframe>`;
}

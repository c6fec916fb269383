import { html } from "htl";
import { csvText } from "../../report/csv.js";
import { cellText, rowCount, type SqlResult } from "../../report/sql-result.js";
import { dataTable } from "../data-table.js";
import { download } from "../download.js";
import { quickChart } from "./quick-chart.js";

/** Drawing more rows than this takes long, and nobody reads them; the download has them all. */
const SHOWN_ROWS = 1_000;

/**
 * What a query gave: what it says, a chart, the table, and the whole as files.
 *
 * @param said a sentence about it; null where nobody wrote one
 */
export function resultView(result: SqlResult, said: string | null): HTMLElement {
  const { columns, rows } = result;
  const shown = rows.slice(0, SHOWN_ROWS);
  const caption =
    shown.length < rows.length
      ? `The first ${shown.length.toLocaleString("en-US")} of ${rowCount(rows.length)}; the files have them all`
      : rowCount(rows.length);
  const table = dataTable(
    caption,
    columns.map(({ name, kind }, k) => ({
      label: name,
      value: (row: readonly unknown[]) => cellText(row[k]),
      numeric: kind === "number" || kind === "integer",
    })),
    shown,
  );
  return html`<div>
    ${said === null ? null : html`<p class="sql-said">${said}</p>`}
    ${rows.length === 0 ? null : quickChart(result)}
    ${table}
    ${
      rows.length === 0
        ? null
        : html`<div class="sql-files"><button type="button" ${{ onclick: () => saveCsv(result) }}>Download as CSV</button>
      <button type="button" ${{ onclick: () => saveParquet(result) }}>Download as Parquet</button></div>`
    }
  </div>`;
}

function saveCsv(result: SqlResult): void {
  const names = result.columns.map(({ name }) => name);
  download("portolan-query.csv", csvText(names, result.rows), "text/csv");
}

/** What writes one is fetched when somebody wants one. */
async function saveParquet(result: SqlResult): Promise<void> {
  const { parquetFile } = await import("./parquet-file.js");
  download(
    "portolan-query.parquet",
    new Blob([parquetFile(result)], { type: "application/vnd.apache.parquet" }),
  );
}

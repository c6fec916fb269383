/** SQL on the store, in the page. Nothing of the engine is loaded before the first query. */
import { html } from "htl";
import { formatMs } from "../../model/format.js";
import { csvText } from "../../report/csv.js";
import { dataTable } from "../data-table.js";
import { download } from "../download.js";
import { connectOnce, type Say } from "./connect.js";
import { examplesOf } from "./examples.js";
import { cellText, type SqlResult, toResult } from "./sql-result.js";

/** Drawing more rows than this takes long, and nobody reads them; the download has them all. */
const SHOWN_ROWS = 1_000;

/**
 * A query field with examples; results appear below it.
 *
 * @param storeUrl where the `.duckdb` lies
 * @param runId the run that the examples ask for
 */
export function sqlConsole(storeUrl: string, runId: string): HTMLElement {
  const connect = connectOnce(storeUrl);
  const status = html`<p role="status">DuckDB starts with the first query.</p>`;
  const output = html`<div class="sql-result"></div>`;
  const field = html`<textarea id="sql" rows="10" spellcheck="false" autocapitalize="off" autocomplete="off"
    aria-describedby="sql-hint"></textarea>` as HTMLTextAreaElement;
  // aria-disabled, because a button that is disabled while it is pressed loses the focus.
  const button = html`<button type="submit" aria-disabled="false">Run</button>`;
  const examples = examplesOf(runId);
  field.value = examples[0]!.sql;

  const say: Say = (text) => {
    status.textContent = text;
  };
  async function run(): Promise<void> {
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    output.replaceChildren();
    try {
      const connection = await connect(say);
      say("Running …");
      const start = performance.now();
      const result = toResult(await connection.query(field.value));
      say(`${rowCount(result.rows.length)} in ${formatMs(performance.now() - start, 2)}.`);
      output.replaceChildren(resultView(result));
    } catch (error) {
      say("The query failed.");
      output.replaceChildren(
        html`<pre role="alert">${error instanceof Error ? error.message : String(error)}</pre>`,
      );
    } finally {
      button.setAttribute("aria-disabled", "false");
    }
  }
  function onKey(event: KeyboardEvent): void {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    run();
  }
  function onSubmit(event: SubmitEvent): void {
    event.preventDefault();
    run();
  }
  const choose = (sql: string) => {
    field.value = sql;
    field.focus();
    say("Press Run, or Ctrl+Enter in the field.");
  };
  return html`<form class="sql-console" ${{ onsubmit: onSubmit, onkeydown: onKey }}>
    <div class="sql-examples" role="group" aria-label="Example queries">${examples.map(
      ({ label, sql }) => html`<button type="button" ${{ onclick: () => choose(sql) }}>${label}</button>`,
    )}</div>
    <label for="sql">SQL</label>
    ${field}
    <div class="sql-actions">${button}<span id="sql-hint">One statement at a time. Ctrl+Enter or ⌘+Enter runs it, too.</span></div>
    ${status}${output}
  </form>`;
}

function resultView(result: SqlResult): HTMLElement {
  const { columns, rows } = result;
  const shown = rows.slice(0, SHOWN_ROWS);
  const caption =
    shown.length < rows.length
      ? `The first ${shown.length.toLocaleString("en-US")} of ${rowCount(rows.length)}; the download has them all`
      : rowCount(rows.length);
  const table = dataTable(
    caption,
    columns.map(({ name, numeric }, k) => ({
      label: name,
      value: (row: readonly unknown[]) => cellText(row[k]),
      numeric,
    })),
    shown,
  );
  if (rows.length === 0) return table;
  return html`<div>${table}<button type="button" ${{ onclick: () => save(result) }}>Download as CSV</button></div>`;
}

function rowCount(count: number): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? "row" : "rows"}`;
}

function save({ columns, rows }: SqlResult): void {
  const csv = csvText(
    columns.map(({ name }) => name),
    rows,
  );
  download("portolan-query.csv", csv, "text/csv");
}

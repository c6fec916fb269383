/** SQL on the store, in the page. Nothing of the engine is loaded before somebody turns to it. */
import { html } from "htl";
import { formatMs } from "../../model/format.js";
import { SQL_EXAMPLES } from "../../report/sql-examples.js";
import { sqlFault } from "../../report/sql-fault.js";
import { objectsOf, rowCount, type SqlResult, toResult } from "../../report/sql-result.js";
import { withRun } from "../../report/sql-run.js";
import { connectOnce } from "./connect.js";
import { schemaBrowser } from "./schema-browser.js";
import { hashOfQuery, queryOfHash } from "./sql-address.js";

/**
 * A query field with questions to begin with and the store's tables beside it; what comes out appears below. A query in the page's
 * address is asked at once.
 *
 * @param storeUrl where the `.duckdb` lies
 * @param runId what `$run` stands for
 */
export function sqlConsole(storeUrl: string, runId: string): HTMLElement {
  const connect = connectOnce(storeUrl);
  const status = html`<p role="status">DuckDB starts when you turn to it.</p>`;
  const output = html`<div class="sql-result"></div>`;
  const field = html`<textarea id="sql" rows="12" spellcheck="false" autocapitalize="off" autocomplete="off"
    aria-describedby="sql-hint"></textarea>` as HTMLTextAreaElement;
  // aria-disabled, because a button that is disabled while it is pressed loses the focus.
  const button = html`<button type="submit" aria-disabled="false">Run</button>`;
  field.value = SQL_EXAMPLES[0]!.sql;
  const say = (text: string) => {
    status.textContent = text;
  };
  const isBusy = () => button.getAttribute("aria-disabled") === "true";

  async function run(): Promise<void> {
    if (isBusy()) return;
    button.setAttribute("aria-disabled", "true");
    const query = field.value;
    output.replaceChildren();
    try {
      const [connection, { resultView }] = await Promise.all([connect(say), import("./result-view.js")]);
      say("Running …");
      const start = performance.now();
      const result = toResult(await connection.query(withRun(query, runId)));
      say(`${rowCount(result.rows.length)} in ${formatMs(performance.now() - start, 2)}.`);
      history.replaceState(history.state, "", `${location.pathname}${location.search}${hashOfQuery(query)}`);
      output.replaceChildren(resultView(result, saidOf(query, result)));
    } catch (error) {
      say("The query failed.");
      output.replaceChildren(failure(error, withRun(query, runId), field));
    } finally {
      button.setAttribute("aria-disabled", "false");
    }
  }

  /** It takes seconds to start, and who points at the field or the examples is about to ask. */
  let isWarm = false;
  function warm(): void {
    if (isWarm) return;
    isWarm = true;
    connect(say).then(
      () => {
        if (!isBusy()) say("DuckDB is ready.");
      },
      // Said when a query is run.
      () => {},
    );
  }
  function ask(sql: string): void {
    field.value = sql;
    void run();
  }
  function fromAddress(): void {
    const query = queryOfHash(location.hash);
    if (query !== null) ask(query);
  }
  function onKey(event: KeyboardEvent): void {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void run();
  }
  function onSubmit(event: SubmitEvent): void {
    event.preventDefault();
    void run();
  }

  if (!("isDrawnAhead" in globalThis)) {
    addEventListener("hashchange", fromAddress);
    queueMicrotask(fromAddress);
  }
  return html`<form class="sql-console" ${{ onsubmit: onSubmit, onkeydown: onKey, onpointerenter: warm, onfocusin: warm }}>
    <div class="sql-examples" role="group" aria-label="Questions to begin with">${SQL_EXAMPLES.map(
      ({ question, sql }) => html`<button type="button" ${{ onclick: () => ask(sql) }}>${question}</button>`,
    )}</div>
    <div class="sql-panes">
      <div><label for="sql">SQL</label>
        ${field}
        <div class="sql-actions">${button}<span id="sql-hint">Ctrl+Enter or ⌘+Enter runs it, too. <code>$run</code> is the run of this report.</span></div>
      </div>
      <div><h2>Tables</h2>${schemaBrowser((name) => insertInto(field, name))}</div>
    </div>
    ${status}${output}
  </form>`;
}

/** What an example says of its own result. */
function saidOf(query: string, result: SqlResult): string | null {
  const example = SQL_EXAMPLES.find(({ sql }) => sql === query);
  return example?.says(objectsOf(result)) ?? null;
}

function failure(error: unknown, query: string, field: HTMLTextAreaElement): HTMLElement {
  const { message, at, offset } = sqlFault(error, query);
  const show = () => {
    field.focus();
    const [word] = /^\w*/.exec(query.slice(offset!))!;
    field.setSelectionRange(offset!, offset! + Math.max(1, word.length));
  };
  return html`<div class="sql-failure" role="alert"><p>${message}</p>
    ${at === null ? null : html`<p><button type="button" ${{ onclick: show }}>Line ${at.line}, column ${at.column}</button></p>`}</div>`;
}

/** At the cursor, with a space before it where it would run into a word. */
function insertInto(field: HTMLTextAreaElement, name: string): void {
  const { selectionStart, selectionEnd, value } = field;
  const space = /\w$/.test(value.slice(0, selectionStart)) ? " " : "";
  field.setRangeText(`${space}${name}`, selectionStart, selectionEnd, "end");
  field.focus();
}

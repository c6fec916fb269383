/** SQL on the store, in the page. Nothing of the engine is loaded before the first query. */
import type { AsyncDuckDBConnection } from "@duckdb/duckdb-wasm";
import type { DataType, Table } from "apache-arrow";
import { html } from "htl";
import { formatMs } from "../model/format.js";
import { STORE_TABLES } from "../model/store-tables.js";
import { dataTable } from "./data-table.js";

/** Drawing more rows than this takes long, and nobody reads them; the download has them all. */
const SHOWN_ROWS = 1_000;

/** A result as rows of plain values. */
export interface SqlResult {
  readonly columns: readonly { readonly name: string; readonly numeric: boolean }[];
  readonly rows: readonly (readonly unknown[])[];
}

type Say = (status: string) => void;

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
  return html`<form class="sql-console" onsubmit=${onSubmit} onkeydown=${onKey}>
    <div class="sql-examples" role="group" aria-label="Example queries">${examples.map(
      ({ label, sql }) => html`<button type="button" onclick=${() => choose(sql)}>${label}</button>`,
    )}</div>
    <label for="sql">SQL</label>
    ${field}
    <div class="sql-actions">${button}<span id="sql-hint">One statement at a time. Ctrl+Enter or ⌘+Enter runs it, too.</span></div>
    ${status}${output}
  </form>`;
}

/** Starts the engine with the store attached at the first call; a start that failed is tried anew. */
function connectOnce(storeUrl: string): (say: Say) => Promise<AsyncDuckDBConnection> {
  let connecting: Promise<AsyncDuckDBConnection> | null = null;
  return (say) => {
    connecting ??= connect(storeUrl, say).catch((error) => {
      connecting = null;
      throw error;
    });
    return connecting;
  };
}

async function connect(storeUrl: string, say: Say): Promise<AsyncDuckDBConnection> {
  say("Starting DuckDB (34 MB, or 7.6 MB from a host that compresses) …");
  const { AsyncDuckDB, VoidLogger } = await import("@duckdb/duckdb-wasm");
  // Framework bundles the worker anew, as an ES module.
  const worker = new Worker(import.meta.resolve("@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js"), {
    type: "module",
  });
  try {
    const database = new AsyncDuckDB(new VoidLogger(), worker);
    const [bytes] = await Promise.all([
      fetchStore(storeUrl),
      database.instantiate(import.meta.resolve("@duckdb/duckdb-wasm/dist/duckdb-eh.wasm")),
    ]);
    await database.open({ query: { castDecimalToDouble: true } });
    await database.registerFileBuffer("portolan.duckdb", bytes);
    const connection = await database.connect();
    // Without these a missing extension is looked for on the network, for ever.
    await connection.query("SET autoinstall_known_extensions = false");
    await connection.query("SET autoload_known_extensions = false");
    await connection.query("ATTACH 'portolan.duckdb' AS portolan (READ_ONLY)");
    await connection.query("USE portolan");
    // The page promises that nothing leaves the browser, whatever is asked.
    await connection.query("SET enable_external_access = false");
    await connection.query("SET lock_configuration = true");
    return connection;
  } catch (error) {
    worker.terminate();
    throw error;
  }
}

async function fetchStore(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(`the store could not be fetched from ${url}: ${response.status} ${response.statusText}`);
  }
  return new Uint8Array(await response.arrayBuffer());
}

/** By position and not by name, since a query may name two columns alike. */
function toResult(table: Table): SqlResult {
  const fields = table.schema.fields;
  const readers = fields.map(({ type }, k) => {
    const vector = table.getChildAt(k)!;
    return (i: number) => plainValue(vector.get(i), type);
  });
  return {
    columns: fields.map(({ name, type }) => ({
      name,
      numeric: /^(U?[Ii]nt|Float|Decimal)/.test(String(type)),
    })),
    rows: Array.from({ length: table.numRows }, (_, i) => readers.map((read) => read(i))),
  };
}

/** Arrow gives points in time as milliseconds since 1970. */
function plainValue(value: unknown, type: DataType): unknown {
  if (value === null) return null;
  if (typeof value === "number" && String(type).startsWith("Timestamp")) {
    return new Date(value).toISOString().replace("T", " ").replace("Z", "");
  }
  if (typeof value === "number" && String(type).startsWith("Date")) {
    return new Date(value).toISOString().slice(0, 10);
  }
  return typeof value === "object" ? String(value) : value;
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
  return html`<div>${table}<button type="button" onclick=${() => download(result)}>Download as CSV</button></div>`;
}

/** Six digits of a fraction; everything else in full, as the download has it. */
export function cellText(value: unknown): string {
  if (value === null) return "NULL";
  if (typeof value === "number" && !Number.isInteger(value)) return String(Number(value.toPrecision(6)));
  return String(value);
}

function rowCount(count: number): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? "row" : "rows"}`;
}

/** RFC 4180, numbers in full precision; NULL is an empty field and an empty text a quoted one. */
export function toCsv({ columns, rows }: SqlResult): string {
  const field = (value: unknown) => {
    if (value === null) return "";
    const text = String(value);
    return text === "" || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = [columns.map(({ name }) => name), ...rows].map((cells) => cells.map(field).join(","));
  return `${lines.join("\r\n")}\r\n`;
}

function download(result: SqlResult): void {
  const url = URL.createObjectURL(new Blob([toCsv(result)], { type: "text/csv" }));
  html`<a href=${url} download="portolan-query.csv"></a>`.click();
  // The browser reads the blob after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** What a reader can start from, asked of one run, since the store holds all that were found. */
function examplesOf(runId: string): readonly { readonly label: string; readonly sql: string }[] {
  const ofRun = `WHERE run_id = '${runId.replaceAll("'", "''")}'`;
  return [
    {
      label: "p50 per workload and target",
      sql: `-- The median over processes of each process's median, as in the report.
SELECT workload, target, count(*) AS processes, median(p50_ms) AS p50_ms
FROM (
  SELECT workload, target, process, median(wall_ms) AS p50_ms
  FROM samples
  ${ofRun} AND arm = 'wall'
  GROUP BY ALL
)
GROUP BY ALL
ORDER BY workload, p50_ms`,
    },
    {
      label: "Phases of the cold start",
      sql: `SELECT workload, target,
  median(spawn_ms) AS spawn_ms, median(import_ms) AS import_ms, median(compile_ms) AS compile_ms,
  median(session_ms) AS session_ms, median(first_inference_ms) AS first_inference_ms
FROM cold_starts
${ofRun} AND arm = 'wall'
GROUP BY ALL
ORDER BY workload, target`,
    },
    {
      label: "Share per bucket",
      sql: `-- All requests, slow ones too, and before the engine's profile splits the model call.
SELECT workload, target, bucket,
  100 * sum(duration_ms) / sum(sum(duration_ms)) OVER (PARTITION BY workload, target) AS percent
FROM spans
${ofRun} AND arm = 'wall'
GROUP BY workload, target, bucket
ORDER BY workload, target, bucket`,
    },
    {
      label: "Processes that did not end well",
      sql: `SELECT workload, target, arm, replicate, state, detail
FROM outcomes
${ofRun} AND state <> 'ok'
ORDER BY workload, target, arm, replicate`,
    },
  ];
}

/** Every table and column of the store, folded away. */
export function storeDocumentation(): HTMLElement {
  return html`<div>${STORE_TABLES.map(
    ({ name, description, columns }) => html`<details>
      <summary><code>${name}</code> – ${description}</summary>
      ${dataTable(
        `Columns of ${name}`,
        [
          { label: "Column", value: (column) => html`<code>${column.name}</code>`, heading: true },
          { label: "Type", value: ({ type }) => type },
          { label: "Unit", value: ({ unit }) => unit },
          { label: "Meaning", value: (column) => column.description },
        ],
        columns,
      )}
    </details>`,
  )}</div>`;
}

import type { Command } from "commander";
import { STORE_TABLES } from "../../src/model/store-tables.ts";
import { objectsOf } from "../../src/report/sql-result.ts";
import { askStore } from "../store/ask-store.ts";
import { currentStore } from "../store/current-store.ts";
import { chosenRun } from "../store/runs.ts";
import { print, say } from "../terminal/print.ts";
import { renderTable } from "../terminal/table.ts";

export function registerSql(program: Command): void {
  const tables = STORE_TABLES.map(({ name, description }) => `  ${name.padEnd(13)} ${description}`).join(
    "\n",
  );
  program
    .command("sql")
    .description("query the store of all runs")
    .argument(
      "<query>",
      'one SQL statement, for example "select workload, median(wall_ms) from samples group by all"',
    )
    .option("--json", "print rows as JSON on stdout")
    .addHelpText(
      "after",
      `\nTables:\n${tables}\n\ndescribe <table> lists its columns; docs/store.md explains them. $run is the newest run.`,
    )
    .action(async (query: string, { json }: { json?: boolean }) => {
      const run = chosenRun(undefined, () => {})?.run.header.runId ?? "";
      const [answer] = await askStore((await currentStore(say)).store, [query], run);
      if (answer instanceof Error) throw new Error(`the query failed: ${answer.message}`);
      const rows = objectsOf(answer!);
      if (json) print(JSON.stringify(rows, null, 2));
      else print(describe(rows));
    });
}

function describe(rows: readonly Record<string, unknown>[]): string {
  if (rows.length === 0) return "No rows.";
  const names = Object.keys(rows[0]!);
  const cell = (value: unknown) =>
    value === null
      ? "–"
      : typeof value === "number" && !Number.isInteger(value)
        ? value.toPrecision(6)
        : String(value);
  return renderTable(
    names,
    rows.map((row) => names.map((name) => cell(row[name]))),
  );
}

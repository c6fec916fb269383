import type { Command } from "commander";
import { STORE_TABLES } from "../../src/model/store-tables.ts";
import { buildCurrentStore } from "../store/current-store.ts";
import { openDuckDb } from "../store/duckdb.ts";
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
      `\nTables:\n${tables}\n\ndescribe <table> lists its columns; docs/store.md explains them.`,
    )
    .action(async (query: string, { json }: { json?: boolean }) => {
      const rows = await queryStore(query);
      if (json) print(JSON.stringify(rows, null, 2));
      else print(describe(rows));
    });
}

/** Runs a query on a store built from the runs that are there. */
async function queryStore(query: string): Promise<Record<string, unknown>[]> {
  const bytes = await buildCurrentStore(say);
  const database = await openDuckDb();
  database.bindings.registerFileBuffer("portolan.duckdb", bytes);
  database.connection.query("ATTACH 'portolan.duckdb' AS portolan (READ_ONLY)");
  const connection = database.bindings.connect();
  try {
    connection.query("USE portolan");
    return connection
      .query(query)
      .toArray()
      .map((row) =>
        Object.fromEntries(Object.entries(row.toJSON()).map(([name, value]) => [name, plain(value)])),
      );
  } catch (error) {
    throw new Error(`the query failed: ${(error as Error).message}`);
  } finally {
    connection.close();
    database.connection.query("DETACH portolan");
    database.bindings.dropFile("portolan.duckdb");
  }
}

/** Values as JSON knows them. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  return value;
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

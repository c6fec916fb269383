import { type SqlResult, toResult } from "../../src/report/sql-result.ts";
import { withRun } from "../../src/report/sql-run.ts";
import { openDuckDb } from "./duckdb.ts";

const NAME = "portolan.duckdb";

/**
 * Asks a store.
 *
 * @param runId what `$run` stands for in a query
 * @returns the result of each query, or what DuckDB says of it
 */
export async function askStore(
  store: Uint8Array,
  queries: readonly string[],
  runId: string,
): Promise<(SqlResult | Error)[]> {
  const { bindings, connection } = await openDuckDb();
  bindings.registerFileBuffer(NAME, store);
  connection.query(`ATTACH '${NAME}' AS portolan (READ_ONLY)`);
  const asking = bindings.connect();
  try {
    asking.query("USE portolan");
    return queries.map((sql) => {
      try {
        return toResult(asking.query(withRun(sql, runId)));
      } catch (error) {
        return error as Error;
      }
    });
  } finally {
    asking.close();
    connection.query("DETACH portolan");
    bindings.dropFile(NAME);
  }
}

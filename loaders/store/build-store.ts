import { setImmediate as turn } from "node:timers/promises";
import type { Recording } from "../../src/model/recording-file.ts";
import type { Run } from "../../src/model/run-file.ts";
import { STORE_TABLES } from "../../src/model/store-tables.ts";
import { databaseFile, openDuckDb } from "./duckdb.ts";
import { SeriesWriter } from "./series-writer.ts";
import { createTable, describeTable, TableWriter } from "./table.ts";

const LONGEST_DEAF_MS = 100;

/**
 * Builds the store from run files and recordings: the bytes of a `.duckdb` database, made by DuckDB-Wasm itself. Runs are asked for one
 * after the other and none is kept, so that there may be more of them than memory holds.
 */
export async function buildStore(
  runs: Iterable<Run>,
  recordings: readonly Recording[] = [],
): Promise<Uint8Array> {
  const database = await openDuckDb();
  return databaseFile(database, "store", async () => {
    const series = new SeriesWriter(database);
    const writers = new Map(
      STORE_TABLES.filter(({ ofRun, ofRecording }) => ofRun || ofRecording).map((table) => {
        createTable(database, table);
        return [table, new TableWriter(database, table)] as const;
      }),
    );
    let heardMs = performance.now();
    for (const run of runs) {
      // Meanwhile others of this process may be at work, and somebody may press Ctrl-C.
      if (performance.now() - heardMs > LONGEST_DEAF_MS) {
        await turn();
        heardMs = performance.now();
      }
      series.push(run);
      for (const [{ ofRun }, writer] of writers) if (ofRun) writer.push(ofRun(run));
    }
    for (const recording of recordings)
      for (const [{ ofRecording }, writer] of writers) if (ofRecording) writer.push(ofRecording(recording));
    for (const writer of writers.values()) writer.flush();
    series.finish();
    for (const table of STORE_TABLES) describeTable(database, table, writers.has(table) ? "TABLE" : "VIEW");
  });
}

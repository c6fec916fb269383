import type { AsyncDuckDBConnection } from "@duckdb/duckdb-wasm";

export type Say = (status: string) => void;

/** Starts the engine with the store attached at the first call; a start that failed is tried anew. */
export function connectOnce(storeUrl: string): (say: Say) => Promise<AsyncDuckDBConnection> {
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

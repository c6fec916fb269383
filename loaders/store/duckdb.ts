import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { DuckDBBindings, DuckDBConnection } from "@duckdb/duckdb-wasm/blocking";
import { scratchFolder } from "../files/scratch.ts";

const require = createRequire(import.meta.url);

export interface Database {
  readonly bindings: DuckDBBindings;
  readonly connection: DuckDBConnection;
}

let opened: Promise<Database> | undefined;

/** DuckDB-Wasm in this process: one for all who ask, since its code takes a second to compile. */
export function openDuckDb(): Promise<Database> {
  opened ??= instantiate();
  return opened;
}

/** With nothing that could reach for the network. */
async function instantiate(): Promise<Database> {
  const { createDuckDB, NODE_RUNTIME, VoidLogger } = await import("@duckdb/duckdb-wasm/blocking");
  const dist = dirname(require.resolve("@duckdb/duckdb-wasm"));
  const module = {
    mainModule: join(dist, "duckdb-eh.wasm"),
    mainWorker: join(dist, "duckdb-node-eh.worker.cjs"),
  };
  const bindings = await createDuckDB({ mvp: module, eh: module }, new VoidLogger(), NODE_RUNTIME);
  await bindings.instantiate(() => {});
  const connection = bindings.connect();
  // Without these a missing extension is looked for on the network, for ever.
  connection.query("SET autoinstall_known_extensions = false");
  connection.query("SET autoload_known_extensions = false");
  return { bindings, connection };
}

/** One after the other: each is attached under its name. */
let lastFile: Promise<unknown> = Promise.resolve();

/**
 * Makes a new database file under a name while `fill` puts something in; returns its bytes. Nothing is left attached,
 * come what may: the next one has the same name.
 *
 * DuckDB-Wasm cannot create a database in a registered buffer, nor persist one on disk; it can extend a
 * buffer that already is one. So an empty database is made on disk and registered. Its write-ahead log
 * does go to disk, beside the registered name: hence a folder of its own.
 */
export function databaseFile(
  database: Database,
  name: string,
  fill: () => void | Promise<void>,
): Promise<Uint8Array> {
  const file = lastFile.then(() => makeFile(database, name, fill));
  lastFile = file.catch(() => {});
  return file;
}

async function makeFile(
  database: Database,
  name: string,
  fill: () => void | Promise<void>,
): Promise<Uint8Array> {
  const { bindings, connection } = database;
  const folder = mkdtempSync(join(scratchFolder(tmpdir()), "store-"));
  const quoted = (path: string) => `'${path.replaceAll("'", "''")}'`;
  const seed = join(folder, "seed.duckdb");
  const path = join(folder, `${name}.duckdb`);
  connection.query(`ATTACH ${quoted(seed)} AS seed`);
  connection.query("DETACH seed");
  bindings.registerFileBuffer(path, new Uint8Array(readFileSync(seed)));
  connection.query(`ATTACH ${quoted(path)} AS ${name}`);
  try {
    try {
      await fill();
      connection.query(`CHECKPOINT ${name}`);
    } finally {
      connection.query("USE memory");
      connection.query(`DETACH ${name}`);
    }
    return bindings.copyFileToBuffer(path);
  } finally {
    bindings.dropFile(path);
    rmSync(folder, { recursive: true, force: true });
  }
}

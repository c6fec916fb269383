import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PassThrough } from "node:stream";
import { buffer } from "node:stream/consumers";
import { writePrices } from "./prices-loader.ts";
import { writeRecordingFiles, writeRecordingList } from "./recordings-loader.ts";
import { writeRequests } from "./requests-loader.ts";
import { writeRunsFile } from "./runs-loader.ts";
import { writeStore } from "./store-loader.ts";
import { writeSummary } from "./summary-loader.ts";

/**
 * Puts what the loaders in `src/data` would print into Framework's cache, where it counts as fresh: Framework starts a program
 * for each, and one for each recording, which then reads all recordings.
 *
 * @param data the folder of that cache for `src/data`; it is empty
 * @param run the run that the report shows; null for the newest
 */
export async function fillLoaderCache(data: string, run: string | null): Promise<void> {
  const put = (name: string, bytes: string | Uint8Array) => {
    const path = join(data, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  };
  const loaders: Readonly<Record<string, (out: NodeJS.WritableStream) => void | Promise<void>>> = {
    "summary.json": (out) => writeSummary(out, run),
    "prices.json": writePrices,
    "recordings.json": writeRecordingList,
    "runs.json": writeRunsFile,
    "requests.zip": (out) => writeRequests(out, run),
    "portolan.duckdb": writeStore,
  };
  for (const [name, write] of Object.entries(loaders)) {
    const out = new PassThrough();
    const bytes = buffer(out);
    await write(out);
    out.end();
    put(name, await bytes);
  }
  writeRecordingFiles((id, text) => put(join("recording", `${id}.json`), text));
}

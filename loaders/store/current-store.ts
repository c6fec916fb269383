import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Run } from "../../src/model/run-file.ts";
import { digestOf } from "../../src/model/runs/digest.ts";
import { type ListedRun as Digest, MOST_RUNS, packRuns } from "../../src/model/runs/runs-file.ts";
import { kept, sweepKept } from "../files/kept.ts";
import { sourceKey } from "../source-key.ts";
import { buildStore } from "./build-store.ts";
import { readStoredRecordings } from "./recordings.ts";
import { referenceRuns } from "./reference-runs.ts";
import { eachOf, type ListedRun, listRuns } from "./runs.ts";

/** What is made of all runs, at one reading of them. */
export interface CurrentStore {
  /** A DuckDB database of all runs and recordings. */
  readonly store: Uint8Array;
  /** The newest runs in short, for the page that lays them side by side: a `RunsFile`. */
  readonly runsFile: string;
}

const [STORE, RUNS, WARNINGS] = ["portolan.duckdb", "runs.json", "warnings.json"];
const KEPT = { days: 30, most: 3 };
/** Sources that do not matter here. */
const NO_PART = /^loaders\/(?!store(?:\/|$))|^src\/(?!model(?:\/|$))/;

/** Made where it is not kept: files are read again when one of them came, went or has other content. */
export async function currentStore(
  warn: (message: string) => void,
  recordings = readStoredRecordings(warn),
): Promise<CurrentStore> {
  const listed = listRuns(warn);
  const references = referenceRuns(warn);
  const key = keyOf([...listed, ...references, ...recordings].map(({ path }) => path));
  const folder = await kept("store", key, async (half) => {
    const warnings: string[] = [];
    const digests: Digest[] = [];
    const newest = new Set(listed.slice(-MOST_RUNS).map(({ runId }) => runId));
    const bytes = await buildStore(
      runsOf(listed, newest, digests, (text) => warnings.push(text)),
      recordings.map(({ recording }) => recording),
    );
    const known = new Set(digests.map(({ runId }) => runId));
    // One that was imported too is one's own.
    for (const { run } of references)
      if (!known.has(run.header.runId)) digests.push({ ...digestOf(run), isReference: true });
    digests.sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
    mkdirSync(half);
    writeFileSync(join(half, STORE!), bytes);
    writeFileSync(
      join(half, RUNS!),
      JSON.stringify(packRuns(digests, digests.length + listed.length - newest.size)),
    );
    writeFileSync(join(half, WARNINGS!), JSON.stringify(warnings));
  });
  sweepKept("store", KEPT);
  const read = (name: string) => readFileSync(join(folder, name));
  for (const warning of JSON.parse(String(read(WARNINGS!)))) warn(warning);
  return { store: read(STORE!), runsFile: String(read(RUNS!)) };
}

function* runsOf(
  listed: readonly ListedRun[],
  newest: ReadonlySet<string>,
  digests: Digest[],
  warn: (message: string) => void,
): Generator<Run> {
  for (const { run } of eachOf(listed, warn)) {
    if (newest.has(run.header.runId)) digests.push({ ...digestOf(run), isReference: false });
    yield run;
  }
}

/** Of all that it is made of, by content; where the files lie does not matter. */
function keyOf(paths: readonly string[]): string {
  const hash = createHash("sha256").update(sourceKey(NO_PART));
  for (const path of paths) hash.update(createHash("sha256").update(readFileSync(path)).digest());
  return hash.digest("hex").slice(0, 32);
}

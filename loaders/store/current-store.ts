import { buildStore } from "./build-store.ts";
import { readStoredRecordings } from "./recordings.ts";
import { readRuns } from "./runs.ts";

/** The store of all runs and recordings that are there. */
export function buildCurrentStore(warn: (message: string) => void): Promise<Uint8Array> {
  return buildStore(
    readRuns(warn).map(({ run }) => run),
    readStoredRecordings(warn).map(({ recording }) => recording),
  );
}

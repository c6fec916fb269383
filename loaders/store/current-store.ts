import type { Run } from "../../src/model/run-file.ts";
import { buildStore } from "./build-store.ts";
import { readStoredRecordings } from "./recordings.ts";
import { eachRun } from "./runs.ts";

/** The store of all runs and recordings that are there. */
export function buildCurrentStore(warn: (message: string) => void): Promise<Uint8Array> {
  return buildStore(
    runsOf(warn),
    readStoredRecordings(warn).map(({ recording }) => recording),
  );
}

function* runsOf(warn: (message: string) => void): Generator<Run> {
  for (const { run } of eachRun(warn)) yield run;
}

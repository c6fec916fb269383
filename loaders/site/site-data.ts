import type { RunHeader } from "../../src/model/run-file.ts";
import { currentStore } from "../store/current-store.ts";
import { readStoredRecordings } from "../store/recordings.ts";
import type { StoredRun } from "../store/runs.ts";
import { say } from "../terminal/print.ts";
import type { ShellData } from "./fill-shell.ts";
import type { NamedPage } from "./navigation.ts";
import { pricesFile } from "./prices-loader.ts";
import { recordedPages, recordingFile, recordingList, shownRecordings } from "./recordings-loader.ts";
import { requestFiles } from "./requests-loader.ts";
import { summaryFile } from "./summary-loader.ts";
import { workloadPages } from "./workload-pages.ts";

/** What a site's pages read, and which pages it has by that. */
export interface SiteData extends Pick<ShellData, "files"> {
  /** The run that it shows. */
  readonly shown: RunHeader | null;
  readonly store: Uint8Array;
  readonly recordings: readonly NamedPage[];
  readonly workloads: readonly NamedPage[];
}

/**
 * All of it, each file read once.
 *
 * @param run what was asked for; null for the newest
 * @param found the run that the site shows for that
 */
export async function siteData(run: string | null, found: StoredRun | undefined): Promise<SiteData> {
  const shown = found?.run.header ?? null;
  const stored = readStoredRecordings(say);
  const recordings = shownRecordings(say, stored);
  const { store, runsFile } = await currentStore(say, stored);
  const files = {
    "summary.json": summaryFile(run, found),
    "prices.json": pricesFile(),
    "recordings.json": recordingList(recordings),
    "runs.json": runsFile,
    "portolan.duckdb": store,
    ...Object.fromEntries(
      recordings.map(({ id }) => [`recording/${id}.json`, recordingFile(id, recordings)]),
    ),
    ...Object.fromEntries(
      Object.entries(requestFiles(shown)).map(([name, bytes]) => [`requests/${name}`, bytes]),
    ),
  };
  return {
    shown,
    store,
    recordings: recordedPages(recordings),
    workloads: workloadPages(shown),
    files: new Map(Object.entries(files).map(([name, bytes]) => [`data/${name}`, bytes])),
  };
}

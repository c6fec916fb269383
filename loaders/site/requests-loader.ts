import { zipSync } from "fflate";
import { MOST_REQUEST_BYTES, requestKind } from "../../src/model/request-file.ts";
import { type RunHeader, SUITE_VERSION, type WorkloadRecord } from "../../src/model/run-file.ts";
import { knownWorkloads } from "../workloads/index.ts";
import { registerOwnWorkloads } from "../workloads/own/read.ts";
import { seededPayload } from "../workloads/seeded-payload.ts";
import { shownRun, wantedRun } from "./summary-loader.ts";
import { pagedWorkloads } from "./workload-pages.ts";

const NONE = new Uint8Array();

/** The request of each workload that has a page: empty where there is none that the page could show. */
export function requestFiles(shown: RunHeader | null): Record<string, Uint8Array> {
  registerOwnWorkloads();
  const files = pagedWorkloads(shown).map(({ id }) => [`${id}.bin`, shown ? shownRequest(shown, id) : NONE]);
  return Object.fromEntries(files);
}

/** The same as one archive, which Framework takes files from. */
export const requestsZip = (): Uint8Array =>
  zipSync(requestFiles(shownRun(wantedRun(), () => {})?.run.header ?? null), { level: 0 });

/** The request that a run measured, of a workload whose answer is shown, if it is a picture or a sound; else no bytes. */
export function shownRequest({ suiteVersion, workloads }: RunHeader, id: string): Uint8Array {
  const record = workloads.find((workload) => workload.id === id);
  // What another suite asked may have been something else of the same size.
  if (record?.answer === undefined || suiteVersion !== SUITE_VERSION) return NONE;
  const payload = payloadOf(record);
  const isWhole = payload.length === record.payloadBytes && payload.length <= MOST_REQUEST_BYTES;
  return isWhole && requestKind(payload) ? payload : NONE;
}

/** A folder of somebody's own may not be known here, or not have it any more. */
function payloadOf({ id, size }: WorkloadRecord): Uint8Array {
  const workload = knownWorkloads().find((known) => known.id === id);
  const known = workload?.sizes.find((one) => one.id === size);
  if (!workload || !known) return NONE;
  try {
    return seededPayload(workload, known);
  } catch {
    return NONE;
  }
}

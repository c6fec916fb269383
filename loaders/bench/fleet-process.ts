/** Builds the store of all runs in the home, and the summary of the newest, and prints what that took. */
import { PassThrough } from "node:stream";
import { writeSummary } from "../site/summary-loader.ts";
import { buildCurrentStore } from "../store/current-store.ts";

export interface BuiltStore {
  readonly seconds: number;
  readonly summarySeconds: number;
  readonly storeBytes: number;
  readonly peakRssBytes: number;
}

const refuse = (message: string) => {
  throw new Error(message);
};
const start = performance.now();
const out = new PassThrough().resume();
writeSummary(out, null);
const summarySeconds = (performance.now() - start) / 1e3;
const store = await buildCurrentStore(refuse);
const result: BuiltStore = {
  seconds: (performance.now() - start) / 1e3,
  summarySeconds,
  storeBytes: store.length,
  peakRssBytes: process.resourceUsage().maxRSS * 1024,
};
process.stdout.write(JSON.stringify(result));

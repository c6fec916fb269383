/** Attributes the trace at the path in its first argument and prints what that took, as JSON. */
import { attributeTrace } from "../../src/model/traces/attribute.ts";
import { loadRules, readTrace } from "../traces/read-trace.ts";

export interface AttributedTrace {
  readonly seconds: number;
  readonly peakRssBytes: number;
  /** Time in the calling tree, milliseconds. */
  readonly coveredMs: number;
}

const start = performance.now();
const profile = readTrace(process.argv[2]!);
attributeTrace(profile, loadRules());
const result: AttributedTrace = {
  seconds: (performance.now() - start) / 1e3,
  peakRssBytes: process.resourceUsage().maxRSS * 1024,
  coveredMs: profile.tree.selfMs.reduce((sum, ms) => sum + ms, 0),
};
process.stdout.write(JSON.stringify(result));

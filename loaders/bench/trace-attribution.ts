import { mkdtempSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { scratchFolder } from "../files/scratch.ts";
import { projectRoot } from "../paths.ts";
import { runCommand } from "../run-command.ts";
import type { Figure } from "./figure.ts";
import type { AttributedTrace } from "./trace-attribution-process.ts";
import { writeChromeTrace } from "./write-chrome-trace.ts";

const TRACE_BYTES = 200e6;
const BOUND_S = 20;
const BOUND_BYTES = 1e9;

export const traceAttribution: Figure = {
  id: "trace",
  title: "a Chrome trace of 200 MB into buckets",
  async measure() {
    const folder = mkdtempSync(join(scratchFolder(), "bench-"));
    try {
      const path = join(folder, "trace.json");
      writeChromeTrace(path, TRACE_BYTES);
      const { seconds, peakRssBytes, coveredMs } = await attributeInProcess(path);
      if (!(coveredMs > 0)) throw new Error("the attribution of the generated trace covers no time");
      return [
        {
          what: `Chrome trace of ${(statSync(path).size / 1e6).toFixed(0)} MB, read and attributed`,
          value: `${seconds.toFixed(1)} s`,
          bound: `≤ ${BOUND_S} s`,
          within: seconds <= BOUND_S,
        },
        {
          what: "peak memory of the process",
          value: `${(peakRssBytes / 1e6).toFixed(0)} MB`,
          bound: `≤ ${BOUND_BYTES / 1e6} MB`,
          within: peakRssBytes <= BOUND_BYTES,
        },
      ];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** In a process of its own, so that the peak is of nothing else. */
async function attributeInProcess(path: string): Promise<AttributedTrace> {
  const script = fileURLToPath(new URL("./trace-attribution-process.ts", import.meta.url));
  const result = await runCommand(process.execPath, ["--import", "tsx", script, path], { cwd: projectRoot });
  if (!result.ok) throw new Error(`attributing ${path} failed: ${result.stderr.trim()}`);
  return JSON.parse(result.stdout) as AttributedTrace;
}

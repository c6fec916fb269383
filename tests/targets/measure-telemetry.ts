import { registerMeasure } from "../../loaders/commands/measure.ts";
import type { MeasureJson } from "../../loaders/commands/measure-report.ts";
import { inProcess } from "../commands/in-process.ts";

/** Measures the smallest workload in this process, with these options. */
export async function measureTelemetry(...options: string[]): Promise<MeasureJson> {
  const args = ["measure", "--json", "--workload", "score-telemetry", ...options];
  const { stdout, stderr } = await inProcess(registerMeasure, args);
  if (!stdout) throw new Error(stderr);
  return JSON.parse(stdout) as MeasureJson;
}

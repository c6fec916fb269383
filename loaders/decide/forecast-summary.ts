import { asWorkload } from "../../src/model/forecast/as-workload.ts";
import { forecast, forecastReference, perRequest } from "../../src/model/forecast/index.ts";
import type { MeasuredSummary } from "../../src/model/summary.ts";
import { subjectOf } from "../commands/forecast-subject.ts";
import { targets } from "../targets/index.ts";

/**
 * A run whose only workload is a program that was profiled: today as the profile has it, its ports as forecasts from
 * the run's ratios.
 *
 * @param name a recording's id or a profile's path
 * @param requests how many requests the profile holds
 * @throws Error or TraceError that says what is allowed, for what is none of these
 */
export function forecastSummary(summary: MeasuredSummary, name: string, requests: number): MeasuredSummary {
  const reference = forecastReference(summary, { targets });
  const input = perRequest(subjectOf(name, summary).input, requests);
  const forecasts = forecast(input, reference).targets;
  const found = asWorkload(name, input, forecasts, reference);
  return { ...summary, workloads: [{ ...found.workload, id: name }], targets: found.targets };
}

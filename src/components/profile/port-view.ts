/** From a profile and the reader's inputs to a forecast and its advice: what the port sections are drawn from. */
import { type Advice, type AdviceInputs, advise } from "../../model/advice.js";
import { asWorkload, type ForecastWorkload } from "../../model/forecast/as-workload.js";
import { forecast } from "../../model/forecast/forecast.js";
import { type ForecastInput, inputOfAttribution, perRequest } from "../../model/forecast/input.js";
import { forecastReference } from "../../model/forecast/measured-reference.js";
import type { ForecastReference } from "../../model/forecast/reference.js";
import type { Forecast, TargetForecast } from "../../model/forecast/result.js";
import type { MeasuredSummary } from "../../model/summary.js";
import type { PortInputs } from "./port-inputs.js";
import type { ProfileResult } from "./protocol.js";

export interface PortView {
  readonly input: ForecastInput;
  readonly reference: ForecastReference;
  readonly forecast: Forecast;
  readonly workload: ForecastWorkload;
  readonly inputs: AdviceInputs;
  readonly advice: Advice;
  /** Whether the reader asked for cost and got latency, since nobody knows today's memory. */
  readonly unpriced: boolean;
}

export type KnownForecast = Extract<TargetForecast, { state: "forecast" }>;

export function portView(
  result: ProfileResult,
  ports: PortInputs,
  asked: AdviceInputs,
  summary: MeasuredSummary,
): PortView {
  const reference = forecastReference(summary);
  const input = inputOf(result, ports);
  const found = forecast(input, reference);
  const workload = asWorkload(result.name, input, found.targets, reference);
  const today = workload.workload.cells[0]!;
  const unpriced = asked.objective === "cost" && today.state === "measured" && today.peakRssBytes === null;
  const inputs: AdviceInputs = unpriced ? { ...asked, objective: "latency" } : asked;
  const advice = advise(workload.workload, workload.targets, inputs);
  return { input, reference, forecast: found, workload, inputs, advice, unpriced };
}

/** One request of the profiled interval. */
export function inputOf({ attribution, extras }: ProfileResult, ports: PortInputs): ForecastInput {
  const { requests, calls, bytesPerCall, peakRssMb, engineCores, host, engine } = ports;
  const whole = inputOfAttribution(attribution, {
    ...extras,
    boundary: calls === null ? null : { calls, bytes: bytesPerCall },
    peakRssBytes: peakRssMb === null ? null : peakRssMb * 2 ** 20,
    engineCores,
    // What was measured is of the program as it was recorded; other cores are the reader's word.
    cpuPerWall: engineCores === (extras.engineCores ?? null) ? (extras.cpuPerWall ?? null) : null,
    host,
    engine,
  });
  return perRequest(whole, requests);
}

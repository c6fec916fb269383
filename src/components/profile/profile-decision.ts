/** From a profile, what the reader adds to it and the reader's conditions to a forecast and the answer that follows. */
import { type DecidedOrNot, decideAbout, profiledSubject } from "../../model/decision/subject.js";
import { forecast } from "../../model/forecast/forecast.js";
import { type ForecastInput, inputOfAttribution, perRequest } from "../../model/forecast/input.js";
import type { ForecastReference } from "../../model/forecast/reference.js";
import type { Forecast } from "../../model/forecast/result.js";
import type { PriceBook } from "../../model/prices/price.js";
import type { Scenario } from "../../model/scenario/scenario.js";
import type { PortInputs } from "./port-inputs.js";
import type { ProfileResult } from "./protocol.js";

/** What a course is forecast from. */
export interface ProfileForecast {
  readonly input: ForecastInput;
  readonly forecast: Forecast;
}

export function profileForecast(
  result: ProfileResult,
  ports: PortInputs,
  reference: ForecastReference,
): ProfileForecast {
  const input = inputOf(result, ports);
  return { input, forecast: forecast(input, reference) };
}

export function profileDecision(
  { id, name, subject }: ProfileResult,
  { input, forecast: { gate } }: ProfileForecast,
  scenario: Scenario,
  { reference, book }: { readonly reference: ForecastReference; readonly book: PriceBook },
): DecidedOrNot {
  const pipeline = { id, title: name, input, evidence: { gate, source: subject } };
  return decideAbout(profiledSubject(pipeline, reference), book, scenario);
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

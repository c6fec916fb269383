import { middleHalf } from "./statistics/middle-half.js";
import { Content } from "./traces/content.js";
import { EventTimes } from "./traces/timeline/event-times.js";
import { type OrtEvent, readOrtEvents } from "./traces/timeline/ort-events.js";
import { OrtOperators } from "./traces/timeline/ort-operators.js";

/** Totals of an ONNX Runtime profile (Chrome trace events), per iteration. */
interface EngineTotals {
  readonly iterations: number;
  readonly modelRunMs: number;
  readonly executorMs: number;
  readonly kernelMs: number;
  readonly operators: readonly { readonly operator: string; readonly ms: number; readonly calls: number }[];
}

/**
 * Reads ONNX Runtime's own profiles, one for each model of a request: model_run ⊃ SequentialExecutor::Execute ⊃ kernels. Of
 * the last requests, the middle half by what the model took in each counts, so that a stray pause does not.
 *
 * @param texts may be embedded in other output, and may lack the closing bracket
 * @param requests how many of the last requests to take; earlier ones are cold
 * @param calls how often a request calls each model
 * @throws Error when there is no profile, or fewer model runs than asked for
 */
export function engineTotals(
  texts: readonly string[],
  requests: number,
  calls: readonly number[] = [1],
): EngineTotals {
  if (texts.length !== calls.length)
    throw new Error(`the engine gave ${texts.length} profiles, expected ${calls.length}: one of each model`);
  const models = texts.flatMap((text, i) => (calls[i] ? [totalsOfModel(text, requests, calls[i]!)] : []));
  const sum = (of: (totals: EngineTotals) => number) => models.reduce((all, model) => all + of(model), 0);
  const byOperator = new Map<string, { operator: string; ms: number; calls: number }>();
  for (const { operator, ms, calls } of models.flatMap(({ operators }) => operators)) {
    const total = byOperator.get(operator) ?? { operator, ms: 0, calls: 0 };
    total.ms += ms;
    total.calls += calls;
    byOperator.set(operator, total);
  }
  return {
    iterations: models.length > 0 ? Math.min(...models.map(({ iterations }) => iterations)) : requests,
    modelRunMs: sum(({ modelRunMs }) => modelRunMs),
    executorMs: sum(({ executorMs }) => executorMs),
    kernelMs: sum(({ kernelMs }) => kernelMs),
    operators: [...byOperator.values()].sort((a, b) => b.ms - a.ms),
  };
}

function eventsOf(text: string): OrtEvent[] {
  const events: OrtEvent[] = [];
  readOrtEvents(new Content(new TextEncoder().encode(text)), (event) => events.push(event), new EventTimes());
  return events;
}

/** The last so many of them, in order. */
function modelRuns(events: readonly OrtEvent[], expected: number): OrtEvent[] {
  const runs = events.filter((event) => event.cat === "Session" && event.name === "model_run");
  if (runs.length < expected || expected < 1) {
    throw new Error(`the engine's profile has ${runs.length} model runs, expected at least ${expected}`);
  }
  return runs.slice(-expected).sort((a, b) => a.startUs - b.startUs);
}

/** Of a model that a request calls so often. */
function totalsOfModel(text: string, requests: number, calls: number): EngineTotals {
  const events = eventsOf(text);
  const last = modelRuns(events, requests * calls);
  const byRequest = Array.from({ length: requests }, (_, i) => last.slice(i * calls, (i + 1) * calls));
  const kept = middleHalf(byRequest, totalMs);
  const inside = eventsWithin(kept.flat(), events);
  const executor = outermost(
    inside.filter((event) => event.cat === "Session" && event.name.endsWith("Executor::Execute")),
  );
  const kernels = inside.filter((event) => event.cat === "Node");
  const byOperator = new Map<string, { ms: number; calls: number }>();
  const operators = new OrtOperators((operator, ms) => {
    const total = byOperator.get(operator) ?? { ms: 0, calls: 0 };
    total.ms += ms / kept.length;
    total.calls += 1 / kept.length;
    byOperator.set(operator, total);
  });
  for (const kernel of kernels.sort((a, b) => a.endUs - b.endUs || b.startUs - a.startUs))
    operators.take(kernel);
  operators.end();
  return {
    iterations: kept.length,
    modelRunMs: totalMs(kept.flat()) / kept.length,
    executorMs: totalMs(executor) / kept.length,
    kernelMs: [...byOperator.values()].reduce((sum, { ms }) => sum + ms, 0),
    operators: [...byOperator]
      .map(([operator, { ms, calls }]) => ({ operator, ms, calls }))
      .sort((a, b) => b.ms - a.ms),
  };
}

/**
 * What each of the last runs of a model took, milliseconds.
 *
 * @throws Error when there is no profile, or fewer runs than asked for
 */
export function modelRunsMs(text: string, runs: number): number[] {
  return modelRuns(eventsOf(text), runs).map((run) => totalMs([run]));
}

/** What an engine printed of its sessions, one after the other: each profile begins with a bracket on a line of its own. */
export const separateProfiles = (printed: string): string[] => {
  const profiles = printed.split(/^(?=\[\s*$)/m).filter((part) => part.startsWith("["));
  return profiles.length > 1 ? profiles : [printed];
};

/** Of one call of a model on a device, by a clock that waits for the device after each step, milliseconds. */
interface DeviceCall {
  readonly uploadMs: number;
  readonly computeMs: number;
  readonly readBackMs: number;
}

/**
 * The same of calls that were timed step by step: what computing took is the model's run, and what moving tensors took
 * is not. No kernel and no operator is told apart. The middle half by duration counts.
 *
 * @throws RangeError without a call
 */
export function timedTotals(calls: readonly DeviceCall[]): EngineTotals & { readonly operators: [] } {
  const kept = middleHalf(calls, ({ uploadMs, computeMs, readBackMs }) => uploadMs + computeMs + readBackMs);
  if (kept.length === 0) throw new RangeError("0 calls were timed; at least 1 is needed");
  const computeMs = kept.reduce((sum, call) => sum + call.computeMs, 0) / kept.length;
  return {
    iterations: kept.length,
    modelRunMs: computeMs,
    executorMs: computeMs,
    kernelMs: computeMs,
    operators: [],
  };
}

/** A branch or a loop's body has an executor of its own. In time order. */
function outermost(events: readonly OrtEvent[]): OrtEvent[] {
  let untilUs = Number.NEGATIVE_INFINITY;
  return [...events]
    .sort((a, b) => a.startUs - b.startUs || b.endUs - a.endUs)
    .filter((event) => {
      const isOuter = event.startUs >= untilUs;
      if (isOuter) untilUs = event.endUs;
      return isOuter;
    });
}

/** Events that begin while one of the runs lasts. */
function eventsWithin(runs: readonly OrtEvent[], events: readonly OrtEvent[]): OrtEvent[] {
  const ordered = [...runs].sort((a, b) => a.startUs - b.startUs);
  const inTime = [...events].sort((a, b) => a.startUs - b.startUs);
  const inside: OrtEvent[] = [];
  let at = 0;
  for (const event of inTime) {
    while (at < ordered.length && ordered[at]!.endUs < event.startUs) at++;
    const run = ordered[at];
    if (run && event.startUs >= run.startUs) inside.push(event);
  }
  return inside;
}

function totalMs(events: readonly OrtEvent[]): number {
  return events.reduce((sum, event) => sum + (event.endUs - event.startUs), 0) / 1e3;
}

import { middleHalf } from "./statistics/middle-half.js";
import { Content } from "./traces/content.js";
import { EventTimes } from "./traces/timeline/event-times.js";
import { type OrtEvent, readOrtEvents } from "./traces/timeline/ort-events.js";

/** Totals of an ONNX Runtime profile (Chrome trace events), per iteration. */
interface EngineTotals {
  readonly iterations: number;
  readonly modelRunMs: number;
  readonly executorMs: number;
  readonly kernelMs: number;
  readonly operators: readonly { readonly operator: string; readonly ms: number; readonly calls: number }[];
}

/**
 * Reads ONNX Runtime's own profile: model_run ⊃ SequentialExecutor::Execute ⊃ kernels. Of the last
 * `iterations` runs, the middle half by duration counts, so that a stray pause does not.
 *
 * @param text the profile; may be embedded in other output, and may lack the closing bracket
 * @param iterations how many of the last model runs to take; earlier ones are cold
 * @throws Error when there is no profile, or fewer model runs than asked for
 */
export function engineTotals(text: string, iterations: number): EngineTotals {
  const events: OrtEvent[] = [];
  readOrtEvents(new Content(new TextEncoder().encode(text)), (event) => events.push(event), new EventTimes());
  const runs = events.filter((event) => event.cat === "Session" && event.name === "model_run");
  if (runs.length < iterations || iterations < 1) {
    throw new Error(`the engine's profile has ${runs.length} model runs, expected at least ${iterations}`);
  }
  const kept = middleHalf(runs.slice(-iterations), (run) => run.endUs - run.startUs);
  const inside = events.filter((event) => kept.some((run) => isWithin(event, run)));
  const executor = inside.filter(
    (event) => event.cat === "Session" && event.name.endsWith("Executor::Execute"),
  );
  const kernels = inside.filter((event) => event.cat === "Node");
  const byOperator = new Map<string, { ms: number; calls: number }>();
  for (const kernel of kernels) {
    const operator = kernel.operator!;
    const total = byOperator.get(operator) ?? { ms: 0, calls: 0 };
    total.ms += totalMs([kernel]) / kept.length;
    total.calls += 1 / kept.length;
    byOperator.set(operator, total);
  }
  return {
    iterations: kept.length,
    modelRunMs: totalMs(kept) / kept.length,
    executorMs: totalMs(executor) / kept.length,
    kernelMs: totalMs(kernels) / kept.length,
    operators: [...byOperator]
      .map(([operator, { ms, calls }]) => ({ operator, ms, calls }))
      .sort((a, b) => b.ms - a.ms),
  };
}

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

function isWithin(event: OrtEvent, run: OrtEvent): boolean {
  return event.startUs >= run.startUs && event.startUs <= run.endUs;
}

function totalMs(events: readonly OrtEvent[]): number {
  return events.reduce((sum, event) => sum + (event.endUs - event.startUs), 0) / 1e3;
}

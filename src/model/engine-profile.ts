import { middleHalf } from "./statistics/middle-half.js";

/** Totals of an ONNX Runtime profile (Chrome trace events), per iteration. */
export interface EngineTotals {
  readonly iterations: number;
  readonly modelRunMs: number;
  readonly executorMs: number;
  readonly kernelMs: number;
  readonly operators: readonly { readonly operator: string; readonly ms: number; readonly calls: number }[];
}

interface ProfileEvent {
  readonly cat?: string;
  readonly name?: string;
  readonly ts?: number;
  readonly dur?: number;
  readonly args?: { readonly op_name?: string };
}

/**
 * Reads ONNX Runtime's own profile: model_run ⊃ SequentialExecutor::Execute ⊃ kernels. Of the last
 * `iterations` runs, the middle half by duration counts, so that a stray pause does not.
 *
 * @param text the profile; may be embedded in other output, and may lack the closing bracket
 * @param iterations how many of the last model runs to take; earlier ones are cold
 * @throws Error when no model run is found, or fewer than asked for
 */
export function engineTotals(text: string, iterations: number): EngineTotals {
  const events = parseEvents(text);
  const runs = events.filter((event) => event.cat === "Session" && event.name === "model_run");
  if (runs.length < iterations || iterations < 1) {
    throw new Error(`the engine's profile has ${runs.length} model runs, expected at least ${iterations}`);
  }
  const kept = middleHalf(runs.slice(-iterations), (run) => run.dur ?? 0);
  const inside = events.filter((event) => kept.some((run) => isWithin(event, run)));
  const executor = inside.filter(
    (event) => event.cat === "Session" && (event.name ?? "").endsWith("Executor::Execute"),
  );
  const kernels = inside.filter(
    (event) => event.cat === "Node" && (event.name ?? "").endsWith("_kernel_time"),
  );
  const byOperator = new Map<string, { ms: number; calls: number }>();
  for (const kernel of kernels) {
    const operator = kernel.args?.op_name ?? "unknown";
    const total = byOperator.get(operator) ?? { ms: 0, calls: 0 };
    total.ms += (kernel.dur ?? 0) / 1e3 / kept.length;
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

function isWithin(event: ProfileEvent, run: ProfileEvent): boolean {
  const at = event.ts ?? Number.NaN;
  return at >= (run.ts ?? 0) && at <= (run.ts ?? 0) + (run.dur ?? 0);
}

function totalMs(events: readonly ProfileEvent[]): number {
  return events.reduce((sum, event) => sum + (event.dur ?? 0), 0) / 1e3;
}

function parseEvents(text: string): ProfileEvent[] {
  const start = text.search(/^\[\s*$/m);
  if (start < 0) throw new Error("the engine's profile has no line with an opening bracket");
  const end = text.lastIndexOf("]");
  const body = end > start ? text.slice(start, end + 1) : `${text.slice(start).trimEnd().replace(/,$/, "")}]`;
  return JSON.parse(body) as ProfileEvent[];
}

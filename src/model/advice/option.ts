import type { Bill } from "../cost/bill.js";
import { lambdaMemoryFor } from "../cost/lambda-memory.js";
import { platformOf } from "../cost/platforms/index.js";
import type { Compiled } from "../cost/pricer.js";
import { NO_USAGE } from "../cost/usage.js";
import type { PriceBook } from "../prices/price.js";
import { newestDate } from "../prices/regions.js";
import type { Port, TargetRecord } from "../run-file.js";
import type { Estimate, MeasuredCell, WorkloadSummary } from "../summary.js";
import type { AdviceInputs } from "./inputs.js";

/** A measured target as a choice: its criteria, all "smaller is better". */
export interface Option {
  readonly target: TargetRecord;
  readonly cell: MeasuredCell;
  readonly latencyMs: Estimate;
  readonly cost: OptionCost;
  readonly memoryBytes: number | null;
  readonly coldMs: number;
  /** How far the port departs from today's code; see `portSteps`. */
  readonly steps: number;
}

export type OptionCost =
  /** Dollars per 1,000 requests on Lambda x86; low and high follow the median's 95 % interval. */
  | {
      readonly state: "priced";
      readonly usd: Estimate;
      /** Line by line, at the median. */
      readonly bill: Bill;
      readonly memoryMb: number;
      readonly sizedBy: string;
    }
  | { readonly state: "unpriced"; readonly reason: string };

/** Lambda x86 in us-east-1 at the newest prices of the book, for the memory that `lambdaMemoryFor` finds. */
export function lambdaPrices(book: PriceBook): Compiled {
  return platformOf("lambda-x86").compile(book, {
    region: "us-east-1",
    date: newestDate(book),
    egress: false,
    lambdaMemory: "as-given",
  });
}

/** Every measured target of a workload, in the order of the targets. */
export function optionsOf(
  workload: WorkloadSummary,
  targets: readonly TargetRecord[],
  inputs: AdviceInputs,
  lambda: Compiled,
): Option[] {
  return targets.flatMap((target) => {
    const cell = workload.cells.find((candidate) => candidate.target === target.id);
    return cell?.state === "measured" ? [optionOf(target, cell, inputs, lambda)] : [];
  });
}

function optionOf(target: TargetRecord, cell: MeasuredCell, inputs: AdviceInputs, lambda: Compiled): Option {
  return {
    target,
    cell,
    latencyMs: cell.p50Ms,
    cost: costOf(target, cell, inputs, lambda),
    memoryBytes: cell.peakRssBytes,
    coldMs: cell.coldTotalMs.value,
    steps: portSteps(target.port, inputs),
  };
}

/**
 * The simpler of two ports, where they are otherwise tied. Staying is always the simplest. On a server a native
 * extension comes next (seed 001: without a need for reach it is enough; seed 000's survey: Wasm takes 3.2 times
 * the debugging). In a browser or at the edge the one portable Wasm module is simpler than a binary per platform.
 */
function portSteps(port: Port, { reach }: AdviceInputs): number {
  const order: readonly Port[] = reach === "server" ? ["stay", "native", "wasm"] : ["stay", "wasm", "native"];
  return order.indexOf(port);
}

/**
 * Priced on Lambda x86 (where this was measured), at the memory size that keeps the measured latency. What a cold
 * request takes longer than a warm one is billed as INIT.
 */
function costOf(
  target: TargetRecord,
  cell: MeasuredCell,
  inputs: AdviceInputs,
  lambda: Compiled,
): OptionCost {
  if (inputs.reach !== "server")
    return { state: "unpriced", reason: `compute in reach ${inputs.reach} is not billed` };
  if (cell.peakRssBytes === null) return { state: "unpriced", reason: "its peak memory was not measured" };
  const memory = lambdaMemoryFor({ peakRssBytes: cell.peakRssBytes, threads: target.threads });
  if (memory.state === "too-large") {
    return {
      state: "unpriced",
      reason: `it needs ${memory.neededMb} MB (${memory.reason}) and Lambda ends at ${memory.limitMb} MB`,
    };
  }
  if (lambda.state === "unpriced") return lambda;
  const { pricer } = lambda;
  const billAt = (wallMs: number) =>
    pricer.bill({
      ...NO_USAGE,
      requests: 1000,
      wallMs,
      memoryMb: memory.memoryMb,
      initMs: Math.max(0, cell.coldTotalMs.value - cell.p50Ms.value),
      coldShare: inputs.coldShare,
    });
  const bill = billAt(cell.p50Ms.value);
  const usd = {
    value: bill.totalUsd,
    low: billAt(cell.p50Ms.low).totalUsd,
    high: billAt(cell.p50Ms.high).totalUsd,
  };
  return { state: "priced", usd, bill, memoryMb: memory.memoryMb, sizedBy: memory.reason };
}

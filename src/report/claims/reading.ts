/** What a run says to a published figure, and how two of its times, sizes or shares become one reading. */
import type { TargetRecord } from "../../model/run-file.js";
import { geometricMean, quotient } from "../../model/statistics/estimate.js";
import { EQUIVALENCE_BAND } from "../../model/statistics/ratio.js";
import type { MeasuredCell, MeasuredSummary, WorkloadSummary } from "../../model/summary.js";
import { counted } from "../words.js";

export interface Range {
  readonly low: number;
  readonly high: number;
}

/** What "slower" and "more" mean where a source gives no figure: by more than what counts as no difference. */
export const SLOWER: Range = { low: 0, high: 1 / (1 + EQUIVALENCE_BAND) };
export const FASTER: Range = { low: 1 + EQUIVALENCE_BAND, high: Infinity };
export const MORE = FASTER;

/** A number with its interval. */
export type Quantity = Range & { readonly value: number };

/** speed: how many times as fast. amount: how many times as much. */
export type Unit = "speed" | "amount" | "ms" | "share";

export interface Reading extends Quantity {
  /** "a matrix product in Node" */
  readonly where: string;
  readonly unit: Unit;
  /** What the source gives for this one, where it is not what it gives for all. */
  readonly expected?: Range;
  /** The file of the report that its evidence stands on, and what that page is called. */
  readonly page: Page | null;
}

export interface Page {
  /** From the report's folder. */
  readonly file: string;
  readonly name: string;
}

export const PAGES = {
  boundary: { file: "boundary.html", name: "Crossing a boundary" },
  features: { file: "wasm-features.html", name: "Wasm’s features" },
  whatIf: { file: "what-if.html", name: "What-if" },
  runtimes: { file: "runtimes.html", name: "Runtimes" },
  coldStart: { file: "cold-start.html", name: "Cold start" },
  comparison: { file: "comparison.html", name: "Native, Wasm, Docker" },
  languageModels: { file: "language-models.html", name: "Language models" },
  method: { file: "method.html", name: "Method" },
  data: { file: "data.html", name: "Data" },
  case: { file: "claims.html#case", name: "the case, figure by figure" },
  costTable: { file: "claims.html#cost-table", name: "the table, row by row" },
} satisfies Record<string, Page>;

/** The gain from one time to another, its interval as wide as both together can make it. */
export function gainBetween(where: string, before: Quantity, after: Quantity, page: Page | null): Reading {
  return {
    ...{ where, unit: "speed", page },
    ...quotient(before, after),
  };
}

/** How many times as much of something the one has as the other; the interval as above. */
export function amountBetween(where: string, of: Quantity, over: Quantity, page: Page | null): Reading {
  return {
    ...{ where, unit: "amount", page },
    ...quotient(of, over),
  };
}

/** The geometric mean of like readings, for a source that publishes an average; none of none. */
export function averageOf(what: string, readings: readonly Reading[]): Reading[] {
  const [first] = readings;
  if (!first) return [];
  return [
    {
      ...{ where: `${what}, on average over ${counted(readings.length, "workload")}`, unit: first.unit },
      page: readings.length === 1 ? first.page : null,
      ...geometricMean(readings),
    },
  ];
}

export type Picks = (target: TargetRecord) => boolean;
/** Null where a cell does not have it. */
export type ReadsCell = (cell: MeasuredCell) => Quantity | null;

export const byId =
  (id: string): Picks =>
  (target) =>
    target.id === id;

const isPositive = ({ low }: Quantity): boolean => low > 0;

/** One reading of each workload that was measured on the first target that is picked. */
export function readingsOf(
  { targets, workloads }: MeasuredSummary,
  picks: Picks,
  reads: ReadsCell,
  unit: Unit,
): Reading[] {
  return workloads.flatMap((workload) => {
    const found = measuredOn(workload, targets, picks, reads);
    if (!found) return [];
    return [
      {
        ...found.quantity,
        ...{ where: `${workload.title}: ${quoted(found.target)}`, unit, page: pageOf(workload) },
      },
    ];
  });
}

/** From one target to another, on each workload that both ran. */
export function readingsBetween(
  { targets, workloads }: MeasuredSummary,
  from: Picks,
  to: Picks,
  reads: ReadsCell,
  between: typeof gainBetween = gainBetween,
): Reading[] {
  return workloads.flatMap((workload) => {
    const before = measuredOn(workload, targets, from, reads);
    const after = measuredOn(workload, targets, to, reads);
    if (!before || !after) return [];
    const where = `${workload.title}: ${quoted(after.target)} over ${quoted(before.target)}`;
    const [first, second] =
      between === gainBetween ? [before.quantity, after.quantity] : [after.quantity, before.quantity];
    return [between(where, first, second, pageOf(workload))];
  });
}

const quoted = ({ title }: TargetRecord): string => `“${title}”`;

const pageOf = ({ id, title }: WorkloadSummary): Page => ({ file: `workload/${id}.html`, name: title });

function measuredOn(
  { cells }: WorkloadSummary,
  targets: readonly TargetRecord[],
  picks: Picks,
  reads: ReadsCell,
) {
  for (const target of targets.filter(picks)) {
    const cell = cells.find((one) => one.target === target.id);
    const quantity = cell?.state === "measured" ? reads(cell) : null;
    if (quantity && isPositive(quantity)) return { target, quantity };
  }
  return null;
}

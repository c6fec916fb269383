/** The comparison of “The Hidden Cost of debunked WebAssembly” — native, Wasmtime, Wasmer, Docker — beside what this machine measured. */
import {
  type ArticleRuntime,
  articleCost,
  COLD_START_MS,
  PUBLISHED_TABLE,
} from "../../model/cost/hidden-cost-formula.js";
import { countText, formatBytes, formatEstimateMs, formatUsd } from "../../model/format.js";
import { isPlainModule, ofRole, type Placed, placed } from "../../model/standalone/roles.js";
import { quotient } from "../../model/statistics/estimate.js";
import type { MeasuredSummary, WorkloadSummary } from "../../model/summary.js";
import { timesOf } from "../times.js";
import { listed } from "../words.js";

const MIB = 2 ** 20;

/** MobileNet v2, as it is; null where the run does not hold it. */
export const comparedWorkload = ({ workloads }: MeasuredSummary): WorkloadSummary | null =>
  workloads.find(({ model, variant }) => model.name.startsWith("MobileNetV2") && !variant) ?? null;

export interface ComparedRow {
  readonly title: string;
  /** What the article’s table has of it; null of what it does not compare. */
  readonly published: {
    readonly runtime: ArticleRuntime;
    readonly latencyMs: number;
    readonly memoryMb: number;
    readonly usd: number;
  } | null;
  /** Null where it was not measured. */
  readonly here: Placed | null;
}

const PUBLISHED_ROWS = PUBLISHED_TABLE.filter(({ model }) => model === "MobileNet v2");
/** Inferences a second, as its table prints them. */
const PUBLISHED_RATE: Readonly<Record<ArticleRuntime, string>> = {
  native: "121.3",
  wasmtime: "82.6",
  wasmer: "68.0",
  docker: "86.9",
};
const TITLE: Readonly<Record<ArticleRuntime, string>> = {
  native: "Native",
  wasmtime: "Wasmtime",
  wasmer: "Wasmer",
  docker: "Docker",
};

/** The article’s four, then whatever else hosts the same model here. */
export function comparedRows(workload: WorkloadSummary, { targets }: MeasuredSummary): ComparedRow[] {
  const all = placed(workload, targets);
  const rows = PUBLISHED_ROWS.map(({ runtime, latencyMs, memoryMb, publishedUsd }): ComparedRow => {
    const here = standsFor(runtime, all);
    return {
      title: TITLE[runtime],
      published: { runtime, latencyMs, memoryMb, usd: publishedUsd },
      here,
    };
  });
  const taken = rows.map(({ here }) => here);
  const others = all.filter((one) => !taken.includes(one) && one.role !== "interpreter");
  return [...rows, ...others.map((here) => ({ title: here.target.title, published: null, here }))];
}

function standsFor(runtime: ArticleRuntime, all: readonly Placed[]): Placed | null {
  if (runtime === "native")
    return ofRole(all, "native program with an engine")[0] ?? ofRole(all, "native engine in Node")[0] ?? null;
  if (runtime === "docker") {
    const containers = ofRole(all, "container");
    return containers.find(({ target }) => target.glue === "compiled") ?? containers[0] ?? null;
  }
  return (
    ofRole(all, "module with its model").find(
      ({ target }) => target.standalone!.runtime.toLowerCase() === runtime && isPlainModule(target),
    ) ?? null
  );
}

/** "MobileNet v2 here: Wasmtime takes 16× (14× to 18×) native code’s time, published 1.5×; …" */
export function comparisonFinding(summary: MeasuredSummary): string {
  const workload = comparedWorkload(summary);
  const rows = workload === null ? [] : comparedRows(workload, summary);
  const native = rows.find(({ published }) => published?.runtime === "native")?.here ?? null;
  const others = rows.filter(({ published }) => published && published.runtime !== "native");
  const measured = others.filter(({ here }) => here !== null);
  if (native === null || measured.length === 0)
    return "MobileNet v2 was not measured here in native code and in any of the article’s other runtimes.";
  const publishedNative = PUBLISHED_ROWS.find(({ runtime }) => runtime === "native")!.latencyMs;
  const said = measured.map(({ title, published, here }) => {
    const times = timesOf(quotient(here!.cell.p50Ms, native.cell.p50Ms));
    return `${title} takes ${times}, published ${(published!.latencyMs / publishedNative).toFixed(1)}×`;
  });
  const missing = others.filter(({ here }) => here === null).map(({ title }) => title);
  const not =
    missing.length === 0
      ? ""
      : ` ${listed(missing)} ${missing.length === 1 ? "was" : "were"} not measured here.`;
  return `For MobileNet v2, over native code: ${said.join("; ")}.${not}`;
}

interface ComparedText {
  readonly here: string;
  /** As printed; null where the article has none. */
  readonly published: string | null;
}

export interface ComparedCells {
  readonly latency: ComparedText;
  readonly throughput: ComparedText;
  readonly memory: ComparedText;
  readonly coldStart: ComparedText;
  readonly itsCost: ComparedText;
}

/** Each column’s text. Its cost is its own formula over this machine’s figures, its cold start measured as well. */
export function comparedCells({ published, here }: ComparedRow): ComparedCells {
  const cell = here?.cell ?? null;
  const text = (said: string | null, printed: string | null): ComparedText => ({
    here: said ?? "not measured here",
    published: printed,
  });
  const rate = (ms: number) => `${countText(1000 / ms)} a second`;
  const peak = cell?.peakRssBytes ?? null;
  const cost =
    cell === null || peak === null
      ? null
      : articleCost({
          latencyMs: cell.p50Ms.value,
          memoryMb: peak / MIB,
          coldStartMs: cell.coldTotalMs.value,
          isWasm: here!.target.port === "wasm",
        });
  return {
    latency: text(cell && formatEstimateMs(cell.p50Ms), published && `${published.latencyMs} ms`),
    throughput: text(
      cell && rate(cell.p50Ms.value),
      published && `${PUBLISHED_RATE[published.runtime]} a second`,
    ),
    memory: text(peak === null ? null : formatBytes(peak, 3), published && `${published.memoryMb} MB`),
    coldStart: text(
      cell && formatEstimateMs(cell.coldTotalMs),
      published && `${COLD_START_MS[published.runtime]} ms`,
    ),
    itsCost: text(
      cost && formatUsd(cost.totalUsd),
      published && formatUsd(published.usd, String(published.usd).replace(/^0\.0*/, "").length),
    ),
  };
}

/** The ids in the ledger of what its comparison claims. */
export const COMPARISON_CLAIMS = [
  "000-a",
  "000-c",
  "000-d",
  "000-e",
  "000-f",
  "000-g",
  "000-h",
  "000-i",
  "000-n",
  "000-o",
];

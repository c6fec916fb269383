/**
 * The cost arithmetic that an article publishes, set against the cost column that it publishes beside it.
 *
 * Per 1,000 inferences, with memory in GB (1,024 MB) and × 1.4 when the runtime's name contains "wasm":
 *   duration: 1,000 × latency × GB × $0.0000166667
 *   requests: (1,000 / 1,000,000) × $0.0000002, which divides by a million twice and is nearly nothing
 *   cold:     1,000 × 10 % × cold start × GB × $0.0000166667
 * Source: “The Hidden Cost of debunked WebAssembly” (`HIDDEN_COST` in sources.ts), its cost script and its benchmark table.
 */

const ARTICLE_RUNTIMES = ["native", "wasmtime", "wasmer", "docker"] as const;
export type ArticleRuntime = (typeof ARTICLE_RUNTIMES)[number];

const GB_SECOND_USD = 0.0000166667;
const REQUEST_USD = 0.0000002;
const WASM_MEMORY_FACTOR = 1.4;
/** Of calls, 0 to 1. */
export const COLD_SHARE = 0.1;
export const COLD_START_MS: Readonly<Record<ArticleRuntime, number>> = {
  native: 5,
  wasmtime: 120,
  wasmer: 120,
  docker: 450,
};

export interface ArticleCost {
  readonly durationUsd: number;
  readonly requestUsd: number;
  readonly coldStartUsd: number;
  readonly totalUsd: number;
}

/** What the article's arithmetic takes of a runtime. */
interface ArticleInputs {
  readonly latencyMs: number;
  readonly memoryMb: number;
  readonly coldStartMs: number;
  readonly isWasm: boolean;
}

/** Dollars per 1,000 inferences by the article's arithmetic, unrounded (the article rounds to four decimals). */
export function articleCost({ latencyMs, memoryMb, coldStartMs, isWasm }: ArticleInputs): ArticleCost {
  const memoryGb = (memoryMb * (isWasm ? WASM_MEMORY_FACTOR : 1)) / 1024;
  const durationUsd = latencyMs * memoryGb * GB_SECOND_USD;
  const requestUsd = (1000 / 1_000_000) * REQUEST_USD;
  const coldStartUsd = 1000 * COLD_SHARE * (coldStartMs / 1000) * memoryGb * GB_SECOND_USD;
  return { durationUsd, requestUsd, coldStartUsd, totalUsd: durationUsd + requestUsd + coldStartUsd };
}

/** The same with the constants that its script has for a runtime. */
export const costPer1000 = (runtime: ArticleRuntime, latencyMs: number, memoryMb: number): ArticleCost =>
  articleCost({
    ...{ latencyMs, memoryMb, coldStartMs: COLD_START_MS[runtime] },
    isWasm: runtime.includes("wasm"),
  });

interface PublishedRow {
  readonly runtime: ArticleRuntime;
  readonly model: string;
  readonly latencyMs: number;
  readonly memoryMb: number;
  /** Per 1,000 inferences. */
  readonly publishedUsd: number;
  readonly publishedColdStartUsd: number;
}

function row(
  runtime: ArticleRuntime,
  model: string,
  latencyMs: number,
  memoryMb: number,
  publishedUsd: number,
  publishedColdStartUsd: number,
): PublishedRow {
  return { runtime, model, latencyMs, memoryMb, publishedUsd, publishedColdStartUsd };
}

export const PUBLISHED_TABLE: readonly PublishedRow[] = [
  row("native", "MobileNet v2", 8.2, 124, 0.0012, 0.00002),
  row("wasmtime", "MobileNet v2", 12.1, 173, 0.0023, 0.00018),
  row("wasmer", "MobileNet v2", 14.7, 189, 0.0028, 0.00018),
  row("docker", "MobileNet v2", 11.5, 156, 0.0019, 0.00045),
  row("native", "TinyLlama 1.1B", 142, 2140, 0.187, 0.00002),
  row("wasmtime", "TinyLlama 1.1B", 208, 3010, 0.312, 0.00018),
  row("wasmer", "TinyLlama 1.1B", 241, 3290, 0.371, 0.00018),
  row("docker", "TinyLlama 1.1B", 165, 2380, 0.224, 0.00045),
];

interface RecomputedRow {
  readonly runtime: ArticleRuntime;
  readonly model: string;
  readonly publishedUsd: number;
  readonly recomputedUsd: number;
  /** Published over recomputed; 1 would mean that the table follows from the formula. */
  readonly ratio: number;
  readonly publishedColdStartUsd: number;
  readonly recomputedColdStartUsd: number;
}

/** Each row of the article's table beside what the article's own formula yields for its latency and memory. */
export function recomputePublishedTable(): RecomputedRow[] {
  return PUBLISHED_TABLE.map((published) => {
    const cost = costPer1000(published.runtime, published.latencyMs, published.memoryMb);
    return {
      runtime: published.runtime,
      model: published.model,
      publishedUsd: published.publishedUsd,
      recomputedUsd: cost.totalUsd,
      ratio: published.publishedUsd / cost.totalUsd,
      publishedColdStartUsd: published.publishedColdStartUsd,
      recomputedColdStartUsd: cost.coldStartUsd,
    };
  });
}

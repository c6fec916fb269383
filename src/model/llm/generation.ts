/** What a conversation took, token by token: from the times at which its model's calls ended. */
import { mulberry32, seedOf } from "../random.js";
import type { SamplesRow, WorkloadRecord } from "../run-file.js";
import { estimateMedian } from "../statistics/bootstrap.js";
import type { Estimate } from "../statistics/estimate.js";
import { evenQuantiles } from "../statistics/even-quantiles.js";
import type { VariancePrior } from "../statistics/moderation.js";
import { type Percentile, percentileIfSupported } from "../statistics/percentile.js";

export interface Generation {
  readonly promptTokens: number;
  readonly generatedTokens: number;
  /** From the request's start to the first token: the prompt is read. */
  readonly firstTokenMs: Estimate;
  /** From one token to the next, the first left out. */
  readonly tokenMs: Estimate;
  readonly tokenP90: Percentile;
  readonly tokenP99: Percentile;
  /** From one token to the next: quantiles at even shares, to draw from. */
  readonly tokenQuantilesMs: readonly number[];
}

export const perSecond = ({ value, low, high }: Estimate, of = 1): Estimate => ({
  value: (1_000 * of) / value,
  low: (1_000 * of) / high,
  high: (1_000 * of) / low,
});

/** Prompt tokens a second until the first token. */
export const prefillRate = ({ firstTokenMs, promptTokens }: Generation): Estimate =>
  perSecond(firstTokenMs, promptTokens);

/** Tokens a second after the first. */
export const decodeRate = ({ tokenMs }: Generation): Estimate => perSecond(tokenMs);

/**
 * @param rows of the processes that answered rightly, of one workload on one target
 * @param prior what the run's other cells say of the spread between processes
 * @returns null where no calls were kept: it is no conversation
 */
export function generationOf(
  { id, calls }: Pick<WorkloadRecord, "id" | "calls">,
  target: string,
  rows: readonly SamplesRow[],
  prior: VariancePrior | null = null,
): Generation | null {
  const [model] = calls ?? [];
  const kept = rows.filter(({ callEndMs }) => callEndMs !== undefined);
  if (!model || kept.length === 0 || model.calls < 2) return null;
  const processes = [...new Set(kept.map(({ process }) => process))];
  const requests = processes.map((process) =>
    kept.filter((row) => row.process === process).flatMap(({ callEndMs }) => callEndMs!),
  );
  const first = requests.map((own) => own.map(([end]) => end!));
  const gaps = requests.map((own) => own.flatMap((ends) => ends.slice(1).map((end, i) => end - ends[i]!)));
  const median = (what: string, processes: readonly (readonly number[])[]) =>
    estimateMedian(
      processes.map((times) => [...times]),
      { random: mulberry32(seedOf(`${what}/${id}/${target}`)), prior },
    );
  const all = gaps.flat();
  return {
    // Each call is given its tokens and a position, four bytes each, and all but the first one token.
    promptTokens: model.inputBytes / 4 - 2 * model.calls + 1,
    generatedTokens: model.calls,
    firstTokenMs: median("first", first),
    tokenMs: median("token", gaps),
    tokenP90: percentileIfSupported(all, 0.9),
    tokenP99: percentileIfSupported(all, 0.99),
    tokenQuantilesMs: evenQuantiles(all),
  };
}

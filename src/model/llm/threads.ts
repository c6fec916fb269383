/** What threads do to a conversation, up to more of them than there are cores. */
import { mulberry32, seedOf } from "../random.js";
import type { ThreadsRow } from "../run-file.js";
import { estimateMedian } from "../statistics/bootstrap.js";
import { type Estimate, quotient } from "../statistics/estimate.js";

/** 1, 2, 4 … below the number of cores, that number, and twice as many, fewest first. */
export function threadCounts(cores: number): number[] {
  const counts: number[] = [];
  for (let count = 1; count < cores; count *= 2) counts.push(count);
  return [...counts, cores, 2 * cores];
}

/** A number of threads, by the medians of its rounds. */
export interface ThreadRung {
  readonly threads: number;
  readonly promptTokens: number;
  readonly rounds: number;
  readonly firstTokenMs: Estimate;
  readonly tokenMs: Estimate;
  /** Times over one thread: above 1 is slower. Null of one thread itself. */
  readonly firstOverOne: Estimate | null;
  readonly tokenOverOne: Estimate | null;
}

/** An engine's conversation on more and more threads, fewest first. */
export interface ThreadLadder {
  readonly workload: string;
  readonly target: string;
  readonly rungs: readonly ThreadRung[];
  /** Why there are no rungs, and what would change that. */
  readonly missing: ThreadsRow["missing"];
}

/** Of a run's rows, by workload and target, the last of each number of threads. */
export function threadLadders(rows: readonly ThreadsRow[]): ThreadLadder[] {
  const cells = new Map(rows.map((row) => [`${row.workload}/${row.target}`, row]));
  return [...cells].map(([cell, { workload, target }]): ThreadLadder => {
    const own = rows.filter((row) => `${row.workload}/${row.target}` === cell);
    const last = [...new Map(own.map((row) => [row.threads, row])).values()];
    const kept = last.filter(({ rounds }) => rounds.length > 0).sort((a, b) => a.threads - b.threads);
    const medians = kept.map((row) => ({ row, ...mediansOf(row, cell) }));
    const one = medians.find(({ row }) => row.threads === 1);
    return {
      workload,
      target,
      rungs: medians.map(({ row: { threads, promptTokens, rounds }, firstTokenMs, tokenMs }) => ({
        threads,
        promptTokens,
        rounds: rounds.length,
        firstTokenMs,
        tokenMs,
        firstOverOne: one && threads > 1 ? quotient(firstTokenMs, one.firstTokenMs) : null,
        tokenOverOne: one && threads > 1 ? quotient(tokenMs, one.tokenMs) : null,
      })),
      missing: kept.length > 0 ? null : (own.find(({ missing }) => missing !== null)?.missing ?? null),
    };
  });
}

/** Over rounds, each of which opened the conversation anew; all in one process, so that how processes differ is not in the interval. */
function mediansOf({ threads, rounds }: ThreadsRow, cell: string) {
  const median = (what: string, times: readonly (readonly number[])[]) =>
    estimateMedian(times, { random: mulberry32(seedOf(`${what}/${cell}/${threads}`)) });
  return {
    firstTokenMs: median(
      "first",
      rounds.map(({ firstTokenMs }) => [firstTokenMs]),
    ),
    tokenMs: median(
      "token",
      rounds.map(({ tokenMs }) => tokenMs),
    ),
  };
}

/** Which thread of a sampled profile is the request's: the one that works most. */

export interface SampledThread {
  readonly name: string;
  /** Time in frames that do not wait, milliseconds. */
  readonly busyMs: number;
}

/** The busiest thread, the first of equals; undefined where there is none. */
export function requestThread<T extends SampledThread>(threads: readonly T[]): T | undefined {
  let busiest = threads[0];
  for (const thread of threads) if (thread.busyMs > busiest!.busyMs) busiest = thread;
  return busiest;
}

/** What the other threads did meanwhile: not added to the clock. The sentence is empty where they did nothing. */
export function otherThreads<T extends SampledThread>(
  threads: readonly T[],
  request: T,
): { readonly busyMs: number; readonly sentence: string } {
  const others = threads.filter((thread) => thread !== request && thread.busyMs > 0);
  const busyMs = others.reduce((sum, thread) => sum + thread.busyMs, 0);
  if (others.length === 0) return { busyMs: 0, sentence: "" };
  const which = others.length === 1 ? "1 other thread" : `${others.length} other threads`;
  return { busyMs, sentence: ` ${which} worked for ${busyMs.toFixed(0)} ms, which is not added.` };
}

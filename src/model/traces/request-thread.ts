/** Which thread of a sampled profile is the request's: the main one, unless another clearly computes more. */

interface SampledThread {
  readonly name: string;
  /** Time in frames that neither wait nor block, milliseconds. */
  readonly busyMs: number;
}

/**
 * How many times the main thread's work another one has to do before the request is taken to be there. What helps the
 * main thread (a pool's readers, telemetry) works little; a server whose workers answer has a main thread that does next
 * to nothing.
 */
const CLEARLY_MORE = 1.5;

/** The main thread, or the busiest where that does clearly more or none is known as main; undefined where there is none. */
export function requestThread<T extends SampledThread>(threads: readonly T[]): T | undefined {
  const busiest = busiestOf(threads);
  const main = busiestOf(mainThreads(threads));
  return main && busiest && busiest.busyMs <= CLEARLY_MORE * main.busyMs ? main : busiest;
}

/** Why the request's thread is that one, to follow its name: "the busiest of 4". */
export function whyRequest<T extends SampledThread>(threads: readonly T[], request: T): string {
  return busiestOf(threads) === request
    ? `the busiest of ${threads.length}`
    : `the main one of ${threads.length}, none of which worked clearly more`;
}

/** The first of equals. */
function busiestOf<T extends SampledThread>(threads: readonly T[]): T | undefined {
  let busiest = threads[0];
  for (const thread of threads) if (thread.busyMs > busiest!.busyMs) busiest = thread;
  return busiest;
}

const MAIN = /\bMainThread\b|^CrRendererMain\b|^GeckoMain\b/;

/** By the name that CPython, Chrome or Firefox gives it; else the first, if py-spy could not read its name, as before `threading` is imported. */
function mainThreads<T extends SampledThread>(threads: readonly T[]): readonly T[] {
  const named = threads.filter(({ name }) => MAIN.test(name));
  if (named.length > 0) return named;
  return threads.slice(0, 1).filter(({ name }) => /^Thread \w+ ""$/.test(name));
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

/** A warning where a thread that is not the request's worked clearly more than it; else none. */
export function busierThread<T extends SampledThread>(threads: readonly T[], request: T): string[] {
  const busiest = busiestOf(threads);
  if (!busiest || busiest === request || busiest.busyMs <= CLEARLY_MORE * request.busyMs) return [];
  return [
    `${busiest.name} worked for ${busiest.busyMs.toFixed(0)} ms, more than the ${request.busyMs.toFixed(0)} ms of the thread that the clock shows: the request may be there, and is not in the shares.`,
  ];
}

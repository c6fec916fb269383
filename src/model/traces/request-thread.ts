/** Which thread of a profile is the request's: the one that is asked for, else the main one, unless another clearly computes more. */
import { TraceError } from "./format.js";
import { excerpt } from "./oddities.js";
import type { ProfileThread } from "./profile.js";

/** `busyMs` is the time in frames that neither wait nor block. */
type SampledThread = Omit<ProfileThread, "isRequest">;

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

/** Threads that a message names before it says how many more there are. */
const MOST_NAMED = 12;

/**
 * The thread that the user asks for, by its name, or by a part of it (the case does not matter) that no other has; of
 * several of the same name the busiest. Undefined where nothing is asked for.
 *
 * @throws TraceError where there is none, or more than one
 */
export function askedThread<T extends SampledThread>(
  threads: readonly T[],
  asked: string | undefined,
): T | undefined {
  if (asked === undefined) return undefined;
  const exact = threads.filter(({ name }) => name === asked);
  if (exact.length > 0) return busiestOf(exact);
  const part = asked.toLowerCase();
  const within = threads.filter(({ name }) => name.toLowerCase().includes(part));
  if (within.length === 1) return within[0];
  const listed = byWork(within.length === 0 ? threads : within);
  const names = listed.slice(0, MOST_NAMED).map(({ name, busyMs }) => `${name} (${busyMs.toFixed(0)} ms)`);
  const more = listed.length > MOST_NAMED ? `, and ${listed.length - MOST_NAMED} more` : "";
  if (listed.length === 0) refuseThread(asked);
  throw new TraceError(
    `${within.length === 0 ? "No thread is" : `${within.length} threads are`} called ${excerpt(asked)}. Ask for one of these by its whole name: ${names.join("; ")}${more}.`,
  );
}

/** @throws TraceError where a thread is asked for of a profile that tells none apart */
export function refuseThread(asked: string | undefined): void {
  if (asked !== undefined)
    throw new TraceError(`This profile tells no threads apart: leave out the thread ${excerpt(asked)}.`);
}

/** All threads for the profile's list of them. */
export function listThreads<T extends SampledThread>(
  threads: readonly T[],
  request: T | undefined,
): ProfileThread[] {
  return byWork(threads).map((thread) => ({
    name: thread.name,
    busyMs: thread.busyMs,
    isRequest: thread === request,
  }));
}

function byWork<T extends SampledThread>(threads: readonly T[]): readonly T[] {
  return [...threads].sort((a, b) => b.busyMs - a.busyMs);
}

/**
 * Why the request's thread is that one, to follow its name: "the busiest of 4".
 *
 * @param asked whether the user asked for it
 */
export function whyRequest<T extends SampledThread>(
  threads: readonly T[],
  request: T,
  asked?: string,
): string {
  if (asked !== undefined) return `as asked for, of ${threads.length}`;
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

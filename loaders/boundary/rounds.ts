import { mulberry32, shuffled } from "../../src/model/random.ts";
import type { BoundaryJob, Crossing } from "./crossing.ts";

/** However long one takes. */
const LEAST_ROUNDS = 3;
/** So many rounds' time is no slip of the first. */
const SLOW = 10;

export interface TimedCrossing extends Omit<Crossing, "run"> {
  /** Of one time, in each round. */
  readonly roundMs: number[];
}

/**
 * Times crossings in rounds, each in an order of its own, so that a slow moment of the machine hits no size alone. Each is
 * first repeated until a round lasts long enough for the clock, which also has it compiled.
 */
export async function timeInRounds(
  crossings: readonly Crossing[],
  { rounds, batchMs, patienceMs, seed }: Pick<BoundaryJob, "rounds" | "batchMs" | "patienceMs" | "seed">,
): Promise<TimedCrossing[]> {
  const random = mulberry32(seed);
  const all = crossings.map((crossing) => ({ crossing, times: 0, spentMs: 0, roundMs: [] as number[] }));
  for (const entry of shuffled(all, random)) entry.times = await timesFor(entry.crossing, batchMs);
  for (let round = 0; round < rounds; round++)
    for (const entry of shuffled(all, random)) {
      if (round >= LEAST_ROUNDS && entry.spentMs > patienceMs) continue;
      const ms = await elapsedMs(entry.crossing, entry.times);
      entry.spentMs += ms;
      entry.roundMs.push(ms / entry.times);
    }
  return all.map(({ crossing: { way, bytes, calls }, roundMs }) => ({ way, bytes, calls, roundMs }));
}

/** How often to repeat a crossing, so that it lasts about that long. What is slow once may be what is made at first. */
async function timesFor(crossing: Crossing, batchMs: number): Promise<number> {
  const first = await elapsedMs(crossing, 1);
  if (first > SLOW * batchMs && (await elapsedMs(crossing, 1)) > batchMs) return 1;
  for (let times = 1; ; ) {
    const ms = Math.min(await elapsedMs(crossing, times), await elapsedMs(crossing, times));
    if (ms >= batchMs / 2) return Math.max(1, Math.round((times * batchMs) / ms));
    times = Math.ceil(times * Math.min(16, Math.max(2, batchMs / Math.max(ms, batchMs / 16))));
  }
}

async function elapsedMs(crossing: Crossing, times: number): Promise<number> {
  const start = performance.now();
  const done = crossing.run(times);
  // Nothing is waited for that is done already: that would be a turn of the event loop.
  if (done) await done;
  // A page's clock may not have moved; nothing took no time.
  return Math.max(performance.now() - start, 1e-6);
}

import type { CrossingSide } from "../../src/model/boundary/ways.ts";
import type { Thread } from "../threads/thread.ts";
import type { BoundaryJob, Crossing } from "./crossing.ts";
import { memoryCrossings } from "./memory.ts";
import { pythonCrossings } from "./python.ts";
import { type TimedCrossing, timeInRounds } from "./rounds.ts";
import { type EchoMessage, threadCrossings } from "./threads.ts";

/** What makes a side's crossings; one that throws says why that side is not measured. */
type Sides = Partial<Record<CrossingSide, () => Crossing[] | Promise<Crossing[]>>>;

export interface MeasuredWays {
  readonly timed: readonly TimedCrossing[];
  /** By side, why nothing of it was timed. */
  readonly failed: Partial<Record<CrossingSide, string>>;
}

/** What every host has, and what is its own; Python last, since it is the slowest to start. */
export async function measureHost(
  echo: Thread<EchoMessage>,
  own: (mostBytes: number) => Sides,
  job: BoundaryJob,
): Promise<MeasuredWays> {
  const { mostBytes } = job;
  const sides: Sides = {
    memory: () => memoryCrossings(mostBytes),
    thread: () => threadCrossings(echo, mostBytes),
    ...own(mostBytes),
    ...(job.python ? { python: () => pythonCrossings(mostBytes) } : {}),
  };
  try {
    return await measureWays(sides, job);
  } finally {
    echo.end();
  }
}

/** Side by side: what is open of one, as another's heap or worker, is not there to disturb the next. */
async function measureWays(sides: Sides, job: BoundaryJob): Promise<MeasuredWays> {
  const timed: TimedCrossing[] = [];
  const failed: MeasuredWays["failed"] = {};
  for (const [side, open] of Object.entries(sides) as [CrossingSide, () => Crossing[]][]) {
    try {
      timed.push(...(await timeInRounds(await open(), job)));
    } catch (error) {
      failed[side] = error instanceof Error ? error.message : String(error);
    }
  }
  return { timed, failed };
}

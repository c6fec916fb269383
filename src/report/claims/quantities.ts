/** What a measured cell says that published figures speak of. */
import type { Bucket } from "../../model/buckets.js";
import { partOf, quotient } from "../../model/statistics/estimate.js";
import type { MeasuredCell } from "../../model/summary.js";
import type { Quantity, ReadsCell } from "./reading.js";

export const timeIn =
  (bucket: Bucket): ReadsCell =>
  ({ attribution, p50Ms }) =>
    partOf(attribution.bucketMs[bucket], p50Ms);

/** Of a whole warm request. */
export const median: ReadsCell = ({ p50Ms }) => p50Ms;

/** From starting the process to its first answer. */
export const coldStart: ReadsCell = ({ coldTotalMs }) => coldTotalMs;

/** Of that, loading runtime and engine. */
export const importTime: ReadsCell = ({ coldMs, coldTotalMs }) => partOf(coldMs.import, coldTotalMs);

/** The largest peak of its processes, and the least. */
export const peakMemory: ReadsCell = ({ peakRssBytes, leastPeakRssBytes }) =>
  peakRssBytes === null
    ? null
    : { value: peakRssBytes, low: leastPeakRssBytes ?? peakRssBytes, high: peakRssBytes };

/** Peak memory as seen from outside, over a module’s linear memory. */
export const seenOverReported: ReadsCell = (cell) => {
  const [seen, { linearMemoryBytes: own = 0 }] = [peakMemory(cell), cell];
  return seen === null || own === 0 ? null : quotient(seen, { value: own, low: own, high: own });
};

/** A request that waits for this share of a cold start, milliseconds. */
const withStarts = (share: number, { p50Ms, coldTotalMs }: MeasuredCell): Quantity => ({
  value: p50Ms.value + share * coldTotalMs.value,
  low: p50Ms.low + share * coldTotalMs.low,
  high: p50Ms.high + share * coldTotalMs.high,
});

/** What a serverless platform bills for a request, in bytes × milliseconds: memory, and time with a share of cold starts. */
export const billedMemoryTime =
  (coldShare: number): ReadsCell =>
  (cell) => {
    const [time, memory] = [withStarts(coldShare, cell), peakMemory(cell)];
    return (
      memory && {
        value: time.value * memory.value,
        low: time.low * memory.low,
        high: time.high * memory.high,
      }
    );
  };

/** Of that time, what cold starts take. */
export const shareOfColdStarts =
  (coldShare: number): ReadsCell =>
  ({ p50Ms, coldTotalMs }) => {
    const share = (cold: number, warm: number) => (coldShare * cold) / (warm + coldShare * cold);
    return {
      value: share(coldTotalMs.value, p50Ms.value),
      low: share(coldTotalMs.low, p50Ms.high),
      high: share(coldTotalMs.high, p50Ms.low),
    };
  };

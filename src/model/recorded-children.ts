/** The processes and threads that a recorded command started, as far as the profiler followed them. */
import { BUCKETS_AND_REST } from "./buckets.js";
import { formatMs } from "./format.js";
import type { RecordedAttribution, RecordedChild } from "./recording.js";
import type { AttributionRow } from "./recording-file.js";
import type { BucketShare } from "./traces/result.js";

/** In the unprofiled time of one execution. */
export function recordedChildren(
  { children = [], attribution }: AttributionRow,
  plainMs: number,
): RecordedChild[] {
  const scale = attribution.wallMs > 0 ? plainMs / attribution.wallMs : 0;
  const scaled = ({ ms, share }: BucketShare): BucketShare => ({ ms: ms * scale, share });
  return children.map(({ name, wallMs, samples, buckets, waiting }) => ({
    name,
    wallMs: wallMs * scale,
    samples,
    buckets: Object.fromEntries(
      BUCKETS_AND_REST.map((bucket) => [bucket, scaled(buckets[bucket])]),
    ) as RecordedChild["buckets"],
    waiting: scaled(waiting),
  }));
}

/** Where one that the command started clearly worked more than the process that the clock shows. */
export function busierChildWarnings(sampled: RecordedAttribution | undefined): string[] {
  const [child] = sampled?.children ?? [];
  if (!sampled || !child) return [];
  const [childMs, ownMs] = [workedMs(child), workedMs(sampled)];
  if (childMs <= CLEARLY_MORE * ownMs) return [];
  return [
    `${capital(child.name)} worked for ${formatMs(childMs)}, clearly more than the ${formatMs(ownMs)} of the process whose time ` +
      "is split: to split the child's, record it by itself (its own program, or --pid while it runs).",
  ];
}

/** Io may be waiting for whoever sends work. */
export const workedMs = ({ buckets }: Pick<RecordedChild, "buckets">): number =>
  buckets.interpreter.ms + buckets.compute.ms;

/** As the importers choose a thread. */
const CLEARLY_MORE = 1.5;
const capital = (text: string): string => `${text[0]!.toUpperCase()}${text.slice(1)}`;

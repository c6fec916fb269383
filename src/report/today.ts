/** What today's programs spend their time on, over all workloads. */
import { BUCKETS_AND_REST, type BucketOrUnattributed } from "../model/buckets.js";
import { formatShare } from "../model/format.js";
import { baselineCell, dominantBucket } from "../model/rules.js";
import type { WorkloadSummary } from "../model/summary.js";
import { inWords, listed } from "./words.js";

export const BUCKET_IN_PROSE: Readonly<Record<BucketOrUnattributed, string>> = {
  interpreter: "interpreter glue",
  compute: "model compute",
  io: "IO and marshalling",
  unattributed: "unattributed time",
};

/** "Today, interpreter glue dominates three workloads (55 % to 90 % of the time) and model compute dominates two (…)." */
export function whereTimeGoes(workloads: readonly WorkloadSummary[]): string | null {
  const dominants = workloads.flatMap((workload) => {
    const cell = baselineCell(workload);
    return cell ? [dominantBucket(cell.attribution)] : [];
  });
  if (dominants.length === 0) return null;
  const groups = BUCKETS_AND_REST.flatMap((bucket) => {
    const own = dominants.filter((dominant) => dominant.bucket === bucket);
    return own.length > 0 ? [{ bucket, own }] : [];
  });
  const clauses = groups.map(({ bucket, own }, i) => {
    const noun = i === 0 ? ` ${own.length === 1 ? "workload" : "workloads"}` : "";
    return `${BUCKET_IN_PROSE[bucket]} dominates ${inWords(own.length)}${noun} (${shareRange(own.map(({ share }) => share))})`;
  });
  return `Today, ${listed(clauses)}.`;
}

function shareRange(shares: readonly number[]): string {
  const [least, most] = [Math.min(...shares), Math.max(...shares)].map(formatShare);
  return least === most ? `${least} of the time` : `${least} to ${most} of the time`;
}

import { BUCKETS_AND_REST, type BucketOrUnattributed } from "../buckets.js";
import type { TraceAttribution } from "./result.js";

/** One of many profiles, and what came of it. */
export type AttributedFile =
  | { readonly file: string; readonly sizeBytes: number; readonly attribution: TraceAttribution }
  | { readonly file: string; readonly sizeBytes: number; readonly error: string };

/** Where most of the time goes; of equal shares, the first as buckets are listed. */
export function dominantBucket({ buckets }: Pick<TraceAttribution, "buckets">): BucketOrUnattributed {
  return BUCKETS_AND_REST.reduce((most, bucket) =>
    buckets[bucket].share > buckets[most].share ? bucket : most,
  );
}

/**
 * By what dominates: bucket by bucket as they are listed, in each the largest share first. What could not be read comes
 * last.
 */
export function byDominance(files: readonly AttributedFile[]): AttributedFile[] {
  const rank = (file: AttributedFile): readonly [bucket: number, share: number] => {
    if ("error" in file) return [BUCKETS_AND_REST.length, 0];
    const bucket = dominantBucket(file.attribution);
    return [BUCKETS_AND_REST.indexOf(bucket), file.attribution.buckets[bucket].share];
  };
  return files
    .map((file) => ({ file, rank: rank(file) }))
    .sort((a, b) => a.rank[0] - b.rank[0] || b.rank[1] - a.rank[1] || (a.file.file < b.file.file ? -1 : 1))
    .map(({ file }) => file);
}

/** Like with like: which of today's own programs a target is to be held against. */
import { courseOf } from "./course.js";
import type { TargetRecord } from "./run-file.js";

/**
 * Today's program at the target's own number of threads, or tuned as it is, so that no port is credited with what a
 * setting brings.
 *
 * @param baseline what runs today; null if it was not measured
 * @param measured the targets to choose from
 * @returns null for a target that is today's program itself, however set, and where none like it was measured
 */
export function likeTarget(
  target: TargetRecord,
  baseline: TargetRecord | null,
  measured: readonly TargetRecord[],
): TargetRecord | null {
  const todays = measured.filter(
    (other) => ["stay", "setting"].includes(courseOf(other)) && other.glue === baseline?.glue,
  );
  if (baseline === null || todays.includes(target)) return null;
  return (
    todays.find((today) => (target.tuned ? today.tuned : !today.tuned && today.threads === target.threads)) ??
    null
  );
}

import { workedMs } from "../../src/model/recorded-children.ts";
import type { ChildRow } from "../../src/model/recording-file.ts";
import { attributeTrace } from "../../src/model/traces/attribute.ts";
import type { BucketRule } from "../../src/model/traces/rules/rule.ts";
import { mergeProfiles } from "./merge-profiles.ts";
import type { ChildProfile } from "./profiler.ts";

/** More are too many to read. */
const MOST = 16;
/** Of the request's own time; who works less only waits. */
const LEAST_SHARE = 0.01;

/**
 * What the children did, each with its buckets, those of one name in several executions as one; who worked most first.
 *
 * @param wallMs of the request's process in all executions together
 */
export function childRows(
  children: readonly ChildProfile[],
  rules: readonly BucketRule[],
  wallMs: number,
): ChildRow[] {
  const names = [...new Set(children.map(({ name }) => name))];
  const rows = names.map((name): ChildRow => {
    const same = children.filter((child) => child.name === name);
    const merged = mergeProfiles(same.map(({ profile }) => profile));
    const { buckets, waiting, samples, wallMs: childMs } = attributeTrace(merged, rules);
    return { name, wallMs: childMs, samples, buckets, waiting };
  });
  return rows
    .filter((row) => row.wallMs - row.buckets.unattributed.ms >= wallMs * LEAST_SHARE)
    .sort((a, b) => workedMs(b) - workedMs(a))
    .slice(0, MOST);
}

import type { Evidence } from "../../src/model/recording.ts";
import type { AttributionRow } from "../../src/model/recording-file.ts";
import { attributeTrace, nodeDestinations } from "../../src/model/traces/attribute.ts";
import { drawnTree } from "../../src/model/traces/drawn-tree.ts";
import type { ImportedProfile } from "../../src/model/traces/profile.ts";
import type { BucketRule } from "../../src/model/traces/rules/rule.ts";
import { tryRules } from "../traces/try-rules.ts";
import { childRows } from "./child-rows.ts";
import { importTimeMs } from "./import-time.ts";
import type { ChildProfile } from "./profiler.ts";

/**
 * A profile as a recording keeps it.
 *
 * @param walls wall times of the executions that the profile is of, milliseconds
 */
export function attributionRow(
  evidence: Evidence,
  profile: ImportedProfile,
  walls: readonly number[],
  rules: readonly BucketRule[],
  children: readonly ChildProfile[] = [],
): AttributionRow {
  tryRules(rules, profile);
  const others = childRows(children, rules, profile.wallMs);
  return {
    kind: "attribution",
    evidence,
    executions: walls.length,
    executionWallMs: walls.reduce((total, wallMs) => total + wallMs, 0) / walls.length,
    attribution: attributeTrace(profile, rules),
    importMs: importTimeMs(profile.tree),
    operators: profile.operators,
    boundary: profile.boundary,
    tree: drawnTree(profile.tree, nodeDestinations(profile, rules), profile.wallMs),
    ...(others.length > 0 ? { children: others } : {}),
  };
}

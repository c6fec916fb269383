/** Where the self time of every node of a tree goes. */
import type { NodeDestination } from "../buckets.js";
import type { ImportedProfile } from "./profile.js";
import { matchNodes } from "./rules/match.js";
import type { BucketRule } from "./rules/rule.js";

export interface ResolvedNodes {
  readonly destinations: readonly NodeDestination[];
  /** Index of the rule that each node meets, −1 for none. */
  readonly rule: Int32Array;
  /**
   * The node that decides for each node: itself, or, where its rule says `caller`, the nearest ancestor that is no
   * helper. A helper without such an ancestor decides for itself.
   */
  readonly decider: Int32Array;
}

/** A helper (`caller`) has its nearest other ancestor's destination; a helper under an unmatched frame has none. */
export function resolveNodes(profile: ImportedProfile, rules: readonly BucketRule[]): ResolvedNodes {
  const { parent } = profile.tree;
  const rule = matchNodes(profile.tree, profile.format, rules);
  const decider = new Int32Array(parent.length);
  const destinations = new Array<NodeDestination>(parent.length).fill("unattributed");
  for (let node = 1; node < parent.length; node++) {
    const met = rule[node]! === -1 ? null : rules[rule[node]!]!;
    if (met?.bucket !== "caller") {
      decider[node] = node;
      if (met) destinations[node] = met.bucket;
      continue;
    }
    const above = decider[parent[node]!]!;
    const aboveIsHelper = above === 0 || (rule[above]! !== -1 && rules[rule[above]!]!.bucket === "caller");
    decider[node] = aboveIsHelper ? node : above;
    destinations[node] = aboveIsHelper ? (met.otherwise ?? "unattributed") : destinations[above]!;
  }
  return { destinations, rule, decider };
}

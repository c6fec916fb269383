/** One line of the rule table: which frames it means, where their self time goes, and why. */
import type { Destination } from "../result.js";

export interface BucketRule {
  readonly id: string;
  readonly bucket: Destination;
  /** Only with `bucket: "caller"`: where the time goes if no ancestor is anything but a helper. */
  readonly otherwise: Exclude<Destination, "caller"> | null;
  /** All conditions that are not null must hold. */
  readonly name: RegExp | null;
  readonly file: RegExp | null;
  readonly categories: ReadonlySet<string> | null;
  readonly formats: ReadonlySet<string> | null;
  /** Holds if the caller's "name file" matches. */
  readonly parent: RegExp | null;
  /** Holds if the "name file" of the caller, or of any frame above it, matches. */
  readonly under: RegExp | null;
  /** Holds if the "name file" of the nearest Python or JavaScript frame above it matches. */
  readonly from: RegExp | null;
  /** Holds if the caller's calls into the frame's file take at least this share of them and the caller's own time. */
  readonly dominates: number | null;
  readonly reason: string;
}

/** A rule file: its rules, and whether the default table comes after them. */
export interface RuleFile {
  readonly extends: "default" | "none";
  readonly rules: readonly BucketRule[];
}

export const DESTINATIONS = ["interpreter", "compute", "io", "waiting", "caller"] as const;

/** A file's rules in front of the default table; a rule of the same id takes the default one's place. */
export function combineRules(file: RuleFile, defaults: readonly BucketRule[]): BucketRule[] {
  if (file.extends === "none") return [...file.rules];
  const own = new Set(file.rules.map(({ id }) => id));
  return [...file.rules, ...defaults.filter(({ id }) => !own.has(id))];
}

import { createContext, Script } from "node:vm";
import { TraceError } from "../../src/model/traces/format.ts";
import type { ImportedProfile } from "../../src/model/traces/profile.ts";
import { RULE_LIMIT_MS, tooSlow, tryRule } from "../../src/model/traces/rules/match.ts";
import type { BucketRule } from "../../src/model/traces/rules/rule.ts";
import { standardRules } from "./read-trace.ts";

/**
 * Matches a user's rules against a profile within a time limit; Node ends a regular expression only inside of `vm`.
 *
 * @param rules a table, of which the default ones are taken on trust
 * @throws TraceError that names the first rule that takes too long
 */
export function tryRules(
  rules: readonly BucketRule[],
  profile: ImportedProfile,
  limitMs = RULE_LIMIT_MS,
): void {
  tryAll(ownRules(rules), profile, limitMs);
}

/** Of a table, what is not one of the default rules. */
export function ownRules(rules: readonly BucketRule[]): BucketRule[] {
  return rules.filter((rule) => !standardRules().includes(rule));
}

/** The same for all rules that are given. */
export function tryAll(
  rules: readonly BucketRule[],
  { tree }: ImportedProfile,
  limitMs = RULE_LIMIT_MS,
): void {
  if (rules.length === 0) return;
  const context = createContext({});
  const work = new Script("work()");
  for (const rule of rules) {
    context.work = () => tryRule(rule, tree.frames);
    try {
      work.runInContext(context, { timeout: limitMs });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
      throw new TraceError(tooSlow(rule.id, limitMs));
    }
  }
}

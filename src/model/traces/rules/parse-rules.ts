/** Reads a rule file (docs/rules.md). */
import { parseYaml, type YamlFields } from "../../yaml-fields.js";
import { type BucketRule, DESTINATIONS, type RuleFile } from "./rule.js";

/** Generous for a table that people read, and few enough for every page and command to match them all. */
const MAX_RULES = 2000;
const MAX_PATTERN = 4000;

const CONDITIONS = ["name", "file", "category", "format", "parent", "under", "from"];
const KEYS = ["id", "bucket", "otherwise", ...CONDITIONS, "dominates", "reason"];

/**
 * The rules of a file, without the default table.
 *
 * @param source the file's name, for messages
 * @throws YamlError that names every fault
 */
export function parseRules(text: string, source: string): BucketRule[] {
  return [...parseRuleFile(text, source).rules];
}

/** @throws YamlError that names every fault */
export function parseRuleFile(text: string, source: string): RuleFile {
  return parseYaml(text, source, "rules:", (file) => {
    file.allowOnly(["extends", "rules"]);
    if (!file.has("rules"))
      file.fault(null, "has no rules; write `rules:` and a list of them, each with an id");
    const items = file.mappings("rules") ?? [];
    if (items.length > MAX_RULES)
      file.fault("rules", `${items.length} rules are too many; at most ${MAX_RULES} are allowed`);
    const taken = new Map<string, number>();
    const rules = items.slice(0, MAX_RULES).map((item) => {
      const rule = readRule(item);
      const line = taken.get(rule.id);
      if (line !== undefined && item.has("id")) item.fault("id", `this id is taken by line ${line}`);
      taken.set(rule.id, line ?? item.line);
      return rule;
    });
    return { extends: file.oneOf("extends", ["default", "none"]) ?? "default", rules };
  });
}

/** The rule; what is wrong with it is noted, so that it is never used. */
function readRule(item: YamlFields): BucketRule {
  const id = item.text("id")?.trim();
  item.subject = `rule "${id || "without an id"}"`;
  item.allowOnly(KEYS);
  if (!id) item.fault("id", "id is missing; give it a short name that no other rule has");
  const reason = item.text("reason")?.trim();
  if (!reason)
    item.fault("reason", "reason is missing; say in one sentence why these frames belong to that bucket");
  if (!CONDITIONS.some((key) => item.has(key)))
    item.fault(null, `has no condition; give at least one of ${CONDITIONS.join(", ")}`);
  const bucket = item.oneOf("bucket", DESTINATIONS);
  if (!item.has("bucket")) item.fault(null, `bucket is missing; allowed are ${DESTINATIONS.join(", ")}`);
  const otherwise = item.oneOf("otherwise", ["interpreter", "compute", "io", "waiting"]);
  if (otherwise !== undefined && bucket !== undefined && bucket !== "caller")
    item.fault("otherwise", "otherwise is only for `bucket: caller`; remove it");
  return {
    id: id ?? "",
    bucket: bucket ?? "caller",
    otherwise: otherwise ?? null,
    name: readPattern(item, "name"),
    file: readPattern(item, "file"),
    categories: readWords(item, "category"),
    formats: readWords(item, "format"),
    parent: readPattern(item, "parent"),
    under: readPattern(item, "under"),
    from: readPattern(item, "from"),
    dominates:
      item.number("dominates", "a share above 0 and up to 1, such as 0.5", (x) => x > 0 && x <= 1) ?? null,
    reason: reason ?? "",
  };
}

function readWords(item: YamlFields, key: string): ReadonlySet<string> | null {
  const words = item.texts(key) ?? null;
  if (words?.includes(""))
    item.fault(key, `${key} has an empty word; give one such as kernel, or leave it out`);
  return words && new Set(words);
}

/** One pattern, or a list of which one must match, as one regular expression. */
function readPattern(item: YamlFields, key: string): RegExp | null {
  const sources = item.texts(key);
  if (sources === undefined) return null;
  for (const source of sources) {
    const problem = patternFault(source);
    if (problem !== null) item.fault(key, `${key}: ${problem}`);
  }
  try {
    return new RegExp(sources.join("|"), "i");
  } catch (error) {
    // A fault of one of them is noted already.
    if (sources.every((source) => patternFault(source) === null))
      item.fault(
        key,
        `${key}: each pattern is sound, but not their list: ${(error as Error).message}; write (?:…) for a group with a name`,
      );
    return null;
  }
}

function patternFault(source: string): string | null {
  if (source === "") return "the pattern is empty and would match everything; write .* if you mean that";
  if (source.length > MAX_PATTERN)
    return `the pattern has ${source.length} characters; at most ${MAX_PATTERN} are allowed, so split the rule in two`;
  const reference = /(?:^|[^\\])(?:\\\\)*(\\[1-9]|\\k<)/.exec(source)?.[1];
  // In a list they would count the groups of the patterns before.
  if (reference) return `back references (${reference}) are not allowed; write out what is meant`;
  try {
    new RegExp(source, "i");
    return null;
  } catch (error) {
    return `${(error as Error).message}; it must be a JavaScript regular expression`;
  }
}

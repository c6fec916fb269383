/** Reads a rule file (docs/rules.md). All faults are reported at once, each with its line. */
import { isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument, type YAMLMap } from "yaml";
import { TraceError } from "../format.js";
import type { Destination } from "../result.js";
import { patternFault } from "./pattern-fault.js";
import { type BucketRule, DESTINATIONS, type RuleFile } from "./rule.js";

/** Generous for a table that people read, and small enough that every page and command parses it at once. */
const MAX_CHARACTERS = 1 << 20;
const MAX_RULES = 2000;

const FILE_KEYS = ["extends", "rules"];
const RULE_KEYS = [
  ...[
    "id",
    "bucket",
    "otherwise",
    "name",
    "file",
    "category",
    "format",
    "parent",
    "under",
    "from",
    "dominates",
  ],
  "reason",
] as const;
type RuleKey = (typeof RULE_KEYS)[number];
const PATTERN_EXPECTED = "expected a regular expression in single quotes, or a list of them";
const CONDITIONS: readonly RuleKey[] = ["name", "file", "category", "format", "parent", "under", "from"];

/**
 * The rules of a file, without the default table.
 *
 * @param source the file's name, for messages
 * @throws TraceError that names every fault
 */
export function parseRules(yamlText: string, source: string): BucketRule[] {
  return [...parseRuleFile(yamlText, source).rules];
}

/** @throws TraceError that names every fault */
export function parseRuleFile(yamlText: string, source: string): RuleFile {
  if (yamlText.length > MAX_CHARACTERS) {
    throw new TraceError(
      `${source}: ${yamlText.length} characters are too long for a rule file; at most ${MAX_CHARACTERS} are allowed. Is it a profile?`,
    );
  }
  const lines = new LineCounter();
  const document = parseDocument(yamlText, { lineCounter: lines });
  const faults: string[] = [];
  const fault = (offset: number | undefined, message: string) =>
    faults.push(`line ${offset === undefined ? 1 : lines.linePos(offset).line}: ${message}`);
  const fail = () => {
    const count = `${faults.length} ${faults.length === 1 ? "fault" : "faults"}`;
    throw new TraceError(
      `${source} has ${count}; docs/rules.md shows what a rule looks like.\n  ${faults.join("\n  ")}`,
    );
  };

  for (const error of document.errors) fault(error.pos[0], `not YAML: ${error.message.split("\n")[0]}`);
  if (faults.length > 0) fail();

  const root = document.contents;
  if (!isMap(root)) {
    fault(root?.range?.[0], "expected `rules:` followed by a list of rules");
    return fail() as never;
  }
  for (const { key } of root.items) {
    if (!FILE_KEYS.includes(text(key) ?? "")) {
      fault(offsetOf(key), `unknown key "${text(key)}"; allowed: ${FILE_KEYS.join(", ")}`);
    }
  }
  const base: unknown = root.has("extends") ? root.get("extends") : "default";
  if (base !== "default" && base !== "none") {
    fault(
      offsetOf(root.get("extends", true)),
      `extends is "${String(base)}"; allowed: default (these rules come before the default table), none (they replace it)`,
    );
  }
  const list = root.get("rules", true);
  if (!isSeq(list)) {
    fault(
      offsetOf(list ?? root),
      "expected `rules:` followed by a list of rules, each starting with `- id:`",
    );
    return fail() as never;
  }
  if (list.items.length > MAX_RULES) {
    fault(offsetOf(list), `${list.items.length} rules are too many; at most ${MAX_RULES} are allowed`);
    fail();
  }

  const firstLine = new Map<string, number>();
  const rules = list.items.flatMap((item) => {
    if (!isMap(item)) {
      fault(offsetOf(item), `a rule is a map with the keys ${RULE_KEYS.join(", ")}`);
      return [];
    }
    const rule = parseRule(item, fault);
    const id = scalarText(item, "id");
    if (id !== null) {
      const before = firstLine.get(id);
      if (before !== undefined)
        fault(offsetOf(item.get("id", true)), `the id "${id}" is taken by line ${before}`);
      else firstLine.set(id, lines.linePos(offsetOf(item.get("id", true)) ?? 0).line);
    }
    return rule === null ? [] : [rule];
  });
  if (faults.length > 0) fail();
  return { extends: base as RuleFile["extends"], rules };
}

type Fault = (offset: number | undefined, message: string) => void;

/** The rule, or null after at least one call of `fault`. */
function parseRule(item: YAMLMap, fault: Fault): BucketRule | null {
  let sound = true;
  const wrong: Fault = (offset, message) => {
    sound = false;
    fault(offset, message);
  };
  const at = (key: RuleKey) => offsetOf(item.get(key, true) ?? item);
  const label = `rule "${scalarText(item, "id") ?? "without an id"}"`;

  for (const { key } of item.items as Pair<unknown, unknown>[]) {
    if (!(RULE_KEYS as readonly string[]).includes(text(key) ?? "")) {
      wrong(offsetOf(key), `${label}: unknown key "${text(key)}"; allowed: ${RULE_KEYS.join(", ")}`);
    }
  }

  const required = (key: RuleKey, example: string): string => {
    const value = scalarText(item, key);
    if (value === null || value.trim() === "") wrong(at(key), `${label}: ${key} is missing; ${example}`);
    return value?.trim() ?? "";
  };
  const id = required("id", "give it a short name that no other rule has");
  const reason = required("reason", "say in one sentence why these frames belong to that bucket");

  const destination = (key: RuleKey, allowed: readonly string[]): string | null => {
    const value = scalarText(item, key);
    if (value === null || allowed.includes(value)) return value;
    wrong(at(key), `${label}: ${key} is "${value}"; allowed: ${allowed.join(", ")}`);
    return value;
  };
  const bucket = destination("bucket", DESTINATIONS);
  if (bucket === null)
    wrong(at("bucket"), `${label}: bucket is missing; allowed: ${DESTINATIONS.join(", ")}`);
  const otherwise = destination(
    "otherwise",
    DESTINATIONS.filter((name) => name !== "caller"),
  );
  if (otherwise !== null && bucket !== "caller") {
    wrong(at("otherwise"), `${label}: otherwise is only for \`bucket: caller\`; remove it`);
  }

  const pattern = (key: RuleKey): RegExp | null => {
    if (!item.has(key)) return null;
    const node = item.get(key, true);
    const sources = (isSeq(node) ? node.items : [node]).map((part) => ({ part, source: text(part) }));
    if (sources.length === 0) wrong(at(key), `${label}: ${key}: the list is empty; ${PATTERN_EXPECTED}`);
    let usable = sources.length > 0;
    for (const { part, source } of sources) {
      const problem = source === null ? PATTERN_EXPECTED : patternFault(source);
      if (problem === null) continue;
      usable = false;
      wrong(offsetOf(part) ?? at(key), `${label}: ${key}: ${problem}`);
    }
    if (!usable) return null;
    try {
      return new RegExp(sources.map(({ source }) => source).join("|"), "i");
    } catch (error) {
      wrong(
        at(key),
        `${label}: ${key}: the patterns of the list are sound one by one, but not together: ${(error as Error).message}; write (?:…) for groups with a name, as rules have no use for names`,
      );
      return null;
    }
  };
  const words = (key: RuleKey): ReadonlySet<string> | null => {
    if (!item.has(key)) return null;
    const node = item.get(key, true);
    const values = isSeq(node) ? node.items.map(text) : [text(node)];
    if (values.length > 0 && values.every((value) => value !== null && value !== "")) {
      return new Set(values as string[]);
    }
    wrong(at(key), `${label}: ${key}: expected a word or a list of words, for example [kernel, cpu_op]`);
    return null;
  };
  const share = (key: RuleKey): number | null => {
    if (!item.has(key)) return null;
    const value = Number(text(item.get(key, true)) ?? Number.NaN);
    if (value > 0 && value <= 1) return value;
    wrong(
      at(key),
      `${label}: ${key} is "${scalarText(item, key)}"; expected a share above 0 and up to 1, such as 0.5`,
    );
    return null;
  };
  const rule: BucketRule = {
    id,
    bucket: bucket as Destination,
    otherwise: otherwise as BucketRule["otherwise"],
    name: pattern("name"),
    file: pattern("file"),
    categories: words("category"),
    formats: words("format"),
    parent: pattern("parent"),
    under: pattern("under"),
    from: pattern("from"),
    dominates: share("dominates"),
    reason,
  };
  if (!CONDITIONS.some((key) => item.has(key))) {
    wrong(at("id"), `${label}: has no condition; give at least one of ${CONDITIONS.join(", ")}`);
  }
  return sound ? rule : null;
}

function scalarText(item: YAMLMap, key: RuleKey): string | null {
  return item.has(key) ? text(item.get(key, true)) : null;
}

/** A scalar as it is written, so that `name: 1e3` stays a pattern; null for lists and maps. */
function text(node: unknown): string | null {
  if (!isScalar(node)) return null;
  return typeof node.value === "string" ? node.value : (node.source ?? null);
}

function offsetOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0];
}

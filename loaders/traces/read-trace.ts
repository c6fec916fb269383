import { constants } from "node:buffer";
import { type BigIntStats, readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import { TraceError } from "../../src/model/traces/format.ts";
import { importTrace } from "../../src/model/traces/import.ts";
import type { ImportedProfile } from "../../src/model/traces/profile.ts";
import { parseRuleFile, parseRules } from "../../src/model/traces/rules/parse-rules.ts";
import { type BucketRule, combineRules } from "../../src/model/traces/rules/rule.ts";

const DEFAULT_RULES = new URL("../../src/model/traces/rules/bucket-rules.yaml", import.meta.url);

/** What Node can hold in one buffer, and never more than 2 GiB, beyond which `readFileSync` refuses. */
const MAX_BYTES = Math.min(constants.MAX_LENGTH, 2 ** 31 - 1);

const HOW_TO_SHORTEN =
  "Record a shorter run, sample less often (py-spy's --rate, Node's --cpu-prof-interval), or profile fewer steps (torch.profiler's schedule)";

/**
 * Reads a profile of any accepted format.
 *
 * @throws TraceError for what cannot be read or is no profile
 */
export function readTrace(path: string): ImportedProfile {
  return importTrace(readRegularFile(path, MAX_BYTES, HOW_TO_SHORTEN), basename(path));
}

let standard: readonly BucketRule[] | null = null;

/** The default rule table: the same objects on every call. */
export function standardRules(): readonly BucketRule[] {
  standard ??= parseRules(readFileSync(DEFAULT_RULES, "utf8"), "bucket-rules.yaml");
  return standard;
}

/**
 * The default rule table, with a user's rules in front of it; `tryRules` limits the time of those.
 *
 * @throws YamlError that names all faults of the user's file
 * @throws TraceError if it cannot be read
 */
export function loadRules(userRulesPath?: string): readonly BucketRule[] {
  const defaults = standardRules();
  if (userRulesPath === undefined) return defaults;
  const bytes = readRegularFile(userRulesPath, 2 ** 22, "Is this a rules file and not a profile?");
  return combineRules(parseRuleFile(bytes.toString("utf8"), basename(userRulesPath)), defaults);
}

function readRegularFile(path: string, limitBytes: number, fix: string): Buffer {
  const stats = statOf(path);
  if (stats.isDirectory()) throw new TraceError(`${path} is a folder; give the path of a file in it.`);
  if (!stats.isFile()) {
    throw new TraceError(`${path} is no regular file; save what it delivers into one and give that.`);
  }
  if (stats.size > BigInt(limitBytes)) {
    throw new TraceError(
      `${path} has ${mebibytes(Number(stats.size))}; at most ${mebibytes(limitBytes)} can be read. ${fix}.`,
    );
  }
  try {
    return readFileSync(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

function statOf(path: string): BigIntStats {
  try {
    return statSync(path, { bigint: true });
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): TraceError {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return new TraceError(`${path} does not exist; check the path, relative to ${process.cwd()}.`);
    case "EACCES":
    case "EPERM":
      return new TraceError(
        `${path} may not be read by this user; change its permissions (chmod +r) or copy it.`,
      );
    default:
      return new TraceError(`${path} cannot be read: ${message}.`);
  }
}

function mebibytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20).toLocaleString("en-US")} MiB`;
}

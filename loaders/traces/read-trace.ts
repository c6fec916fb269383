import { closeSync, readFileSync, readSync } from "node:fs";
import { basename } from "node:path";
import type { ByteSource } from "../../src/model/traces/byte-source.ts";
import { TraceError } from "../../src/model/traces/format.ts";
import { LARGE_LIMITS, USUAL_LIMITS } from "../../src/model/traces/gunzip.ts";
import { importTrace } from "../../src/model/traces/import.ts";
import type { ImportedProfile } from "../../src/model/traces/profile.ts";
import { parseRuleFile, parseRules } from "../../src/model/traces/rules/parse-rules.ts";
import { type BucketRule, combineRules } from "../../src/model/traces/rules/rule.ts";
import { MOST_YAML_BYTES } from "../../src/model/yaml-fields.ts";
import { type NamedKind, openNamedFile, readNamedFile } from "../files/named-file.ts";
import { usualFile } from "../project.ts";

const DEFAULT_RULES = new URL("../../src/model/traces/rules/bucket-rules.yaml", import.meta.url);

/** What `--large` does, for the help of each command that reads profiles. */
export const LARGE_HELP =
  "read a zipped profile also where it unzips to more than 200 times its size, or, of what is read at once, to more than 512 MiB";

const PROFILE: NamedKind = {
  what: "profile",
  give: "give the path of a file; where it is too large, record a shorter run, sample less often (py-spy's --rate, Node's --cpu-prof-interval), or profile fewer steps (torch.profiler's schedule)",
};
const RULES: NamedKind = {
  what: "rules file",
  give: "give the path of a YAML file (docs/rules.md)",
  mostBytes: MOST_YAML_BYTES,
};

/** What `--thread` does, for the help of each command that reads profiles. */
export const THREAD_HELP = "the request's thread, by its name or a part of it, where Portolan takes another";

export interface TraceReading {
  /** Whether a zipped profile may hold more than is usual. */
  readonly large?: boolean | undefined;
  /** The request's thread. */
  readonly thread?: string | undefined;
}

/**
 * Reads a profile of any accepted format.
 *
 * @param name as messages call it
 * @throws TraceError for what cannot be read or is no profile, or has no such thread
 */
export function readTrace(
  path: string,
  { large, thread }: TraceReading = {},
  name = basename(path),
): ImportedProfile {
  const limits = large ? LARGE_LIMITS : USUAL_LIMITS;
  const { file, sizeBytes } = failingAsTrace(() => openNamedFile(path, PROFILE));
  try {
    return importTrace(fileSource(file, sizeBytes), name, { limits, thread });
  } finally {
    closeSync(file);
  }
}

/** An open file, read into one buffer. */
function fileSource(file: number, sizeBytes: number): ByteSource {
  let buffer = new Uint8Array(0);
  return {
    sizeBytes,
    read: (at, length) => {
      if (buffer.length < length) buffer = new Uint8Array(length);
      return buffer.subarray(
        0,
        failingAsTrace(() => readSync(file, buffer, 0, length, at)),
      );
    },
  };
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
export function loadRules(userRulesPath = usualFile("rules")): readonly BucketRule[] {
  const defaults = standardRules();
  if (userRulesPath === null) return defaults;
  const bytes = failingAsTrace(() => readNamedFile(userRulesPath, RULES));
  return combineRules(parseRuleFile(bytes.toString("utf8"), basename(userRulesPath)), defaults);
}

function failingAsTrace<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new TraceError((error as Error).message);
  }
}

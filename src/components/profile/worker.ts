/** Reads and attributes a profile beside the page, so that a large file does not freeze it. */
import { extrasOfProfile } from "../../model/forecast/from-profile.js";
import { attributeTrace, nodeDestinations } from "../../model/traces/attribute.js";
import type { ByteSource } from "../../model/traces/byte-source.js";
import { compareTraces } from "../../model/traces/compare.js";
import { TraceError } from "../../model/traces/format.js";
import { importTrace } from "../../model/traces/import.js";
import type { ImportedProfile } from "../../model/traces/profile.js";
import { tryRule } from "../../model/traces/rules/match.js";
import { parseRuleFile, parseRules } from "../../model/traces/rules/parse-rules.js";
import { type BucketRule, combineRules } from "../../model/traces/rules/rule.js";
import { treeViews } from "../../model/traces/tree-views.js";
import type { ProfileFile, ProfileResult, Reply, Request, RuleTexts } from "./protocol.js";

const MIB = 1024 * 1024;

interface Imported {
  readonly file: File;
  readonly profile: ImportedProfile;
}

/** One profile, or two to compare. */
let imported: readonly Imported[] = [];

const reply = (message: Reply) => postMessage(message);

addEventListener("message", ({ data }: MessageEvent<Request>) => {
  if (data.kind === "read") read(data.files, data.rules);
  else if (imported.length > 0) attribute(data.rules);
});

function read(files: readonly ProfileFile[], texts: RuleTexts): void {
  const all: Imported[] = [];
  for (const [at, { file, thread }] of files.entries()) {
    try {
      const profile = importTrace(sourceOf(file, at), file.name, { thread, ordered: true });
      all.push({ file, profile });
    } catch (error) {
      reply({ kind: "file-failed", name: file.name, message: fileMessage(error, file) });
      return;
    }
  }
  imported = all;
  attribute(texts);
}

function attribute(texts: RuleTexts): void {
  let rules: readonly BucketRule[];
  try {
    rules = rulesOf(texts, imported);
  } catch (error) {
    reply({ kind: "rules-failed", message: messageOf(error) });
    return;
  }
  const [first, second] = imported as [Imported, Imported?];
  try {
    const a = resultOf(first, rules);
    const result = second
      ? {
          a,
          b: resultOf(second, rules),
          comparison: compareTraces(first.profile, second.profile, rules),
        }
      : a;
    reply({ kind: "result", result });
  } catch (error) {
    reply({ kind: "file-failed", name: first.file.name, message: fileMessage(error, first.file) });
  }
}

/** The reader's rules and the standard ones; the page ends the worker if one of the former takes too long. */
function rulesOf({ own, standard }: RuleTexts, all: readonly Imported[]): readonly BucketRule[] {
  const defaults = parseRules(standard, "bucket-rules.yaml");
  if (own.trim() === "") return defaults;
  const file = parseRuleFile(own, "your rules");
  for (const rule of file.rules) {
    reply({ kind: "trying", rule: rule.id });
    for (const { profile } of all) tryRule(rule, profile.tree.frames);
  }
  reply({ kind: "trying", rule: null });
  return combineRules(file, defaults);
}

function resultOf({ file, profile }: Imported, rules: readonly BucketRule[]): ProfileResult {
  const destinations = nodeDestinations(profile, rules);
  return {
    id: file.name,
    name: file.name,
    subject: { kind: "profile", file: file.name },
    sizeBytes: file.size,
    requests: profile.requests?.each.length ?? 1,
    attribution: attributeTrace(profile, rules),
    views: treeViews(profile, destinations),
    extras: extrasOfProfile(profile, destinations),
  };
}

/** Workers have it; TypeScript's library of the page does not. */
declare const FileReaderSync: new () => { readAsArrayBuffer(blob: Blob): ArrayBuffer };

/** Read piece by piece, as a trace may be larger than memory; and the page can say how far it is. */
function sourceOf(file: File, at: number): ByteSource {
  const reader = new FileReaderSync();
  let reached = 0;
  let said = 0;
  return {
    sizeBytes: file.size,
    read: (from, length) => {
      const bytes = new Uint8Array(
        attempted(() => reader.readAsArrayBuffer(file.slice(from, from + length))),
      );
      // Not where it looks ahead, nor what it reads again.
      if (from > reached || from + bytes.length <= reached) return bytes;
      reached = from + bytes.length;
      if (reached === file.size) reply({ kind: "parsing" });
      else if (reached - said >= MIB) {
        said = reached;
        reply({ kind: "reading", at, loadedBytes: reached });
      }
      return bytes;
    },
  };
}

function attempted<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new TraceError(`The browser could not read it (${messageOf(error)}). Choose the file again.`);
  }
}

function fileMessage(error: unknown, { name, size }: File): string {
  if (error instanceof TraceError) return error.message;
  if (error instanceof RangeError && /alloc|length|memory|size/i.test(error.message)) {
    return `${name} has ${Math.round(size / MIB).toLocaleString("en-US")} MiB, more than this browser gives a page (${error.message}): record for a shorter time, or attribute it in a terminal: npx portolan attribute ${name}`;
  }
  return `${name} could not be read: ${messageOf(error)}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

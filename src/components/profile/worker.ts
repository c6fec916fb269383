/** Reads and attributes a profile beside the page, so that a large file does not freeze it. */
import { extrasOfProfile } from "../../model/forecast/from-profile.js";
import { attributeTrace, nodeDestinations } from "../../model/traces/attribute.js";
import type { ByteSource } from "../../model/traces/byte-source.js";
import { drawnTree } from "../../model/traces/drawn-tree.js";
import { TraceError } from "../../model/traces/format.js";
import { importTrace } from "../../model/traces/import.js";
import type { ImportedProfile } from "../../model/traces/profile.js";
import { tryRule } from "../../model/traces/rules/match.js";
import { parseRuleFile, parseRules } from "../../model/traces/rules/parse-rules.js";
import { type BucketRule, combineRules } from "../../model/traces/rules/rule.js";
import type { ProfileResult, Reply, Request, RuleTexts } from "./protocol.js";

const MIB = 1024 * 1024;

let imported: { readonly file: File; readonly profile: ImportedProfile } | null = null;

const reply = (message: Reply) => postMessage(message);

addEventListener("message", ({ data }: MessageEvent<Request>) => {
  if (data.kind === "read") read(data.file, data.rules, data.thread);
  else if (imported) attribute(data.rules);
});

function read(file: File, texts: RuleTexts, thread: string | undefined): void {
  try {
    imported = { file, profile: importTrace(sourceOf(file), file.name, { thread }) };
  } catch (error) {
    reply({ kind: "file-failed", message: fileMessage(error, file) });
    return;
  }
  attribute(texts);
}

function attribute(texts: RuleTexts): void {
  const { file, profile } = imported!;
  let rules: readonly BucketRule[];
  try {
    rules = rulesOf(texts, profile);
  } catch (error) {
    reply({ kind: "rules-failed", message: messageOf(error) });
    return;
  }
  try {
    reply({ kind: "result", result: resultOf(file, profile, rules) });
  } catch (error) {
    reply({ kind: "file-failed", message: fileMessage(error, file) });
  }
}

/** The reader's rules and the standard ones; the page ends the worker if one of the former takes too long. */
function rulesOf({ own, standard }: RuleTexts, { tree }: ImportedProfile): readonly BucketRule[] {
  const defaults = parseRules(standard, "bucket-rules.yaml");
  if (own.trim() === "") return defaults;
  const file = parseRuleFile(own, "your rules");
  for (const rule of file.rules) {
    reply({ kind: "trying", rule: rule.id });
    tryRule(rule, tree.frames);
  }
  reply({ kind: "trying", rule: null });
  return combineRules(file, defaults);
}

function resultOf(file: File, profile: ImportedProfile, rules: readonly BucketRule[]): ProfileResult {
  const destinations = nodeDestinations(profile, rules);
  return {
    id: file.name,
    name: file.name,
    subject: { kind: "profile", file: file.name },
    sizeBytes: file.size,
    requests: profile.requests?.each.length ?? 1,
    attribution: attributeTrace(profile, rules),
    tree: drawnTree(profile.tree, destinations, profile.wallMs),
    extras: extrasOfProfile(profile, destinations),
  };
}

/** Workers have it; TypeScript's library of the page does not. */
declare const FileReaderSync: new () => { readAsArrayBuffer(blob: Blob): ArrayBuffer };

/** Read piece by piece, as a trace may be larger than memory; and the page can say how far it is. */
function sourceOf(file: File): ByteSource {
  const reader = new FileReaderSync();
  let reached = 0;
  let said = 0;
  return {
    sizeBytes: file.size,
    read: (at, length) => {
      const bytes = new Uint8Array(attempted(() => reader.readAsArrayBuffer(file.slice(at, at + length))));
      // Not where it looks ahead, nor what it reads again.
      if (at > reached || at + bytes.length <= reached) return bytes;
      reached = at + bytes.length;
      if (reached === file.size) reply({ kind: "parsing" });
      else if (reached - said >= MIB) {
        said = reached;
        reply({ kind: "reading", loadedBytes: reached, totalBytes: file.size });
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

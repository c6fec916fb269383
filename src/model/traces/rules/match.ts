/** Which rule a node of the calling-context tree meets. */
import type { CallTree, Frame } from "../call-tree.js";
import type { BucketRule } from "./rule.js";

/** Names of templated C++ functions reach 100 kB; what a pattern needs stands in the first 1,000 characters. */
const MAX_SUBJECT = 1000;

/**
 * The index of the first rule that holds, per node, or −1. Each frame is matched once; only rules with `under` are
 * looked at per node, as bits that are handed down from parent to child.
 */
export function matchNodes(tree: CallTree, format: string, rules: readonly BucketRule[]): Int32Array {
  const here = rules.flatMap((rule, index) => (rule.formats?.has(format) === false ? [] : [{ rule, index }]));
  const unders = [
    ...new Map(here.flatMap(({ rule: { under } }) => (under ? [[under.source, under]] : []))),
  ].map(([, pattern]) => pattern as RegExp);
  const bitOf = new Map(unders.map((pattern, bit) => [pattern.source, bit]));
  const words = Math.ceil(unders.length / 32);

  const candidates: { readonly index: number; readonly bit: number }[][] = [];
  const frameBits = new Uint32Array(tree.frames.length * words);
  for (const [at, frame] of tree.frames.entries()) {
    const { name, file } = subjectsOf(frame);
    const found: { index: number; bit: number }[] = [];
    for (const { rule, index } of here) {
      if (!holds(rule, frame, name, file)) continue;
      const bit = rule.under === null ? -1 : bitOf.get(rule.under.source)!;
      found.push({ index, bit });
      if (bit === -1) break;
    }
    candidates.push(found);
    const both = `${name} ${file}`;
    for (const [bit, pattern] of unders.entries()) {
      if (pattern.test(both)) frameBits[at * words + (bit >> 5)]! |= 1 << (bit & 31);
    }
  }

  const { parent, frame } = tree;
  const matched = new Int32Array(parent.length).fill(-1);
  const ancestorBits = new Uint32Array(parent.length * words);
  for (let node = 1; node < parent.length; node++) {
    const up = parent[node]!;
    if (up !== 0) {
      for (let word = 0; word < words; word++) {
        ancestorBits[node * words + word] =
          ancestorBits[up * words + word]! | frameBits[frame[up]! * words + word]!;
      }
    }
    for (const { index, bit } of candidates[frame[node]!]!) {
      if (bit === -1 || (ancestorBits[node * words + (bit >> 5)]! >>> (bit & 31)) & 1) {
        matched[node] = index;
        break;
      }
    }
  }
  return matched;
}

function holds(rule: BucketRule, frame: Frame, name: string, file: string): boolean {
  if (rule.categories !== null && !(frame.category !== null && rule.categories.has(frame.category)))
    return false;
  return (rule.file?.test(file) ?? true) && (rule.name?.test(name) ?? true);
}

/** What patterns are tested against: docs/rules.md promises all of this to the authors of rules. */
export function subjectsOf({ name, file }: Pick<Frame, "name" | "file">): {
  readonly name: string;
  readonly file: string;
} {
  return {
    name: name.slice(0, MAX_SUBJECT).replace(COMPILER_SUFFIX, "").replace(GLIBC_PREFIX, ""),
    // A path is told apart by its end.
    file: (file ?? MODULE.exec(name)?.[1] ?? "").slice(-MAX_SUBJECT).replaceAll("\\", "/"),
  };
}

/** What perf's stacks show in place of a function without a name: the module that it is in, `[libfoo.so]`. */
const MODULE = /^\[([^\]]+\.(?:so|dylib|dll|exe)\b[^\]]*)\]$/;

/** `memcpy@@GLIBC_2.14`, and what GCC and LLVM append to the names of a function's copies: `save.isra.0`. */
const COMPILER_SUFFIX =
  /(?:@{1,2}[\w.]+|(?:\.(?:isra|constprop|part|cold|localalias|lto_priv|llvm|\d+)){1,8})$/;

/** glibc's internal name of a public function: `__GI___libc_read`. */
const GLIBC_PREFIX = /^__GI_/;

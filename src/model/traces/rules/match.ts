/** Which rule a node of the calling-context tree meets. */
import type { CallTree, Frame } from "../call-tree.js";
import type { BucketRule } from "./rule.js";

/** Names of templated C++ functions reach 100 kB; what a pattern needs stands in the first 1,000 characters. */
const MAX_SUBJECT = 1000;

/** A rule whose conditions on the frame itself hold; those on its callers are numbers of patterns, −1 for none. */
interface Candidate {
  readonly index: number;
  readonly parent: number;
  readonly under: number;
  readonly from: number;
  readonly dominates: number | null;
}

/**
 * The index of the first rule that holds, per node, or −1. Each frame is matched once; only conditions on callers
 * are looked at per node, as bits that are handed down from parent to child.
 */
export function matchNodes(tree: CallTree, format: string, rules: readonly BucketRule[]): Int32Array {
  const here = rules.flatMap((rule, index) => (rule.formats?.has(format) === false ? [] : [{ rule, index }]));
  const patterns = new Map<string, { readonly bit: number; readonly pattern: RegExp }>();
  const bitOf = (pattern: RegExp | null): number => {
    if (pattern === null) return -1;
    const known = patterns.get(pattern.source) ?? { bit: patterns.size, pattern };
    patterns.set(pattern.source, known);
    return known.bit;
  };
  const table = here.map(({ rule, index }) => ({
    rule,
    candidate: {
      index,
      parent: bitOf(rule.parent),
      under: bitOf(rule.under),
      from: bitOf(rule.from),
      dominates: rule.dominates,
    },
  }));
  const bits = callerBits(tree, [...patterns.values()]);

  const candidates = tree.frames.map((frame): Candidate[] => {
    const { name, file } = subjectsOf(frame);
    const found: Candidate[] = [];
    for (const { rule, candidate } of table) {
      if (!holds(rule, frame, name, file)) continue;
      found.push(candidate);
      if (isUnconditional(candidate)) break;
    }
    return found;
  });

  const { parent, frame } = tree;
  const dominance = dominanceOf(tree);
  const matched = new Int32Array(parent.length).fill(-1);
  for (let node = 1; node < parent.length; node++) {
    const met = candidates[frame[node]!]!.find(
      ({ parent, under, from, dominates }) =>
        bits.ofParent(node, parent) &&
        bits.ofAncestors(node, under) &&
        bits.ofCode(node, from) &&
        (dominates === null || dominance(node) >= dominates),
    );
    if (met) matched[node] = met.index;
  }
  return matched;
}

/** How long one rule may take over all frames of a profile. Sound ones take milliseconds. */
export const RULE_LIMIT_MS = 2000;

/**
 * Matches a rule's patterns against every frame, as attributing does later. JavaScript cannot end a match that takes
 * for ever: whoever has a user's rules calls this where it can be ended, rule by rule.
 */
export function tryRule(rule: BucketRule, frames: readonly Frame[]): void {
  for (const frame of frames) {
    const { name, file } = subjectsOf(frame);
    rule.name?.test(name);
    rule.file?.test(file);
    for (const pattern of [rule.parent, rule.under, rule.from]) pattern?.test(`${name} ${file}`);
  }
}

/** What is said of a rule that was ended. */
export function tooSlow(rule: string, limitMs = RULE_LIMIT_MS): string {
  return `rule "${rule}" was still matching this profile after ${limitMs / 1000} s, and sound rules take milliseconds: where repetitions share the same text, as in (a+)+ or .*a.*b.*c, a pattern can take for ever. Repeat no group that itself repeats or branches, write [^/]* or \\w* for .*, and leave .* out at the start and the end`;
}

/** Whether the frame alone decides, whoever called it. */
function isUnconditional({ parent, under, from, dominates }: Candidate): boolean {
  return parent === -1 && under === -1 && from === -1 && dominates === null;
}

/**
 * How much of a caller's line its calls into a node's file take: their self time over theirs and the caller's own. A
 * line that copies bytes is nearly all copy; one that builds text calls the C library now and then.
 */
function dominanceOf({ frames, parent, frame, selfMs }: CallTree): (node: number) => number {
  let sums: Map<string, number> | null = null;
  const keyOf = (node: number) => `${parent[node]}\0${frames[frame[node]!]!.file ?? ""}`;
  return (node) => {
    if (sums === null) {
      sums = new Map();
      for (let one = 1; one < parent.length; one++)
        sums.set(keyOf(one), (sums.get(keyOf(one)) ?? 0) + selfMs[one]!);
    }
    const called = sums.get(keyOf(node))!;
    const all = called + selfMs[parent[node]!]!;
    return all > 0 ? called / all : 0;
  };
}

/** Which patterns a node's parent, its ancestors and the code it was called from match; a pattern −1 is no condition and always holds. */
function callerBits({ frames, parent, frame }: CallTree, patterns: readonly { readonly pattern: RegExp }[]) {
  const words = Math.ceil(patterns.length / 32);
  const ofFrame = new Uint32Array(frames.length * words);
  for (const [at, one] of frames.entries()) {
    const { name, file } = subjectsOf(one);
    const both = `${name} ${file}`;
    for (const [bit, { pattern }] of patterns.entries()) {
      if (pattern.test(both)) ofFrame[at * words + (bit >> 5)]! |= 1 << (bit & 31);
    }
  }
  const ofAncestors = new Uint32Array(parent.length * words);
  for (let node = 1; node < parent.length; node++) {
    const up = parent[node]!;
    if (up === 0) continue;
    for (let word = 0; word < words; word++) {
      ofAncestors[node * words + word] =
        ofAncestors[up * words + word]! | ofFrame[frame[up]! * words + word]!;
    }
  }
  const code = nearestCode({ frames, parent, frame });
  const has = (all: Uint32Array, at: number, bit: number) =>
    ((all[at * words + (bit >> 5)]! >>> (bit & 31)) & 1) === 1;
  return {
    ofParent: (node: number, bit: number) =>
      bit === -1 || (parent[node] !== 0 && has(ofFrame, frame[parent[node]!]!, bit)),
    ofAncestors: (node: number, bit: number) => bit === -1 || has(ofAncestors, node, bit),
    ofCode: (node: number, bit: number) =>
      bit === -1 || (code[node] !== 0 && has(ofFrame, frame[code[node]!]!, bit)),
  };
}

/** The nearest ancestor that is Python or JavaScript, per node; 0 where there is none. */
function nearestCode({ frames, parent, frame }: Pick<CallTree, "frames" | "parent" | "frame">): Int32Array {
  const isCode = frames.map(({ category, file }) => CODE.has(category ?? "") || CODE_FILE.test(file ?? ""));
  const code = new Int32Array(parent.length);
  for (let node = 1; node < parent.length; node++) {
    const up = parent[node]!;
    code[node] = up !== 0 && isCode[frame[up]!] ? up : code[up]!;
  }
  return code;
}

const CODE: ReadonlySet<string> = new Set(["python", "python_function", "js"]);

/** Node's own JavaScript has the category of a builtin. */
const CODE_FILE = /^node:/;

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

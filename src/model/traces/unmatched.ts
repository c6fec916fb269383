/** The frames that the rule table does not know, and what to write into it. */
import type { CallTree, Frame } from "./call-tree.js";
import type { ResolvedNodes } from "./destinations.js";
import { frameName, UNNAMED } from "./frame-key.js";
import type { UnmatchedFrame } from "./result.js";
import { subjectsOf } from "./rules/match.js";

const MOST = 10;

/** Of the wall time; less is what adding up leaves, and no time. */
export const DUST = 1e-9;

/** Longer names are matched by their beginning, longer files by their end. */
const MAX_NAME = 200;

/**
 * The ten frames with most unmatched time. Stripped functions of a library count as one, and a helper's time is its
 * caller's, because it is the caller that a rule has to name.
 *
 * @param share of the wall time, from milliseconds
 */
export function largestUnmatched(
  tree: CallTree,
  { destinations, decider }: ResolvedNodes,
  share: (ms: number) => number,
): UnmatchedFrame[] {
  const found = new Map<string, { readonly frame: Frame; ms: number }>();
  for (let node = 1; node < tree.parent.length; node++) {
    const self = tree.selfMs[node]!;
    if (self === 0 || destinations[node] !== "unattributed") continue;
    const frame = tree.frames[tree.frame[decider[node]!]!]!;
    const key = `${frameName(frame)}\0${frame.file ?? ""}`;
    const entry = found.get(key);
    if (entry) entry.ms += self;
    else found.set(key, { frame, ms: self });
  }
  const ids = new Set<string>();
  return [...found.values()]
    .filter(({ ms }) => share(ms) > DUST)
    .sort((a, b) => b.ms - a.ms)
    .slice(0, MOST)
    .map(({ frame, ms }) => ({
      frame: frameName(frame),
      file: frame.file,
      ms,
      share: share(ms),
      suggestion: suggestion(frame, ids),
    }));
}

/** One line of YAML. The bucket is a guess, so it is marked as one. */
function suggestion(frame: Frame, ids: Set<string>): string {
  const unnamed = frameName(frame) === UNNAMED;
  const { name, file } = subjectsOf(frame);
  const library = file.split("/").at(-1)!;
  const byFile = library !== "" && (unnamed || isLibrary(library));
  const conditions = [
    ...(byFile
      ? []
      : [`name: ${quoted(unnamed ? "^(0x[0-9a-f]+|\\[unknown\\]|\\?+)$" : namePattern(name))}`]),
    ...(library === ""
      ? []
      : [
          `file: ${quoted(`${library.length > MAX_NAME ? "" : "(^|/)"}${escaped(library.slice(-MAX_NAME))}$`)}`,
        ]),
  ];
  const bucket = byFile ? "compute" : "interpreter";
  const others = ["interpreter", "compute", "io", "waiting"].filter((name) => name !== bucket).join(", ");
  const id = freshId(byFile ? library : unnamed ? "unnamed" : name, ids);
  return `- { id: ${id}, bucket: ${bucket}, ${conditions.join(", ")}, reason: "what this code does" } # or ${others}`;
}

function namePattern(name: string): string {
  return `^${escaped(name.slice(0, MAX_NAME))}${name.length > MAX_NAME ? "" : "$"}`;
}

function freshId(name: string, ids: Set<string>): string {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z\d]+/g, "-")
    .slice(0, 40)
    .replace(/^-|-$/g, "");
  const base = slug === "" ? "my-rule" : `my-${slug}`;
  let id = base;
  for (let count = 2; ids.has(id); count++) id = `${base}-${count}`;
  ids.add(id);
  return id;
}

function isLibrary(file: string): boolean {
  return /\.(?:so(?:\.[\w.]+)?|dylib|dll|pyd|node|wasm)$/i.test(file);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

/** A single-quoted YAML scalar has one escape only: two quotes for one. What it may not hold becomes "any character". */
function quoted(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: YAML does not allow them in a scalar.
  return `'${text.replaceAll("'", "''").replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/g, "[^]")}'`;
}

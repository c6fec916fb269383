import { formatMs } from "../../format.js";
import { CallTreeBuilder, type Frame } from "../call-tree.js";
import { asDurationMs, asWallMs } from "../duration.js";
import { type ReadProfile, TraceError, traceFormat } from "../format.js";
import { frameCategory } from "../frame-category.js";
import { asLine } from "../json-file.js";
import { MarshalDict, type MarshalValue, readMarshal } from "../marshal.js";
import { Oddities } from "../oddities.js";

/**
 * A cProfile file: a marshalled dictionary {(file, line, function): (primitive calls, calls, own s, cumulative s,
 * callers)}, callers being {(file, line, function): (calls, primitive calls, own s, cumulative s)}.
 */
export const pstats = traceFormat({
  id: "pstats",
  title: "Python cProfile (pstats)",
  tool: "cProfile",
  host: "python",
  madeBy: "python -m cProfile -o profile.pstats pipeline.py",
  // A marshalled dictionary whose first key is a tuple (or that is empty); no JSON text starts like this.
  detect: ({ bytes }) =>
    (bytes[0]! & 0x7f) === 0x7b && bytes.length > 1 && "()0".includes(String.fromCharCode(bytes[1]! & 0x7f)),
  parse: parsePstats,
});

/** What only a thread that another one started runs, at its outermost: `threading`'s and the workers of a pool. */
const THREAD_ROOTS: readonly { readonly file: RegExp; readonly name: RegExp }[] = [
  { file: /(?:^|[\\/])threading\.py$/, name: /^_bootstrap(?:_inner)?$/ },
  { file: /(?:^|[\\/])concurrent[\\/]futures[\\/]thread\.py$/, name: /^(?:_worker|run)$/ },
];

interface FunctionTime {
  readonly frame: Frame;
  readonly ownMs: number;
  /** Own time by caller; empty where the file does not split it. */
  readonly callers: readonly { readonly frame: Frame; readonly ownMs: number }[];
}

function parsePstats(bytes: Uint8Array): ReadProfile {
  const file = readMarshal(bytes);
  if (!(file instanceof MarshalDict)) {
    throw new TraceError("This looks like a cProfile file, but holds no dictionary. Record it again.");
  }
  const oddities = new Oddities();
  const functions: FunctionTime[] = [];
  // A reference costs 5 bytes and may stand for a large value: what one file can hold bounds what is read of it.
  let budget = bytes.length;
  for (const [key, value] of file.entries) {
    const frame = readFrame(key);
    const ownMs = frame && isTuple(value) ? asDurationMs(value[2], 1000) : null;
    if (!frame || !isTuple(value) || ownMs === null) {
      oddities.add(
        "functions were dropped, as their name or own time is none",
        isTuple(value) ? value[2] : value,
      );
      continue;
    }
    const callers = value[4] instanceof MarshalDict ? value[4].entries : [];
    budget -= callers.length;
    if (budget < 0)
      throw new TraceError("This cProfile file repeats itself without end: it is damaged. Record it again.");
    functions.push({ frame, ownMs, callers: readCallers(callers) });
  }
  const wallMs = functions.reduce((sum, { ownMs }) => sum + ownMs, 0);
  if (wallMs === 0) {
    throw new TraceError(
      `This cProfile file holds no time: ${file.entries.length} functions, ${functions.length} usable.${oddities
        .warnings()
        .map((sentence) => ` ${sentence}`)
        .join("")} Profile a run that does some work.`,
    );
  }
  const isMixed = functions.some(({ frame }) => isThreadRoot(frame));
  return {
    producer: "cProfile",
    wallMs: asWallMs(wallMs, "cProfile"),
    tree: buildTree(functions, isMixed).build(),
    clock: `${isMixed ? "Several threads" : "One thread"}; wall is the sum of all functions' own times. cProfile keeps no stacks: a Python function is shown under the root, a built-in one under the Python function that called it.`,
    sampled: false,
    bias: "cProfile traces every call, which slows Python functions down and compiled code hardly: biased towards interpreter. Compiled code behind an operator (numpy's @) counts as the Python function that used it.",
    warnings: [...oddities.warnings(), ...(isMixed ? [mixedThreads(functions)] : [])],
  };
}

/**
 * From Python 3.12 on cProfile hears of all threads' calls by `sys.monitoring`, and keeps one stack for them all: whatever
 * returns ends what was called last. Seen in 3.12.1 and 3.13.0 (`tests/fixtures/traces/programs/threads.py`).
 */
function mixedThreads(functions: readonly FunctionTime[]): string {
  let ms = 0;
  for (const { callers } of functions)
    for (const { frame, ownMs } of callers) if (callsNothing(frame)) ms += ownMs;
  const known = ms > 0 ? `, for ${formatMs(ms)} at least` : "";
  return (
    "The file mixes threads: from Python 3.12 on cProfile traces all of them as if they were one. What ran while another " +
    `thread waited is in the shares in place of the waiting${known}; where threads worked at the same time, the time of one ` +
    "may be billed to a function of another, or be missing. Which time is whose is not in the file: py-spy record " +
    "--native --idle -f speedscope tells threads apart."
  );
}

/** A built-in that waits and calls nothing: what seems to be called by it is another thread's. */
function callsNothing({ name, category }: Frame): boolean {
  return category === "builtin" && WAITS.test(name);
}

const WAITS =
  /^<method '(?:acquire|__enter__|join|get)' of '_(?:thread|queue)\.|^<built-in method time\.sleep>$/;

function isThreadRoot({ file, name }: Frame): boolean {
  return THREAD_ROOTS.some((root) => root.file.test(file ?? "") && root.name.test(name));
}

function buildTree(functions: readonly FunctionTime[], isMixed: boolean): CallTreeBuilder {
  const tree = new CallTreeBuilder();
  for (const { frame, ownMs, callers } of functions) {
    const index = tree.frame(frame);
    let restMs = ownMs;
    if (frame.category === "builtin") {
      for (const caller of callers) {
        // Rounding apart, the callers' parts sum to the whole; damaged ones must not exceed it.
        const ms = Math.min(caller.ownMs, restMs);
        if (ms <= 0 || (isMixed && callsNothing(caller.frame))) continue;
        restMs -= ms;
        tree.add(tree.child(tree.child(0, tree.frame(caller.frame)), index), ms);
      }
    }
    tree.add(tree.child(0, index), restMs);
  }
  return tree;
}

/** The pure-Python `profile` module writes bare call counts instead of tuples: no split then. */
function readCallers(entries: MarshalDict["entries"]): FunctionTime["callers"] {
  return entries.flatMap(([key, value]) => {
    const frame = readFrame(key);
    const ownMs = isTuple(value) ? asDurationMs(value[2], 1000) : null;
    return frame && ownMs !== null ? [{ frame, ownMs }] : [];
  });
}

function readFrame(key: MarshalValue): Frame | null {
  if (!isTuple(key)) return null;
  const [file, line, name] = key;
  if (typeof file !== "string" || typeof name !== "string") return null;
  // "~" is cProfile's file of what has no file.
  const category = file === "~" ? "builtin" : (frameCategory(name, file) ?? "python");
  return { name, file: file === "~" || file === "" ? null : file, line: asLine(line), category };
}

function isTuple(value: MarshalValue): value is readonly MarshalValue[] {
  return Array.isArray(value);
}

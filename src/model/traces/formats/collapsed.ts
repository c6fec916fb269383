import { CallTreeBuilder, type Frame } from "../call-tree.js";
import type { TraceFormat, TraceHead } from "../format.js";
import { TraceError } from "../format.js";
import { frameCategory } from "../frame-category.js";
import { HEAD_BYTES } from "../head.js";
import { decodeText } from "../json-file.js";
import { Oddities } from "../oddities.js";
import type { ImportedProfile } from "../profile.js";
import { pythonFramesBias } from "../python-frames-bias.js";
import { otherThreads, requestThread } from "../request-thread.js";
import { UNITLESS_WARNING } from "../unitless.js";
import { isWaiting } from "../waiting-frame.js";

/** Frames from the root on, separated by semicolons, then a blank and a count, which may have a fraction. */
const LINE = /^(\S.*)[ \t](\d+(?:\.\d+)?)\s*$/;

/** A count that large is damage. */
const LARGEST_COUNT = 1e12;

/**
 * Collapsed ("folded") stacks, one per line: `main;load;read 42`. https://github.com/brendangregg/FlameGraph
 */
export const collapsed: TraceFormat = {
  id: "collapsed",
  title: "collapsed stacks",
  madeBy:
    "perf script | stackcollapse-perf.pl > profile.txt, or py-spy record -f raw -o profile.txt -- python pipeline.py",
  detect: looksCollapsed,
  parse: parseCollapsed,
};

function looksCollapsed({ bytes, text }: TraceHead): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what tells bytes from text.
  if (/^[{[]|^<(?!module>|frozen |string>|built-in)|[\0-\u0008\u000e-\u001f]/.test(text)) return false;
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#"));
  // The last line of a longer file is cut off in the middle.
  const whole = bytes.length < HEAD_BYTES || lines.length === 1 ? lines : lines.slice(0, -1);
  const matching = whole.filter((line) => LINE.test(line));
  return matching.some((line) => /[^;\s];[^;\s]/.test(line)) && matching.length >= 0.8 * whole.length;
}

interface Thread {
  readonly name: string;
  readonly tree: CallTreeBuilder;
  counted: number;
  busyMs: number;
}

function parseCollapsed(bytes: Uint8Array): ImportedProfile {
  const oddities = new Oddities();
  const threads = new Map<string, Thread>();
  const frames = new Map<string, Frame>();
  let whole = true;
  for (const line of decodeText(bytes, "a file of collapsed stacks").split("\n")) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    const match = LINE.exec(line);
    const count = match ? Number(match[2]) : Number.NaN;
    if (!match || !(count > 0 && count <= LARGEST_COUNT)) {
      oddities.add('lines are not "frame;frame;… count" and were dropped', line);
      continue;
    }
    const stack = match[1]!.split(";").map((text) => {
      let frame = frames.get(text);
      if (!frame) {
        frame = readFrame(text);
        frames.set(text, frame);
      }
      return frame;
    });
    whole &&= Number.isInteger(count);
    const name = PY_SPY_THREAD.test(stack[0]!.name) ? stack[0]!.name : "";
    let thread = threads.get(name);
    if (!thread) {
      thread = { name, tree: new CallTreeBuilder(), counted: 0, busyMs: 0 };
      threads.set(name, thread);
    }
    addStack(thread, stack, count);
  }
  const all = [...threads.values()];
  const request = requestThread(all);
  if (!request) {
    throw new TraceError(
      `This file of collapsed stacks holds no sample.${oddities
        .warnings()
        .map((sentence) => ` ${sentence}`)
        .join("")} Each line must be "frame;frame;… count".`,
    );
  }
  const others = otherThreads(all, request);
  const tree = request.tree.build();
  return {
    format: "collapsed",
    producer: null,
    wallMs: request.counted,
    tree,
    clock: `${all.length > 1 ? `The request's thread is ${request.name}, the busiest of ${all.length}` : "The file does not tell threads apart: stacks of threads that ran at the same time add up"}; "wall" is the number of samples, each shown as 1 ms.${others.sentence}`,
    samples: whole ? request.counted : null,
    intervalMs: null,
    bias: pythonFramesBias(tree.frames),
    hiddenMs: others.busyMs,
    operators: [],
    boundary: null,
    warnings: [UNITLESS_WARNING, ...oddities.warnings()],
  };
}

/** The root frame that py-spy's --threads adds. */
const PY_SPY_THREAD = /^thread \(\w+\)/;

function addStack(thread: Thread, stack: readonly Frame[], count: number): void {
  let node = 0;
  for (const frame of stack) node = thread.tree.child(node, thread.tree.frame(frame));
  thread.tree.add(node, count);
  thread.counted += count;
  if (!isWaiting(stack)) thread.busyMs += count;
}

/** `name (file.py:12)` and `name (libc.so.6)` are py-spy's; `name_[k]`, `_[j]`, `_[i]` are stackcollapse-perf's. */
function readFrame(text: string): Frame {
  const located = /^(.*\S) \(((?:<[^()]*>|\?|[^()\s]*[./][^()]*?|[\w.+-]+))(?::(\d+))?\)$/.exec(text);
  if (located) {
    const [, name, file, line] = located;
    return {
      name: name!,
      file: file!,
      line: Number(line ?? 0) || null,
      category: frameCategory(name!, file!),
    };
  }
  const annotated = /^(.+)_\[([kji])\]$/.exec(text);
  if (annotated) {
    const [, name, kind] = annotated;
    const category = kind === "j" ? frameCategory(name!, null) : "native";
    return { name: name!, file: kind === "k" ? "[kernel]" : null, line: null, category };
  }
  return { name: text, file: null, line: null, category: frameCategory(text, null) };
}

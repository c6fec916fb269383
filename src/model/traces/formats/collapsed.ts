import { CallTreeBuilder, type Frame } from "../call-tree.js";
import { HEAD_BYTES } from "../content.js";
import { type ReadOptions, type ReadProfile, TraceError, type TraceHead, traceFormat } from "../format.js";
import { frameCategory } from "../frame-category.js";
import { decodeText } from "../json-file.js";
import { Oddities } from "../oddities.js";
import { pythonFramesBias } from "../python-frames-bias.js";
import {
  askedThread,
  busierThread,
  listThreads,
  otherThreads,
  requestThread,
  whyRequest,
} from "../request-thread.js";
import { UNITLESS_WARNING } from "../unitless.js";
import { isWaiting } from "../waiting-frame.js";

/** Frames from the root on, separated by semicolons, then a blank and a count, which may have a fraction. */
const LINE = /^(\S.*)[ \t](\d+(?:\.\d+)?)\s*$/;

/** A count that large is damage. */
const LARGEST_COUNT = 1e12;

/**
 * Collapsed ("folded") stacks, one per line: `main;load;read 42`. https://github.com/brendangregg/FlameGraph
 */
export const collapsed = traceFormat({
  id: "collapsed",
  title: "collapsed stacks",
  tool: "perf",
  host: null,
  madeBy:
    "perf script | stackcollapse-perf.pl > profile.txt, or py-spy record -f raw -o profile.txt -- python pipeline.py",
  detect: looksCollapsed,
  parse: parseCollapsed,
});

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
  /** As the file names it on any of its lines, else by its number. */
  readonly name: string;
  readonly tree: CallTreeBuilder;
  counted: number;
  busyMs: number;
}

function parseCollapsed(bytes: Uint8Array, { thread: asked }: ReadOptions): ReadProfile {
  const oddities = new Oddities();
  const samples = readLines(decodeText(bytes, "a file of collapsed stacks"), oddities);
  const threadNames = pySpyThreadNames(samples);
  const threads = new Map<string, Thread>();
  const frames = new Map<string, Frame>();
  const frameOf = (text: string): Frame => {
    let frame = frames.get(text);
    if (!frame) {
      frame = readFrame(text);
      frames.set(text, frame);
    }
    return frame;
  };
  for (const { stack: text, count } of samples) {
    const id = PY_SPY_THREAD.exec(text)?.[1];
    const name = id === undefined ? "the one without a number" : threadNames.get(id)!;
    let thread = threads.get(name);
    if (!thread) {
      thread = { name, tree: new CallTreeBuilder(), counted: 0, busyMs: 0 };
      threads.set(name, thread);
    }
    const [root, ...rest] = text.split(";");
    const base = id === undefined ? frameOf(root!) : { name, file: null, line: null, category: null };
    addStack(thread, [base, ...rest.map(frameOf)], count);
  }
  const all = [...threads.values()];
  const told = threadNames.size > 0 ? all : [];
  const request = askedThread(told, asked) ?? requestThread(all);
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
    wallMs: request.counted,
    tree,
    clock: `${whichThread(request, all, threadNames.size > 0, asked)}; "wall" is the number of samples, each shown as 1 ms.${others.sentence}`,
    sampled: true,
    samples: samples.every(({ count }) => Number.isInteger(count)) ? request.counted : null,
    bias: pythonFramesBias(tree.frames),
    hiddenMs: others.busyMs,
    threads: listThreads(told, request),
    warnings: [
      ...busierThread(all, request),
      UNITLESS_WARNING,
      ...lookLikeBytes(samples),
      ...oddities.warnings(),
    ],
  };
}

/** Counts of samples are divisible by 8 as often as any others. */
function lookLikeBytes(samples: readonly Sample[]): string[] {
  const isLarge = samples.length >= 5 && samples.every(({ count }) => count >= 8 && count % 8 === 0);
  return isLarge
    ? [
        "All counts are divisible by 8, as bytes are rather than samples: shares mean something only if the counts are of time. A profile of memory says nothing about it.",
      ]
    : [];
}

function whichThread(request: Thread, all: readonly Thread[], areNumbered: boolean, asked?: string): string {
  if (all.length > 1) return `The request's thread is ${request.name}, ${whyRequest(all, request, asked)}`;
  if (areNumbered) return `One thread: ${request.name}`;
  return "The file does not tell threads apart: stacks of threads that ran at the same time add up";
}

interface Sample {
  /** Frames from the root on, separated by semicolons. */
  readonly stack: string;
  readonly count: number;
}

function readLines(text: string, oddities: Oddities): Sample[] {
  const samples: Sample[] = [];
  for (const line of text.split("\n")) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    const [, stack, number] = LINE.exec(line) ?? [];
    const count = Number(number);
    if (stack !== undefined && count > 0 && count <= LARGEST_COUNT) samples.push({ stack, count });
    else oddities.add('lines are not "frame;frame;… count" and were dropped', line);
  }
  return samples;
}

/** The root frame that py-spy's --threads adds, by the thread's number; some samples lack the thread's name. */
const PY_SPY_THREAD = /^thread \((\w+)\)(?:: ([^;]*))?(?:;|$)/;

/** By thread number, what to call the thread: a sample with its name speaks for those without. */
function pySpyThreadNames(samples: readonly Sample[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const { stack } of samples) {
    const [, id, name] = PY_SPY_THREAD.exec(stack) ?? [];
    if (id === undefined) continue;
    if (name) names.set(id, `${name} (thread ${id})`);
    else if (!names.has(id)) names.set(id, `thread ${id}`);
  }
  return names;
}

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

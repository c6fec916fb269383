import type { Frame } from "../call-tree.js";
import { asDurationMs, asWallMs, medianMs } from "../duration.js";
import { type ReadOptions, type ReadProfile, TraceError, traceFormat } from "../format.js";
import { frameCategory } from "../frame-category.js";
import { decodeText } from "../json-file.js";
import { Oddities } from "../oddities.js";
import { pythonFramesBias } from "../python-frames-bias.js";
import { readThreads, ThreadSamples } from "../thread-samples.js";

/** Process, interpreter and thread, frames from the root on (none outside Python), and the metric: µs, or µs,idle,bytes. */
const LINE = /^P(\d+);T((?:\d+:)?[\da-fx]+)((?:;[^;]*)*?) (\d+)(?:,([01]),-?\d+)?\s*$/i;

/** The path may hold colons; newer files add the line's end and its columns. */
const FRAME = /^(.+?):([^:]*):(\d+)(?::\d+){0,3}$/;

/**
 * Austin's own text, which its `mojo2austin` writes too.
 *
 * @see https://github.com/P403n1x87/austin#the-austin-format
 */
export const austin = traceFormat({
  id: "austin",
  title: "Austin (Python)",
  tool: "Austin",
  host: "python",
  madeBy:
    "austin -i 1ms -o profile.austin python pipeline.py (from 4.0 on then: mojo2austin profile.austin profile.txt)",
  detect: ({ text }) => /^(?:#[^\n]*\n|\s+)*P\d+;T(?:\d+:)?[\da-fx]+[; ]/i.test(text),
  parse: parseAustin,
});

function parseAustin(bytes: Uint8Array, { thread: asked }: ReadOptions): ReadProfile {
  const text = decodeText(bytes, "an Austin profile");
  const oddities = new Oddities();
  const metadata = new Map<string, string>();
  const threads = new Map<string, ThreadSamples>();
  const frames = new Map<string, Frame>();
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    const [, key, value] = /^# (\w+): (.*?)\s*$/.exec(line) ?? [];
    if (key !== undefined) metadata.set(key, value!);
    else if (!line.startsWith("#")) addLine(line, threads, frames, oddities);
  }
  const mode = metadata.get("mode") ?? "wall";
  if (mode === "memory") {
    throw new TraceError(
      'This Austin profile counts memory ("mode: memory"), not time. Record it without -m: austin -o profile.austin python pipeline.py',
    );
  }
  const nothing = `Austin profile holds no time on any of its ${threads.size} threads`;
  const { request, which, meanwhile, said } = readThreads([...threads.values()], asked, oddities, nothing);
  return {
    ...said,
    producer: metadata.has("austin") ? `Austin ${metadata.get("austin")}` : "Austin",
    wallMs: asWallMs(request.wallMs, "Austin"),
    clock: `${which}; wall is the sum of its samples' times${mode === "cpu" ? ", in which Austin left out what it took for idle" : ""}.${meanwhile}`,
    samples: request.durationsMs.length,
    intervalMs: medianMs(request.durationsMs),
    bias: pythonFramesBias(said.tree.frames),
  };
}

function addLine(
  line: string,
  threads: Map<string, ThreadSamples>,
  frames: Map<string, Frame>,
  oddities: Oddities,
): void {
  const [, process, id, path, metric, idle] = LINE.exec(line) ?? [];
  const ms = metric === undefined ? null : asDurationMs(Number(metric), 1e-3);
  if (ms === null) {
    oddities.add('lines are not "P…;T…;file:function:line;… microseconds" and were dropped', line);
    return;
  }
  const stack = path!
    .split(";")
    .slice(1)
    .map((text) => frameOf(text, frames));
  if (idle === "1") stack.push(IDLE);
  // Outside any Python function: start and end of the interpreter.
  if (stack.length === 0) stack.push(NO_PYTHON);
  threadOf(`${process};${id}`, process!, id!, threads).add(stack, ms);
}

function threadOf(
  key: string,
  process: string,
  id: string,
  threads: Map<string, ThreadSamples>,
): ThreadSamples {
  let thread = threads.get(key);
  if (!thread) {
    // On Linux the main thread's number is the process's.
    const isMain = id.split(":").at(-1) === process;
    const name = isMain ? `MainThread (thread ${id})` : `thread ${id} of process ${process}`;
    thread = new ThreadSamples(name);
    threads.set(key, thread);
  }
  return thread;
}

const IDLE: Frame = { name: "(idle)", file: null, line: null, category: "idle" };
const NO_PYTHON: Frame = { name: "(no Python frame)", file: null, line: null, category: "program" };

function frameOf(text: string, frames: Map<string, Frame>): Frame {
  let frame = frames.get(text);
  if (!frame) {
    frame = readFrame(text);
    frames.set(text, frame);
  }
  return frame;
}

/** `:GC:` and `:INVALID:` are Austin's own; austinp adds native frames, with a library for a file. */
function readFrame(text: string): Frame {
  if (text === ":GC:") return { name: "(garbage collector)", file: null, line: null, category: "gc" };
  const [, file, name, line] = FRAME.exec(text) ?? [];
  if (file === undefined) return { name: text, file: null, line: null, category: null };
  return { name: name!, file, line: Number(line) || null, category: frameCategory(name!, file) ?? "python" };
}

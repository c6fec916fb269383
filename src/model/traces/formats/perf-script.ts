import type { Frame } from "../call-tree.js";
import { CPU_ONLY_BIAS } from "../cpu-only-bias.js";
import { asDurationMs, asWallMs, medianMs } from "../duration.js";
import { type ReadOptions, type ReadProfile, TraceError, type TraceHead, traceFormat } from "../format.js";
import { frameCategory } from "../frame-category.js";
import { decodeText } from "../json-file.js";
import { Oddities } from "../oddities.js";
import { perfMapFrame } from "../perf-map.js";
import { readThreads, ThreadSamples } from "../thread-samples.js";
import { countOf } from "../timeline/lanes.js";

/**
 * What `perf script` prints, in its own layout or with `-F comm,pid,tid,time,event,ip,sym,dso`: a line for each sample, with
 * its stack below, the leaf first.
 *
 * @see https://man7.org/linux/man-pages/man1/perf-script.1.html
 */
export const perfScript = traceFormat({
  id: "perf-script",
  title: "perf script (Linux)",
  tool: "perf",
  host: null,
  madeBy: "perf record -g -o perf.data python pipeline.py, then perf script -i perf.data > profile.txt",
  detect: looksLikePerfScript,
  parse: parsePerfScript,
});

function looksLikePerfScript({ text }: TraceHead): boolean {
  const [first, below] = text.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#"));
  const sample = first === undefined ? null : sampleOf(first);
  if (!sample) return false;
  return sample.frame === null ? /^\s+[\da-f]+ /.test(below ?? "") : sample.event !== null;
}

interface Sample {
  readonly comm: string;
  readonly process: string | null;
  readonly thread: string;
  readonly atMs: number;
  /** Of the event's counter since the sample before; null where it is not printed. */
  readonly period: number | null;
  readonly event: string | null;
  /** A frame in the same line, where no stacks were recorded. */
  readonly frame: string | null;
}

/** Reads `comm thread time: period event:`; a process may stand before the thread, a CPU after it, a frame at the end. */
function sampleOf(line: string): Sample | null {
  const time = /\s(\d+\.\d+):(?=\s|$)/.exec(line);
  if (!time) return null;
  const before = line.slice(0, time.index).trimEnd().split(/\s+/);
  if (/^\[\d+\]$/.test(before.at(-1)!)) before.pop();
  const [, process, thread] = /^(?:(\d+)\/)?(-?\d+)$/.exec(before.pop() ?? "") ?? [];
  if (thread === undefined || before.length === 0) return null;
  const after = line.slice(time.index + time[0].length).trim();
  const [counted, period] = /^(\d+)(?:\s+|$)/.exec(after) ?? ["", undefined];
  const named = after.slice(counted.length);
  const [whole, event] = /^([a-z][^\s:]*(?::[^\s:]*)*):(?=\s|$)/i.exec(named) ?? ["", undefined];
  const frame = named.slice(whole.length).trimStart();
  return {
    comm: before.join(" "),
    process: process ?? null,
    thread,
    atMs: Number(time[1]) * 1e3,
    period: period === undefined ? null : Number(period),
    event: event ?? null,
    frame: /^[\da-f]+ /i.test(frame) ? frame : null,
  };
}

/** How the file's samples are timed. */
interface Clock {
  /** Of several events the one that tells time best; null where none is printed. */
  readonly event: string | null;
  readonly msPerPeriod: number;
  /** Of a sample without a period. */
  readonly sampleMs: number;
  readonly sentence: string;
  /** Samples of other events, which are left out. */
  readonly others: number;
}

/** Known by their names, with any modifiers after a colon: their periods are nanoseconds. */
const CLOCK_EVENT = /^(?:cpu-clock|task-clock)(?::|$)/;
const CYCLE_EVENT = /^(?:cpu[-_]cycles|cycles|ref-cycles|cpu_(?:core|atom)\/.*cycles.*\/)(?::|$)/;

function parsePerfScript(bytes: Uint8Array, { thread: asked }: ReadOptions): ReadProfile {
  const lines = decodeText(bytes, "perf script's output").split("\n");
  const oddities = new Oddities();
  const { clock, names } = surveyOf(lines);
  const threads = new Map<string, ThreadSamples>();
  const frames = new Map<string, Frame>();
  let open: { readonly thread: ThreadSamples; readonly ms: number; readonly stack: Frame[] } | null = null;
  const close = () => {
    if (open) open.thread.add(open.stack.reverse(), open.ms);
    open = null;
  };
  for (const line of lines) {
    if (line.startsWith("#") || line.trim() === "") close();
    else if (/^\s/.test(line)) open?.stack.push(...framesOf(line, frames, oddities));
    else {
      close();
      const sample = sampleOf(line);
      if (!sample) oddities.add('lines are neither "comm thread time: …" nor a frame and were dropped', line);
      // The idle task is no program.
      else if (sample.thread !== "0" && (clock.event === null || sample.event === clock.event)) {
        const ms = asDurationMs(sample.period === null ? clock.sampleMs : sample.period * clock.msPerPeriod);
        if (ms === null) oddities.add("samples were dropped, as their period is no duration", sample.period);
        else {
          const inline = sample.frame === null ? [] : framesOf(sample.frame, frames, oddities);
          open = { thread: threadOf(sample, names, threads), ms, stack: inline };
        }
      }
    }
  }
  close();
  const nothing = `output of perf script holds no sample of a thread (${countOf(lines.length, "line")})`;
  const { request, which, meanwhile, said } = readThreads([...threads.values()], asked, oddities, nothing);
  return {
    ...said,
    producer: "perf",
    wallMs: asWallMs(request.wallMs, "perf script"),
    clock: `${which}; wall is its time on a CPU: ${clock.sentence}.${meanwhile}`,
    samples: request.durationsMs.length,
    intervalMs: medianMs(request.durationsMs),
    bias: CPU_ONLY_BIAS,
    warnings: [
      ...(clock.others > 0
        ? [`${countOf(clock.others, "sample")} of other events than ${clock.event} were left out.`]
        : []),
      ...said.warnings,
    ],
  };
}

/**
 * What the samples' own lines tell before their stacks are read.
 *
 * @throws TraceError where they count something that is no time
 */
function surveyOf(lines: readonly string[]): {
  readonly clock: Clock;
  /** A program's name may change, when it starts another or names its threads: the last is kept. */
  readonly names: ReadonlyMap<string, string>;
} {
  const names = new Map<string, string>();
  const counts = new Map<string | null, number>();
  const samples: Sample[] = [];
  for (const line of lines) {
    if (line === "" || /^[\s#]/.test(line)) continue;
    const sample = sampleOf(line);
    if (!sample || sample.thread === "0") continue;
    names.set(sample.thread, sample.comm);
    counts.set(sample.event, (counts.get(sample.event) ?? 0) + 1);
    samples.push(sample);
  }
  const events = [...counts.keys()];
  const event =
    events.find((name) => name !== null && CLOCK_EVENT.test(name)) ??
    events.find((name) => name !== null && CYCLE_EVENT.test(name)) ??
    (events.includes(null) ? null : undefined);
  if (event === undefined && events.length > 0) {
    throw new TraceError(
      `This output of perf script counts ${events.slice(0, 5).join(", ")}, not time. Record CPU time: perf record -e cpu-clock -g python pipeline.py`,
    );
  }
  const timed = samples.filter((sample) => sample.event === (event ?? null));
  return { clock: clockOf(event ?? null, timed, samples.length - timed.length), names };
}

function clockOf(event: string | null, samples: readonly Sample[], others: number): Clock {
  const usualMs = medianMs(gapsOf(samples)) ?? 1;
  const periods = samples.flatMap(({ period }) => (period ? [period] : []));
  const usualPeriod = medianMs(periods);
  const known = { event, others, sampleMs: usualMs };
  if (event !== null && CLOCK_EVENT.test(event) && usualPeriod !== null) {
    const sentence = `the sum of its samples' periods of ${event}`;
    return { ...known, msPerPeriod: 1e-6, sampleMs: usualPeriod * 1e-6, sentence };
  }
  if (usualPeriod !== null && event !== null) {
    const sentence = `its samples' ${event}, of which as many as are usual between two samples take the usual ${usualMs.toPrecision(3)} ms`;
    return { ...known, msPerPeriod: usualMs / usualPeriod, sentence };
  }
  const sentence = `each sample counts for the ${usualMs.toPrecision(3)} ms that are usual between two of a thread`;
  return { ...known, msPerPeriod: 0, sentence };
}

/** Between a sample of a thread and its next, milliseconds. */
function gapsOf(samples: readonly Sample[]): number[] {
  const last = new Map<string, number>();
  const gaps: number[] = [];
  for (const { thread, atMs } of samples) {
    const before = last.get(thread);
    if (before !== undefined && atMs > before) gaps.push(atMs - before);
    last.set(thread, atMs);
  }
  return gaps;
}

function threadOf(
  { process, thread: id }: Sample,
  names: ReadonlyMap<string, string>,
  threads: Map<string, ThreadSamples>,
): ThreadSamples {
  let thread = threads.get(id);
  if (!thread) {
    const which =
      process === null
        ? `thread ${id}`
        : process === id
          ? `MainThread of process ${process}`
          : `thread ${id} of process ${process}`;
    thread = new ThreadSamples(`${names.get(id)} (${which})`);
    threads.set(id, thread);
  }
  return thread;
}

/**
 * Reads `7f00 main+0x1b (/usr/bin/python3)`, with or without the file and the place in the function. None where the line is
 * no frame: a source line, which `-F +srcline` adds.
 */
function framesOf(line: string, known: Map<string, Frame>, oddities: Oddities): Frame[] {
  const text = line.trim().replace(/ \(deleted\)\)$/, ")");
  const space = text.indexOf(" ");
  const address = text.slice(0, space);
  if (space < 0 || !/^[\da-f]+$/i.test(address)) {
    if (!/^\S+:\d+$/.test(text)) oddities.add("lines below a sample are no frame and were dropped", text);
    return [];
  }
  // A path may hold brackets, and so may a function's name.
  const path = Math.max(text.lastIndexOf(" (/"), text.lastIndexOf(" (["));
  const open = !text.endsWith(")") ? -1 : path > 0 ? path : text.lastIndexOf(" (");
  const file = open > space ? text.slice(open + 2, -1) : null;
  const symbol = (file === null ? text.slice(space) : text.slice(space, open))
    .trim()
    .replace(/\+0x[\da-f]+$/i, "");
  const key = `${symbol === UNKNOWN ? address : ""}\0${symbol}\0${file ?? ""}`;
  let frame = known.get(key);
  if (!frame) {
    frame = frameOf(address, symbol, file === "inlined" ? null : file);
    known.set(key, frame);
  }
  return [frame];
}

const UNKNOWN = "[unknown]";

function frameOf(address: string, symbol: string, file: string | null): Frame {
  const generated = perfMapFrame(symbol);
  if (generated) return generated;
  const name = symbol === UNKNOWN ? `0x${address}` : symbol;
  return { name, file, line: null, category: frameCategory(name, file) ?? "native" };
}

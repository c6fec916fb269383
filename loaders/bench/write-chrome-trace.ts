import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { mulberry32, type Random } from "../../src/model/random.ts";

const PID = 4242;
const THREADS = ["CrRendererMain", "Compositor", "ThreadPoolForegroundWorker", "WebWorker"];
const NAMES = [
  "RunTask",
  "FunctionCall",
  "EvaluateScript",
  "V8.GCScavenger",
  "Layout",
  "XHRReadyStateChange",
];
const MAX_DEPTH = 6;

/** Stands for the seconds in a time of the stretch that is written again and again. */
const SECOND = "\u0001";
const STRETCH_US = 1e6;
const FIRST_SECOND = 1_000;

/**
 * Writes a seeded Chrome trace of at least so many bytes, zipped if its name ends so: nested tasks on four threads, and
 * events of every phase.
 */
export async function writeChromeTrace(path: string, bytes: number): Promise<void> {
  const zip = path.endsWith(".gz") ? [createGzip({ level: 1 })] : [];
  await pipeline([Readable.from(traceText(bytes)), ...zip, createWriteStream(path)]);
}

/** One second of events again and again, each time a second later: all that differs is told by replacing a character. */
function* traceText(bytes: number): Generator<string> {
  const stretch = stretchText();
  yield '{"displayTimeUnit":"ms","traceEvents":[';
  for (const [tid, name] of THREADS.entries()) {
    yield `${JSON.stringify({ ph: "M", cat: "__metadata", pid: PID, tid, ts: 0, name: "thread_name", args: { name } })},\n`;
  }
  for (let second = FIRST_SECOND, written = 0; written < bytes; second++) {
    const text = stretch.replaceAll(SECOND, String(second));
    yield text;
    written += text.length;
  }
  yield `${JSON.stringify({ ph: "I", cat: "bench", pid: PID, tid: 0, ts: 0, name: "end", s: "t" })}]}`;
}

function stretchText(): string {
  const random = mulberry32(200);
  const lines: string[] = [];
  for (const tid of THREADS.keys()) {
    for (let startUs = 0; startUs < STRETCH_US - 5_000; ) {
      const durUs = 50 + random() * 4_000;
      emitTask((line) => lines.push(`${line},\n`), random, tid, startUs, durUs, 0);
      startUs += durUs * (1 + 0.2 * random());
    }
  }
  return lines.join("");
}

/** One task and what it calls, one after another, in most of its time. */
function emitTask(
  emit: (line: string) => void,
  random: Random,
  tid: number,
  startUs: number,
  durUs: number,
  depth: number,
): void {
  const dur = Math.round(durUs * 1e3) / 1e3;
  const common = { cat: "devtools.timeline,v8", pid: PID, tid, name: NAMES[depth]! };
  const asMarks = random() < 0.15;
  const url = `https://host.example/static/chunk-${Math.floor(random() * 40)}.js`;
  const args = depth === 1 ? { data: { url, functionName: `step${Math.floor(random() * 400)}` } } : {};
  const put = (atUs: number, event: object): void => {
    emit(JSON.stringify({ ts: 0, ...event }).replace('"ts":0', `"ts":${timeText(atUs)}`));
  };
  put(startUs, asMarks ? { ...common, ph: "B", args } : { ...common, ph: "X", dur, args });
  if (random() < 0.1) put(startUs, { ...common, ph: "b", id: Math.floor(random() * 2 ** 32), name: "Fetch" });
  if (random() < 0.05)
    put(startUs, { ...common, ph: "C", name: "Heap", args: { bytes: Math.floor(random() * 1e8) } });
  const calls = depth + 1 < MAX_DEPTH ? Math.floor(random() * 4) : 0;
  for (let call = 0; call < calls; call++) {
    const share = durUs / calls;
    emitTask(emit, random, tid, startUs + call * share, share * (0.5 + 0.4 * random()), depth + 1);
  }
  if (asMarks) put(startUs + durUs, { ...common, ph: "E" });
}

/** Within the stretch, with its digits for the microseconds, so that the seconds can be put before them. */
function timeText(us: number): string {
  return SECOND + us.toFixed(3).padStart(10, "0");
}

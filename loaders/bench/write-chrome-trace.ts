import { closeSync, openSync, writeSync } from "node:fs";
import { mulberry32, type Random } from "../../src/model/random.ts";

const CHUNK_CHARACTERS = 1 << 20;
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

/** Writes a seeded Chrome trace of at least so many bytes: nested tasks on four threads, and events of every phase. */
export function writeChromeTrace(path: string, bytes: number): void {
  const file = openSync(path, "w");
  let chunk = '{"displayTimeUnit":"ms","traceEvents":[';
  let written = 0;
  const flush = (): void => {
    written += writeSync(file, chunk);
    chunk = "";
  };
  const emit = (event: object): void => {
    chunk += `${JSON.stringify(event)},\n`;
    if (chunk.length >= CHUNK_CHARACTERS) flush();
  };
  for (const [tid, name] of THREADS.entries()) {
    emit({ ph: "M", cat: "__metadata", pid: PID, tid, ts: 0, name: "thread_name", args: { name } });
  }
  const random = mulberry32(200);
  const clocksUs = THREADS.map(() => 1e9);
  while (written + chunk.length < bytes) {
    const tid = Math.floor(random() * THREADS.length);
    const durUs = 50 + random() * 4_000;
    emitTask(emit, random, tid, clocksUs[tid]!, durUs, 0);
    clocksUs[tid]! += durUs * (1 + 0.2 * random());
  }
  chunk += `${JSON.stringify({ ph: "I", cat: "bench", pid: PID, tid: 0, ts: clocksUs[0], name: "end", s: "t" })}]}`;
  flush();
  closeSync(file);
}

/** One task and what it calls, one after another, in most of its time. */
function emitTask(
  emit: (event: object) => void,
  random: Random,
  tid: number,
  startUs: number,
  durUs: number,
  depth: number,
): void {
  const ts = Math.round(startUs * 1e3) / 1e3;
  const dur = Math.round(durUs * 1e3) / 1e3;
  const name = NAMES[depth]!;
  const common = { cat: "devtools.timeline,v8", pid: PID, tid, name };
  const asMarks = random() < 0.15;
  const url = `https://host.example/static/chunk-${Math.floor(random() * 40)}.js`;
  const args = depth === 1 ? { data: { url, functionName: `step${Math.floor(random() * 400)}` } } : {};
  emit(asMarks ? { ...common, ph: "B", ts, args } : { ...common, ph: "X", ts, dur, args });
  if (random() < 0.1) emit({ ...common, ph: "b", id: `0x${ts.toString(16)}`, ts, name: "Fetch" });
  if (random() < 0.05)
    emit({ ...common, ph: "C", ts, name: "Heap", args: { bytes: Math.floor(random() * 1e8) } });
  const calls = depth + 1 < MAX_DEPTH ? Math.floor(random() * 4) : 0;
  for (let call = 0; call < calls; call++) {
    const share = durUs / calls;
    emitTask(emit, random, tid, startUs + call * share, share * (0.5 + 0.4 * random()), depth + 1);
  }
  if (asMarks) emit({ ...common, ph: "E", ts: Math.round((startUs + durUs) * 1e3) / 1e3 });
}

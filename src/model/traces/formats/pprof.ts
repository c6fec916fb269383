import type { Frame } from "../call-tree.js";
import { CPU_ONLY_BIAS } from "../cpu-only-bias.js";
import { asDurationMs, asWallMs } from "../duration.js";
import { type ReadOptions, type ReadProfile, TraceError, traceFormat } from "../format.js";
import { Oddities } from "../oddities.js";
import { looksLikePprof, numbersOf, type PprofFile, readPprof } from "../pprof/messages.js";
import { Fields } from "../pprof/protobuf.js";
import { Stacks } from "../pprof/stacks.js";
import { ThreadLabels, UNLABELLED } from "../pprof/thread-labels.js";
import { pythonFramesBias } from "../python-frames-bias.js";
import { refuseThread } from "../request-thread.js";
import { readThreads, ThreadSamples } from "../thread-samples.js";
import { UNITLESS_WARNING } from "../unitless.js";

/**
 * pprof's protobuf, which Go, Node.js, C++, Rust and Python programs write.
 *
 * @see https://github.com/google/pprof/blob/main/proto/profile.proto
 */
export const pprof = traceFormat({
  id: "pprof",
  title: "pprof (protobuf)",
  tool: "pprof",
  host: null,
  madeBy:
    "curl -o cpu.pb.gz 'http://localhost:6060/debug/pprof/profile?seconds=30' (Go's net/http/pprof), or time.profile of npm's @datadog/pprof",
  detect: ({ bytes }) => looksLikePprof(bytes),
  parse: parsePprof,
});

const MS_PER_UNIT: ReadonlyMap<string, number> = new Map(
  Object.entries({
    ...{ nanoseconds: 1e-6, nanosecond: 1e-6, ns: 1e-6 },
    ...{ microseconds: 1e-3, microsecond: 1e-3, us: 1e-3, µs: 1e-3 },
    ...{ milliseconds: 1, millisecond: 1, ms: 1, seconds: 1e3, second: 1e3, s: 1e3 },
  }),
);

/** Time that is not the program's running: waiting for locks, and what was only counted. */
const NOT_RUNNING = /delay|contention|lock|alloc|exception|goroutine|space|objects/i;

/** Which of a sample's values is its time. */
interface TimeValue {
  readonly index: number;
  readonly msPerUnit: number;
  readonly name: string;
  readonly isUnitless: boolean;
}

function parsePprof(bytes: Uint8Array, { thread: asked }: ReadOptions): ReadProfile {
  const file = readPprof(bytes);
  const time = timeOf(file);
  const oddities = new Oddities();
  const stacks = new Stacks(file, oddities);
  const all = threadsOf(bytes, file, time, stacks, oddities);
  const nothing = `pprof profile holds ${file.samples.length / 2} samples and no time`;
  const areTold = all.length > 1 || all[0]?.name !== UNLABELLED;
  if (!areTold) refuseThread(asked);
  const { request, which, meanwhile, said } = readThreads(all, asked, oddities, nothing);
  const periodMs = time.isUnitless ? null : periodOf(file);
  const isCpu = /cpu|cycles/i.test(time.name);
  return {
    ...said,
    // Equal stacks are one sample.
    order: null,
    wallMs: time.isUnitless ? request.wallMs : asWallMs(request.wallMs, "pprof"),
    clock: `${areTold ? which : stacks.isV8 ? V8_THREAD : UNTOLD}; wall is the sum of its samples' "${time.name}"${tookSentence(file)}.${meanwhile}`,
    samples: periodMs ? Math.round(request.wallMs / periodMs) : null,
    intervalMs: periodMs,
    bias: biasOf(isCpu, stacks.isV8, said.tree.frames),
    threads: areTold ? said.threads : [],
    warnings: [...(time.isUnitless ? [UNITLESS_WARNING] : []), ...said.warnings],
  };
}

const V8_THREAD = "One thread, the profiled isolate's";
const UNTOLD = "The file does not tell threads apart: stacks of threads that ran at the same time add up";

const V8_BIAS =
  "V8 samples JavaScript, wasm and builtins of one thread: native code counts as the function that called it.";

function biasOf(isCpu: boolean, isV8: boolean, frames: readonly Frame[]): string | null {
  const known = [isCpu && CPU_ONLY_BIAS, isV8 && V8_BIAS, pythonFramesBias(frames)].filter(Boolean);
  return known.length > 0 ? known.join(" ") : null;
}

function tookSentence({ durationMs }: PprofFile): string {
  return durationMs === null ? "" : `, of a recording that took ${(durationMs / 1e3).toPrecision(3)} s`;
}

/**
 * Wall time where there is one, else CPU time, else what the file shows first; where it only counts samples, each lasts a
 * period.
 *
 * @throws TraceError where it counts something else
 */
function timeOf(file: PprofFile): TimeValue {
  const values = file.sampleTypes.map(({ type, unit }, index) => {
    const name = file.strings[type] ?? "";
    return { index, name, unit: file.strings[unit] ?? "", isUnitless: false };
  });
  const times = values.flatMap((value) => {
    const msPerUnit = MS_PER_UNIT.get(value.unit.toLowerCase());
    return msPerUnit === undefined || NOT_RUNNING.test(value.name) ? [] : [{ ...value, msPerUnit }];
  });
  const named = (pattern: RegExp) => times.find(({ name }) => pattern.test(name));
  const time = named(/wall|real/i) ?? named(/cpu/i) ?? times[0];
  if (time) return time;
  const counted = values.find(({ name }) => /(?:^|[^a-z])samples?$/i.test(name) && !NOT_RUNNING.test(name));
  if (counted) {
    const periodMs = periodOf(file);
    const period = file.periodType ? file.strings[file.periodType.type] : null;
    return periodMs
      ? { ...counted, msPerUnit: periodMs, name: period || counted.name }
      : { ...counted, msPerUnit: 1, isUnitless: true };
  }
  throw new TraceError(refusal(values));
}

function refusal(values: readonly { readonly name: string; readonly unit: string }[]): string {
  const all = values.map(({ name, unit }) => `${name || "?"} (${unit || "?"})`).join(", ");
  const kind = values.some(({ unit }) => unit === "bytes")
    ? "memory"
    : values.some(({ name }) => /delay|contention|lock/i.test(name))
      ? "what waits for locks"
      : "no running time";
  return `This pprof profile shows ${kind}: its values are ${all || "none"}. Portolan reads CPU and wall-clock profiles: ${pprof.madeBy}.`;
}

function periodOf({ periodType, period, strings }: PprofFile): number | null {
  const msPerUnit = periodType && MS_PER_UNIT.get((strings[periodType.unit] ?? "").toLowerCase());
  return (msPerUnit && asDurationMs(period, msPerUnit)) || null;
}

function threadsOf(
  bytes: Uint8Array,
  file: PprofFile,
  time: TimeValue,
  stacks: Stacks,
  oddities: Oddities,
): ThreadSamples[] {
  const threads = new Map<string, ThreadSamples>();
  const labels = new ThreadLabels(file.strings);
  const { samples } = file;
  for (let i = 0; i < samples.length; i += 2) {
    const locations: number[] = [];
    const values: number[] = [];
    labels.clear();
    for (const at = new Fields(bytes, samples[i], samples[i + 1]); at.next(); ) {
      if (at.field === 1) at.numbers(locations);
      else if (at.field === 2) at.numbers(values);
      else if (at.field === 3) labels.add(numbersOf(new Fields(bytes, at.start, at.end)));
    }
    const ms = asDurationMs(values[time.index], time.msPerUnit);
    if (ms === null) {
      oddities.add("samples were dropped, as their value is no duration", values[time.index]);
      continue;
    }
    if (ms === 0) continue; // It counts something else: an allocation, a lock.
    let thread = threads.get(labels.key);
    if (!thread) {
      thread = new ThreadSamples(labels.name);
      threads.set(labels.key, thread);
    }
    thread.add(stacks.of(locations), ms);
  }
  return [...threads.values()];
}

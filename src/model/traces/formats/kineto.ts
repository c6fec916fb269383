import { formatMs } from "../../format.js";
import { type CallTree, CallTreeBuilder } from "../call-tree.js";
import { type ReadOptions, type ReadProfile, TraceError, traceFormat } from "../format.js";
import { excerpt } from "../oddities.js";
import type { RequestTimes } from "../profile.js";
import { askedThread, listThreads } from "../request-thread.js";
import { DeviceUseClock } from "../timeline/device-use.js";
import { type EventTimes, readPlausibly } from "../timeline/event-times.js";
import { firstRunNote } from "../timeline/first-run.js";
import { FrameTable } from "../timeline/frame-table.js";
import type { Interval } from "../timeline/interval.js";
import { type JsonEventsReport, type JsonObject, readJsonEvents } from "../timeline/json-events.js";
import { KinetoKinds, type KinetoRole } from "../timeline/kineto-kind.js";
import { busiest, busyUs, countOf, type Lane, Lanes, laneName } from "../timeline/lanes.js";
import { nestSpans } from "../timeline/nesting.js";
import { OperatorSums } from "../timeline/operator-sums.js";
import { requestTimes } from "../timeline/request-times.js";
import { resolve } from "../timeline/resolve.js";
import { Segments } from "../timeline/segments.js";
import { LaneSpans } from "../timeline/spans.js";
import { StartUp } from "../timeline/start-up.js";
import { Steps } from "../timeline/steps.js";
import { argsOf, damageOf, textOf } from "../timeline/trace-event.js";

/** Precedence on the wall clock. A device's own work comes before the thread, and computing before moving data. */
const PRECEDENCE: Readonly<Record<KinetoRole, number>> = {
  kernel: 0,
  copy: 1,
  communication: 2,
  code: 3,
  dispatch: 3,
  synchronisation: 4,
};
const THREAD = PRECEDENCE.code;
const WAITING = PRECEDENCE.synchronisation;

/** By precedence. */
const DEVICE_ROLES = ["kernel", "copy", "communication"] as const satisfies readonly KinetoRole[];

/** The node of what is start-up, which no tree holds. */
const LEFT_OUT = -1;

/** Calls that start work on the device, on CUDA, HIP, oneAPI and others. */
const LAUNCH = /Launch|^urEnqueue|^aclnn|submit_for_execution/i;

/** Categories that are not known, by name in a warning. */
const MOST_NAMED = 5;

/** Categories of frames that are kernels, those of collectives included. */
const KERNELS: ReadonlySet<string | null> = new Set(["kernel", "mtia_ccp_events", "gpu_collective"]);

/** Categories of frames in which a thread prepares and starts a device's work. */
const DISPATCHES = /^cpu_op$|_(?:runtime|driver)$/;

const STEP = /^ProfilerStep#\d+$/;

/** torch.profiler's trace: Chrome trace events of CPU threads and of GPU streams, tied by correlation ids. */
export const kineto = traceFormat({
  id: "kineto",
  title: "PyTorch profiler trace (Kineto)",
  tool: "PyTorch",
  host: "python",
  madeBy: 'torch.profiler.profile(with_stack=True) as p: …; p.export_chrome_trace("trace.json")',
  detect: ({ text }) =>
    /^\s*\{/.test(text) &&
    (/"(?:deviceProperties|computeProperties|baseTimeNanoseconds|distributedInfo)"\s*:/.test(text) ||
      /"cat"\s*:\s*"(?:cpu_op|cuda_runtime|gpu_memcpy|python_function|ac2g|Operator)"/.test(text)),
  parse: (bytes, options) => readPlausibly((times) => new KinetoImport(times, bytes)).profile(options),
});

class KinetoImport {
  readonly #tree = new CallTreeBuilder();
  readonly #frames = new FrameTable(this.#tree);
  readonly #lanes = new Lanes();
  readonly #kinds = new KinetoKinds();
  /** Threads that issue operators or run Python, as against those that only call the GPU's runtime. */
  readonly #issuing = new Set<Lane>();
  readonly #gpu = new LaneSpans();
  readonly #gpuCorrelations: number[] = [];
  readonly #gpuPrecedence: number[] = [];
  /** What is left out, by its category. */
  readonly #unknown = new Map<string, LaneSpans>();
  /** Calls that start work on the device. */
  #launched = 0;
  /** Correlation id of a launch → the thread and the span that launched. */
  readonly #launches = new Map<number, { readonly lane: Lane; readonly span: number }>();
  readonly #steps = new Steps();
  readonly #calls = new Map<number, number>();
  readonly #use = new DeviceUseClock();
  readonly #times: EventTimes;
  readonly #report: JsonEventsReport;

  constructor(times: EventTimes, bytes: Uint8Array) {
    this.#times = times;
    this.#report = readJsonEvents(bytes, (event) => this.#take(event));
  }

  profile({ thread: asked }: ReadOptions): ReadProfile {
    const report = this.#report;
    const threads = this.#threads();
    const request =
      askedThread(threads, asked)?.lane ?? busiest([...this.#issuing]) ?? busiest(this.#lanes.all);
    const interval = this.#steps.clock(request?.extent.interval, [this.#gpu]);
    if (!interval) {
      throw new TraceError(
        [
          `The PyTorch trace has ${report.events} events, none of an operator, a Python function or a kernel with a ` +
            "duration; run the model inside torch.profiler.profile(activities=[CPU, CUDA]).",
          ...damageOf(report),
          ...this.#times.oddities.warnings(),
        ].join(" "),
      );
    }
    const segments = new Segments();
    const startUp = new StartUp(this.#tree, this.#frames, this.#firstWorkUs());
    const nodes = request ? this.#nest(request, segments, startUp) : null;
    this.#placeGpuWork(segments, request, nodes);
    let startUpMs = 0;
    const hidden = resolve(segments, interval, {
      add: (node, ms) => {
        if (node === LEFT_OUT) startUpMs += ms;
        else this.#tree.add(node, ms);
      },
    });
    const steps = requestTimes(segments, this.#steps.windows(interval.endUs));
    const others = [...this.#issuing].filter((lane) => lane !== request);
    const othersUs = others.reduce((sum, lane) => sum + busyUs(lane, interval), 0);
    const tree = this.#tree.build();
    return {
      producer: "PyTorch profiler",
      wallMs: Math.max(0, (interval.endUs - interval.startUs) / 1e3 - startUpMs),
      tree,
      clock: this.#clock(request, others.length, asked) + startUp.sentence(startUpMs),
      sampled: false,
      bias:
        "The profiler spends time on every operator, and more on every Python call with with_stack=True: " +
        "small operators and Python frames look longer than they are.",
      hiddenMs: hidden.slice(0, WAITING).reduce((sum, ms) => sum + ms, 0) + othersUs / 1e3,
      operators: this.#operators(tree),
      threads: listThreads(
        threads,
        threads.find(({ lane }) => lane === request),
      ),
      requests: steps.length < 2 ? null : { what: "ProfilerStep", each: steps },
      device: this.#use.within(interval),
      warnings: [...damageOf(report), ...this.#times.oddities.warnings(), ...this.#notes(steps, interval)],
    };
  }

  #take(event: JsonObject): void {
    if (event.ph !== "X") return;
    const written = textOf(event, "cat");
    const name = textOf(event, "name") || "(unnamed)";
    const kind = this.#kinds.of(written, name);
    if (kind === "view") return;
    const interval = this.#times.intervalOf(event);
    if (!interval) return;
    const { startUs, endUs } = interval;
    if (kind === null) {
      this.#leaveOut(written, startUs, endUs);
      return;
    }
    const { role } = kind;
    const { correlation } = argsOf(event);
    const frame = this.#counted(this.#frames.of(kind.category, name));
    if (PRECEDENCE[role] < THREAD) {
      this.#gpu.push(startUs, endUs, frame);
      this.#gpuCorrelations.push(typeof correlation === "number" ? correlation : Number.NaN);
      this.#gpuPrecedence.push(PRECEDENCE[role]);
      return;
    }
    if (role === "dispatch" && LAUNCH.test(name)) this.#launched++;
    const lane = this.#lanes.of(event.pid, event.tid);
    const span = lane.spans.push(startUs, endUs, frame);
    lane.extent.add(startUs, endUs);
    if (role === "code") {
      this.#issuing.add(lane);
      if (STEP.test(name)) this.#steps.add(startUs, endUs);
    } else if (typeof correlation === "number") this.#launches.set(correlation, { lane, span });
  }

  #leaveOut(category: string, startUs: number, endUs: number): void {
    let spans = this.#unknown.get(category);
    if (spans === undefined) {
      spans = new LaneSpans();
      this.#unknown.set(category, spans);
    }
    spans.push(startUs, endUs, 0);
  }

  /** When the device begins its first work; −∞ where there is none. */
  #firstWorkUs(): number {
    const { startUs, length } = this.#gpu;
    if (length === 0) return Number.NEGATIVE_INFINITY;
    return startUs.subarray(0, length).reduce((first, us) => Math.min(first, us));
  }

  #counted(frame: number): number {
    this.#calls.set(frame, (this.#calls.get(frame) ?? 0) + 1);
    return frame;
  }

  /** Those that issue operators, or all where none does. */
  #threads(): { readonly lane: Lane; readonly name: string; readonly busyMs: number }[] {
    const lanes = this.#issuing.size > 0 ? [...this.#issuing] : this.#lanes.all;
    return lanes.map((lane) => ({ lane, name: laneName(lane), busyMs: busyUs(lane) / 1e3 }));
  }

  #nest(request: Lane, segments: Segments, startUp: StartUp): Int32Array {
    return nestSpans(request.spans, this.#tree, (startUs, endUs, node, frame) => {
      const untilUs = startUp.untilUs(startUs, endUs, node, frame);
      if (untilUs > startUs) {
        segments.push(startUs, untilUs, LEFT_OUT, THREAD);
        this.#use.add("start-up", startUs, untilUs);
      }
      if (untilUs >= endUs) return;
      const { category } = this.#frames.at(frame);
      const isWaiting = category === "cuda_sync";
      segments.push(untilUs, endUs, node, isWaiting ? WAITING : THREAD);
      if (isWaiting) this.#use.add("synchronisation", untilUs, endUs);
      else if (DISPATCHES.test(category ?? "")) this.#use.add("dispatch", untilUs, endUs);
    });
  }

  /** Work on the GPU hangs below the call that launched it, or the root where that is not known. */
  #placeGpuWork(segments: Segments, request: Lane | undefined, nodes: Int32Array | null): void {
    const { startUs, endUs, frame, length } = this.#gpu;
    for (let k = 0; k < length; k++) {
      const launch = this.#launches.get(this.#gpuCorrelations[k]!);
      const parent = launch && nodes && launch.lane === request ? nodes[launch.span]! : 0;
      const node = this.#tree.child(parent, frame[k]!);
      const precedence = this.#gpuPrecedence[k]!;
      segments.push(startUs[k]!, endUs[k]!, node, precedence);
      this.#use.add(DEVICE_ROLES[precedence]!, startUs[k]!, endUs[k]!);
    }
  }

  /** By the innermost operator: its own time, and that of the kernels that it launched. */
  #operators({ parent, frame, frames, selfMs }: CallTree) {
    const sums = new OperatorSums();
    const operatorOf = new Int32Array(parent.length).fill(-1);
    for (let node = 1; node < parent.length; node++) {
      const { category, name } = frames[frame[node]!]!;
      const above = operatorOf[parent[node]!]!;
      operatorOf[node] = category === "cpu_op" ? frame[node]! : above;
      if (category === "cpu_op") sums.add(name, selfMs[node]!, 0);
      else if (KERNELS.has(category)) sums.add(above >= 0 ? frames[above]!.name : name, selfMs[node]!, 0);
    }
    const calls = new Map<string, number>();
    for (const [index, count] of this.#calls) {
      const { category, name } = frames[index]!;
      if (category === "cpu_op" || KERNELS.has(category)) calls.set(name, count);
    }
    return sums.list().map((sum) => ({ ...sum, calls: calls.get(sum.operator) ?? 0 }));
  }

  #notes(steps: readonly RequestTimes[], interval: Interval): string[] {
    const notes: string[] = [];
    if (this.#launched > 0 && this.#gpu.length === 0) {
      notes.push(
        `${countOf(this.#launched, "launch", "launches")} on the GPU and no kernel: the GPU's own work is not in the ` +
          "trace, and the shares are those of the CPU that starts it and waits for it. Profile with " +
          "activities=[ProfilerActivity.CPU, ProfilerActivity.CUDA] (or XPU), where the driver lets CUPTI or its like count.",
      );
    }
    notes.push(
      ...firstRunNote(
        steps.map(({ wallMs }) => wallMs),
        "steps",
        "Let the profiler's schedule wait for a step or two.",
      ),
    );
    const unknown = [...this.#unknown]
      .map(([category, spans]) => ({ category, ms: busyUs({ spans }, interval) / 1e3 }))
      .filter(({ ms }) => ms > 0)
      .sort((a, b) => b.ms - a.ms);
    if (unknown.length > 0) {
      const named = unknown
        .slice(0, MOST_NAMED)
        .map(({ category, ms }) => `${excerpt(category)} for ${formatMs(ms)}`);
      const more = unknown.length > MOST_NAMED ? ` and ${unknown.length - MOST_NAMED} more` : "";
      notes.push(
        `What these categories of events are is not known, and they were left out: ${named.join(", ")}${more}.`,
      );
    }
    return notes;
  }

  #clock(request: Lane | undefined, others: number, asked: string | undefined): string {
    const from = this.#steps.extent
      ? "the first ProfilerStep to the end of the last and of the GPU's work"
      : "the first event to the last";
    const who = request
      ? `${laneName(request)}, ${asked === undefined ? "which issues the operators" : "as asked for"}`
      : "the GPU alone";
    const rest = others === 0 ? "" : ` Not on the clock: ${countOf(others, "other thread")} with operators.`;
    const order =
      this.#gpu.length === 0
        ? "The innermost event has the time."
        : "At every instant a running kernel comes first, then copies on the GPU, then communication between GPUs, then " +
          "the thread's innermost event, then its waiting for the GPU; streams share equally.";
    return `Wall time is from ${from}; the request's thread is ${who}. ${order}${rest}`;
  }
}

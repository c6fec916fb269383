import { type CallTree, CallTreeBuilder } from "../call-tree.js";
import { type ReadProfile, TraceError, traceFormat } from "../format.js";
import { type EventTimes, readPlausibly } from "../timeline/event-times.js";
import { FrameTable } from "../timeline/frame-table.js";
import { Extent, type Interval } from "../timeline/interval.js";
import { type JsonEventsReport, type JsonObject, readJsonEvents } from "../timeline/json-events.js";
import { busiest, busyUs, countOf, type Lane, Lanes, laneName } from "../timeline/lanes.js";
import { nestSpans } from "../timeline/nesting.js";
import { OperatorSums } from "../timeline/operator-sums.js";
import { resolve } from "../timeline/resolve.js";
import { Segments } from "../timeline/segments.js";
import { LaneSpans } from "../timeline/spans.js";
import { argsOf, damageOf, textOf } from "../timeline/trace-event.js";

/** Precedence on the wall clock. */
const KERNEL = 0;
const MEMORY = 1;
const THREAD = 2;
const WAITING = 3;

const GPU: Readonly<Record<string, number>> = { kernel: KERNEL, gpu_memcpy: MEMORY, gpu_memset: MEMORY };

const THREAD_CATEGORIES: ReadonlySet<string> = new Set([
  ...["cpu_op", "user_annotation", "python_function", "cuda_runtime", "cuda_driver", "cuda_sync"],
  ...["xpu_runtime", "mtia_runtime", "privateuse1_runtime", "privateuse1_driver", "glow_runtime"],
]);

/** Names of the categories up to PyTorch 1.12. */
const OLD_CATEGORIES: Readonly<Record<string, string>> = {
  Operator: "cpu_op",
  "User Annotation": "user_annotation",
  Runtime: "cuda_runtime",
  Kernel: "kernel",
  Memcpy: "gpu_memcpy",
  Memset: "gpu_memset",
};

/** Runtime calls that return when the device is done: cudaDeviceSynchronize, cuStreamSynchronize, hipEventSynchronize. */
const BLOCKS_ON_DEVICE = /^(?:cuda|cu|hip)\w*Synchronize/;

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
  parse: (bytes) => readPlausibly((times) => new KinetoImport(times, bytes)).profile(),
});

class KinetoImport {
  readonly #tree = new CallTreeBuilder();
  readonly #frames = new FrameTable(this.#tree);
  readonly #lanes = new Lanes();
  /** Threads that issue operators or run Python, as against those that only call the GPU's runtime. */
  readonly #issuing = new Set<Lane>();
  readonly #gpu = new LaneSpans();
  readonly #gpuCorrelations: number[] = [];
  /** Correlation id of a launch → the thread and the span that launched. */
  readonly #launches = new Map<number, { readonly lane: Lane; readonly span: number }>();
  readonly #steps = new Extent();
  readonly #calls = new Map<number, number>();
  readonly #times: EventTimes;
  readonly #report: JsonEventsReport;

  constructor(times: EventTimes, bytes: Uint8Array) {
    this.#times = times;
    this.#report = readJsonEvents(bytes, (event) => this.#take(event));
  }

  profile(): ReadProfile {
    const report = this.#report;
    const request = busiest([...this.#issuing]) ?? busiest(this.#lanes.all);
    const interval = this.#interval(request);
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
    const nodes = request ? this.#nest(request, segments) : null;
    this.#placeGpuWork(segments, request, nodes);
    const hidden = resolve(segments, interval, this.#tree);
    const others = [...this.#issuing].filter((lane) => lane !== request);
    const othersUs = others.reduce((sum, lane) => sum + busyUs(lane, interval), 0);
    const tree = this.#tree.build();
    return {
      producer: "PyTorch profiler",
      wallMs: (interval.endUs - interval.startUs) / 1e3,
      tree,
      clock: this.#clock(request, others.length),
      sampled: false,
      bias:
        "The profiler spends time on every operator, and more on every Python call with with_stack=True: " +
        "small operators and Python frames look longer than they are.",
      hiddenMs: hidden.slice(0, WAITING).reduce((sum, ms) => sum + ms, 0) + othersUs / 1e3,
      operators: this.#operators(tree),
      warnings: [...damageOf(report), ...this.#times.oddities.warnings()],
    };
  }

  #take(event: JsonObject): void {
    if (event.ph !== "X") return;
    const written = textOf(event, "cat");
    const category = OLD_CATEGORIES[written] ?? written;
    const gpu = GPU[category];
    if (gpu === undefined && !THREAD_CATEGORIES.has(category)) return;
    const interval = this.#times.intervalOf(event);
    if (!interval) return;
    const { startUs, endUs } = interval;
    const name = textOf(event, "name") || "(unnamed)";
    const { correlation } = argsOf(event);
    if (gpu !== undefined) {
      this.#gpu.push(startUs, endUs, this.#counted(this.#frames.of(category, name)));
      this.#gpuCorrelations.push(typeof correlation === "number" ? correlation : Number.NaN);
      return;
    }
    const lane = this.#lanes.of(event.pid, event.tid);
    const isSync = category === "cuda_sync" || BLOCKS_ON_DEVICE.test(name);
    const frame = this.#counted(this.#frames.of(isSync ? "cuda_sync" : category, name));
    const span = lane.spans.push(startUs, endUs, frame);
    lane.extent.add(startUs, endUs);
    if (category === "cpu_op" || category === "python_function" || category === "user_annotation") {
      this.#issuing.add(lane);
      if (STEP.test(name)) this.#steps.add(startUs, endUs);
    } else if (typeof correlation === "number") this.#launches.set(correlation, { lane, span });
  }

  #counted(frame: number): number {
    this.#calls.set(frame, (this.#calls.get(frame) ?? 0) + 1);
    return frame;
  }

  /** From the first step to the end of the last and of the GPU's work; without steps, from first event to last. */
  #interval(request: Lane | undefined): Interval | null {
    const steps = this.#steps.interval;
    const extent = new Extent();
    for (const interval of [steps ?? request?.extent.interval]) {
      if (interval) extent.add(interval.startUs, interval.endUs);
    }
    const { startUs, endUs, length } = this.#gpu;
    for (let k = 0; k < length; k++) {
      // Work of before the first step, of a warm-up, is not part of it.
      if (!steps || startUs[k]! >= steps.startUs) extent.add(startUs[k]!, endUs[k]!);
    }
    return extent.interval;
  }

  #nest(request: Lane, segments: Segments): Int32Array {
    const precedence = (frame: number): number =>
      this.#frames.at(frame).category === "cuda_sync" ? WAITING : THREAD;
    return nestSpans(request.spans, this.#tree, (startUs, endUs, node, frame) =>
      segments.push(startUs, endUs, node, precedence(frame)),
    );
  }

  /** Work on the GPU hangs below the call that launched it, or the root where that is not known. */
  #placeGpuWork(segments: Segments, request: Lane | undefined, nodes: Int32Array | null): void {
    const { startUs, endUs, frame, length } = this.#gpu;
    for (let k = 0; k < length; k++) {
      const launch = this.#launches.get(this.#gpuCorrelations[k]!);
      const parent = launch && nodes && launch.lane === request ? nodes[launch.span]! : 0;
      const node = this.#tree.child(parent, frame[k]!);
      segments.push(startUs[k]!, endUs[k]!, node, GPU[this.#frames.at(frame[k]!).category!]!);
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
      else if (category === "kernel") sums.add(above >= 0 ? frames[above]!.name : name, selfMs[node]!, 0);
    }
    const calls = new Map<string, number>();
    for (const [index, count] of this.#calls) {
      const { category, name } = frames[index]!;
      if (category === "cpu_op" || category === "kernel") calls.set(name, count);
    }
    return sums.list().map((sum) => ({ ...sum, calls: calls.get(sum.operator) ?? 0 }));
  }

  #clock(request: Lane | undefined, others: number): string {
    const from = this.#steps.interval
      ? "the first ProfilerStep to the end of the last and of the GPU's work"
      : "the first event to the last";
    const who = request ? `${laneName(request)}, which issues the operators` : "the GPU alone";
    const rest = others === 0 ? "" : ` Not on the clock: ${countOf(others, "other thread")} with operators.`;
    const order =
      this.#gpu.length === 0
        ? "The innermost event has the time."
        : "At every instant a running kernel comes first, then copies on the GPU, then the thread's innermost event, " +
          "then its waiting for the GPU; streams share equally.";
    return `Wall time is from ${from}; the request's thread is ${who}. ${order}${rest}`;
  }
}

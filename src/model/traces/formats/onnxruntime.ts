import { formatMs } from "../../format.js";
import { CallTreeBuilder, type Frame } from "../call-tree.js";
import type { Content } from "../content.js";
import { type ReadOptions, type ReadProfile, TraceError, traceFormat } from "../format.js";
import { isCollective, isDeviceProvider } from "../on-device.js";
import { askedThread, listThreads } from "../request-thread.js";
import { DeviceUseClock } from "../timeline/device-use.js";
import { type EventTimes, readPlausibly } from "../timeline/event-times.js";
import { FrameTable } from "../timeline/frame-table.js";
import { Extent, type Interval } from "../timeline/interval.js";
import type { JsonEventsReport } from "../timeline/json-events.js";
import { busiest, busyUs, type Lane, Lanes, laneName } from "../timeline/lanes.js";
import { nestSpans } from "../timeline/nesting.js";
import { OperatorSums } from "../timeline/operator-sums.js";
import { type OrtEvent, readOrtEvents } from "../timeline/ort-events.js";
import { ortBias, ortNotes } from "../timeline/ort-notes.js";
import { OrtOperators } from "../timeline/ort-operators.js";
import { findOrtStart } from "../timeline/ort-start.js";
import { requestTimes } from "../timeline/request-times.js";
import { resolve } from "../timeline/resolve.js";
import { Segments } from "../timeline/segments.js";
import { LaneSpans } from "../timeline/spans.js";
import { damageOf } from "../timeline/trace-event.js";

/**
 * Precedence on the wall clock: a device's own work comes before the threads, a kernel, on whatever thread it runs,
 * before the session that waits for it, and waiting for the device last.
 */
const DEVICE: Readonly<Record<string, number>> = { kernel: 0, gpu_memcpy: 1, gpu_collective: 2 };
const DEVICE_STATES = ["kernel", "copy", "communication"] as const;
const KERNEL = 3;
const SESSION = 4;
const WAITING = 5;

/** Copies back to the host, which wait until the device has computed what they copy. */
const COPIES_BACK = "MemcpyToHost";

/** The event around one call of the model. */
const RUN = "model_run";

/** Of equal intervals, the session is around the executor, and that around the kernel. */
const RANKS: Readonly<Record<string, number>> = { ort_session: 0, ort_executor: 1 };

/** The runs of one thread. */
interface Runs {
  readonly lane: Lane;
  readonly spans: LaneSpans;
  /** From the first run's start to the last one's end. */
  readonly extent: Extent;
}

/**
 * ONNX Runtime's own profile: session ⊃ executor ⊃ kernels. A request is a run: loading and initialisation, of which
 * each process has one, are not on the clock unless there is nothing else.
 */
export const onnxruntime = traceFormat({
  id: "onnxruntime",
  title: "ONNX Runtime profile",
  tool: "ONNX Runtime",
  host: null,
  madeBy: "options.enable_profiling = True, then session.end_profiling()",
  detect: ({ bytes }) => findOrtStart(bytes) !== null,
  isWithin: (content) => findOrtStart(content) !== null,
  parsePieces: (content, options) => readPlausibly((times) => new OrtImport(times, content)).profile(options),
});

class OrtImport {
  readonly #tree = new CallTreeBuilder();
  readonly #frames = new FrameTable(this.#tree);
  readonly #lanes = new Lanes();
  readonly #runs = new Map<Lane, Runs>();
  /** Of the session, outside of runs and their executors; few. */
  readonly #setup: OrtEvent[] = [];
  readonly #gpu: OrtEvent[] = [];
  /** Execution providers on a device whose nodes are in the profile. */
  readonly #deviceProviders = new Set<string>();
  readonly #segments = new Segments();
  readonly #use = new DeviceUseClock();
  readonly #extent = new Extent();
  readonly #operators = { Node: new OperatorSums(), Kernel: new OperatorSums(), Api: new OperatorSums() };
  readonly #named = new OrtOperators((operator, ms) => this.#operators.Node.add(operator, ms));
  readonly #times: EventTimes;
  readonly #report: JsonEventsReport;
  /** Where another profile starts after this one, or null. */
  readonly #next: number | null;

  constructor(times: EventTimes, content: Content) {
    this.#times = times;
    this.#report = readOrtEvents(content, (event) => this.#take(event), times);
    this.#named.end();
    const next = findOrtStart(this.#report.rest);
    this.#next = next && this.#report.end + next.at;
  }

  profile({ thread: asked }: ReadOptions): ReadProfile {
    const threads = [...this.#runs.values()].map((runs) => ({
      runs,
      name: laneName(runs.lane),
      busyMs: busyUs(runs) / 1e3,
    }));
    const runs = askedThread(threads, asked)?.runs ?? busiest([...this.#runs.values()]);
    const interval = this.#interval(runs);
    if (!interval) {
      throw new TraceError(
        `The ONNX Runtime profile has ${this.#report.events} events, none of them usable; run the session at least ` +
          "once before end_profiling().",
      );
    }
    const setupMs = this.#placeSetup(runs ? interval.startUs : Number.NEGATIVE_INFINITY);
    const request = runs?.lane ?? busiest(this.#lanes.all);
    // A thread with runs of its own serves other requests; those without are the pool that works for this one.
    const pool = this.#lanes.all.filter((lane) => lane !== request && !this.#runs.has(lane));
    const executor = request ? this.#executorNode(request, this.#nest(request)) : 0;
    for (const lane of pool) this.#nest(lane, executor);
    for (const event of this.#gpu) {
      const node = this.#tree.child(executor, this.#frameOf(event));
      const precedence = DEVICE[categoryOf(event)]!;
      this.#segments.push(event.startUs, event.endUs, node, precedence);
      this.#use.add(DEVICE_STATES[precedence]!, event.startUs, event.endUs);
    }
    const hidden = resolve(this.#segments, interval, this.#tree);
    const hiddenMs = hidden.slice(0, SESSION).reduce((sum, ms) => sum + ms, 0);
    const { Node, Kernel, Api } = this.#operators;
    const wallMs = (interval.endUs - interval.startUs) / 1e3;
    const requests = runs && { what: RUN, each: requestTimes(this.#segments, runs.spans.windows()) };
    return {
      producer: "ONNX Runtime",
      wallMs,
      tree: this.#tree.build(),
      clock:
        `${wallSentence(runs, request)}${setupSentence(setupMs)} A kernel on another thread or on a GPU comes before ` +
        "the session that waits for it, and kernels that run at the same time share it equally." +
        (this.#isDeviceUnseen ? DEVICE_SENTENCE : ""),
      sampled: false,
      bias: ortBias(this.#kernelsFrom(interval.startUs, interval.endUs), wallMs),
      hiddenMs,
      operators: [Api, Kernel, Node].find((sums) => sums.size > 0)?.list() ?? [],
      boundary: {
        calls: [...this.#runs.values()].reduce((sum, { spans }) => sum + spans.length, 0),
        bytes: null,
      },
      threads: listThreads(
        threads,
        threads.find((thread) => thread.runs === runs),
      ),
      requests: requests ?? null,
      device: this.#use.within(interval),
      warnings: [
        ...damageOf(this.#report),
        ...this.#times.oddities.warnings(),
        ...this.#notes(
          runs,
          requests?.each.map(({ wallMs }) => wallMs) ?? null,
          interval,
          asked !== undefined,
        ),
      ],
    };
  }

  #take(event: OrtEvent): void {
    if (event.cat !== "Session") {
      const ms = (event.endUs - event.startUs) / 1e3;
      if (event.cat === "Node") this.#named.take(event);
      else if (!isMemory(event)) this.#operators[event.cat].add(event.operator ?? event.name, ms);
    }
    if (event.cat === "Api") return;
    this.#extent.add(event.startUs, event.endUs);
    if (event.cat === "Kernel") {
      this.#gpu.push(event);
      return;
    }
    if (categoryOf(event) === "ort_session" && event.name !== RUN) {
      this.#setup.push(event);
      return;
    }
    if (event.cat === "Node" && isDeviceProvider(event.provider)) this.#deviceProviders.add(event.provider!);
    const lane = this.#place(event);
    if (event.name === RUN) this.#addRun(lane, event);
  }

  #place(event: OrtEvent): Lane {
    const lane = this.#lanes.of(event.pid, event.tid);
    lane.spans.push(event.startUs, event.endUs, this.#frameOf(event));
    return lane;
  }

  #addRun(lane: Lane, { startUs, endUs }: OrtEvent): void {
    let runs = this.#runs.get(lane);
    if (runs === undefined) {
      runs = { lane, spans: new LaneSpans(), extent: new Extent() };
      this.#runs.set(lane, runs);
    }
    runs.spans.push(startUs, endUs, 0);
    runs.extent.add(startUs, endUs);
  }

  /** From the first run to the end of the last and of the GPU's work for it; without runs, all that is recorded. */
  #interval(runs: Runs | undefined): Interval | null {
    const first = runs?.extent.interval;
    if (!first) return this.#extent.interval;
    const endsUs = this.#gpu
      .filter(({ startUs }) => startUs >= first.startUs && startUs <= first.endUs)
      .map(({ endUs }) => endUs);
    return { startUs: first.startUs, endUs: endsUs.reduce((a, b) => Math.max(a, b), first.endUs) };
  }

  /** Of what is no run: leaves out what came before the first one, and returns how long that took, ms. */
  #placeSetup(firstRunUs: number): number {
    const before = new LaneSpans();
    for (const event of this.#setup) {
      if (event.startUs < firstRunUs) before.push(event.startUs, event.endUs, 0);
      else this.#place(event);
    }
    return busyUs({ spans: before }, { startUs: Number.NEGATIVE_INFINITY, endUs: firstRunUs }) / 1e3;
  }

  #frameOf(event: OrtEvent): number {
    const name = event.operator ?? event.name;
    return this.#frames.add({ name, file: event.provider, line: null, category: categoryOf(event) });
  }

  #nest(lane: Lane, base = 0): Int32Array {
    const category = (frame: number): string => this.#frames.at(frame).category!;
    const waits = this.#waitsIn(lane);
    return nestSpans(
      lane.spans,
      this.#tree,
      (startUs, endUs, node, frame) => {
        if (waits(startUs, frame)) {
          this.#segments.push(startUs, endUs, this.#tree.child(node, this.#frames.add(DEVICE_WAIT)), WAITING);
          this.#use.add("synchronisation", startUs, endUs);
        } else {
          this.#use.add("dispatch", startUs, endUs);
          this.#segments.push(startUs, endUs, node, category(frame) === "ort_kernel" ? KERNEL : SESSION);
        }
      },
      { base, rank: (frame) => RANKS[category(frame)] ?? 2 },
    );
  }

  /** Whether kernels ran on a device whose own work is not on the profile's clock. */
  get #isDeviceUnseen(): boolean {
    return this.#deviceProviders.size > 0 && this.#gpu.length === 0;
  }

  /**
   * Which stretches of a thread's own time wait for the device: what a run spends after its executor, as streams are
   * synchronised there, and, where nothing tells what the device does meanwhile, copying back.
   */
  #waitsIn(lane: Lane): (startUs: number, frame: number) => boolean {
    if (this.#deviceProviders.size === 0) return () => false;
    const spans = this.#runs.get(lane)?.spans;
    const runStartsUs = new Set(spans?.startUs.subarray(0, spans.length));
    return (startUs, frame) => {
      const { name, category } = this.#frames.at(frame);
      if (category === "ort_kernel") return name === COPIES_BACK && this.#isDeviceUnseen;
      return name === RUN && !runStartsUs.has(startUs);
    };
  }

  /** The node below which work on other threads and devices hangs: the executor's, else the run's, else the root. */
  #executorNode({ spans }: Lane, nodes: Int32Array): number {
    const spanOf = (holds: (frame: Frame) => boolean): number =>
      spans.frame.subarray(0, spans.length).findIndex((frame) => holds(this.#frames.at(frame)));
    const executor = spanOf(({ category }) => category === "ort_executor");
    const span = executor >= 0 ? executor : spanOf(({ name }) => name === RUN);
    return span >= 0 ? nodes[span]! : 0;
  }

  /** Kernels that started within an interval, or at its start. */
  #kernelsFrom(startUs: number, endUs = Number.POSITIVE_INFINITY): number {
    let count = 0;
    for (const { spans } of this.#lanes.all) {
      for (let k = 0; k < spans.length; k++) {
        const atUs = spans.startUs[k]!;
        if (atUs >= startUs && atUs < endUs && this.#frames.at(spans.frame[k]!).category === "ort_kernel")
          count++;
      }
    }
    return count;
  }

  #notes(
    runs: Runs | undefined,
    runsMs: readonly number[] | null,
    interval: Interval,
    isAsked: boolean,
  ): string[] {
    return ortNotes({
      report: this.#report,
      next: this.#next,
      runsMs,
      threads: this.#runs.size,
      isAsked,
      // Of a run that the file does not hold to its end, as the engine writes a run after its kernels; where several threads
      // run the model, such a kernel may be another request's.
      unfinished: this.#runs.size === 1 && runs ? this.#kernelsFrom(interval.endUs) : 0,
      unseenDevices: this.#isDeviceUnseen ? [...this.#deviceProviders] : [],
      hasGpuClock: this.#operators.Api.size > 0,
    });
  }
}

const DEVICE_WAIT: Frame = { name: "waiting for the device", file: null, line: null, category: "gpu_sync" };

const DEVICE_SENTENCE =
  " What a run spends after its executor, and in copying back from the device, is waiting for the device.";

function wallSentence(runs: Runs | undefined, request: Lane | undefined): string {
  const where = request ? laneName(request) : "the GPU";
  if (!runs) return `Wall time is from the profile's first event to its last, on ${where}.`;
  if (runs.spans.length === 1) return `Wall time is that of the one model_run, on ${where}.`;
  return `Wall time is from the first model_run to the end of the last, on ${where}; time between two runs is the caller's and belongs to no frame.`;
}

function setupSentence(ms: number): string {
  if (ms === 0) return "";
  return ` ${formatMs(ms)} of loading and initialisation before the first run belong to the cold start and are left out.`;
}

function categoryOf(event: OrtEvent): string {
  if (event.cat === "Session")
    return event.name.endsWith("Executor::Execute") ? "ort_executor" : "ort_session";
  if (event.cat === "Node") return "ort_kernel";
  if (isMemory(event)) return "gpu_memcpy";
  return isCollective(event.name) ? "gpu_collective" : "kernel";
}

function isMemory({ cat, name }: OrtEvent): boolean {
  return cat === "Kernel" && /^mem(?:cpy|set)/i.test(name);
}

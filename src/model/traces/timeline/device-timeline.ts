/** One thread of several and the devices that it waits for, on one wall clock: docs/rules.md, "What a GPU does". */
import { type CallTree, CallTreeBuilder } from "../call-tree.js";
import type { ImportedProfile } from "../profile.js";
import { askedThread, listThreads } from "../request-thread.js";
import { DeviceUseClock } from "./device-use.js";
import { FrameTable } from "./frame-table.js";
import type { Interval } from "./interval.js";
import type { KinetoRole } from "./kineto-kind.js";
import { busiest, busyUs, countOf, type Lane, Lanes, laneName } from "./lanes.js";
import { nestSpans } from "./nesting.js";
import { OperatorSums } from "./operator-sums.js";
import { requestTimes } from "./request-times.js";
import { resolve } from "./resolve.js";
import { Segments } from "./segments.js";
import { LaneSpans, orderOf } from "./spans.js";
import { StartUp } from "./start-up.js";
import { Steps } from "./steps.js";

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

/** Whether a device does it, as against a thread. */
export function isOfDevice(role: KinetoRole): boolean {
  return PRECEDENCE[role] < THREAD;
}

/** The node of what is start-up, which no tree holds. */
const LEFT_OUT = -1;

/** Calls that start work on the device, on CUDA, HIP, oneAPI and others. */
const LAUNCH = /Launch|^urEnqueue|^aclnn|submit_for_execution/i;

/** Categories of frames that are kernels, those of collectives included. */
const KERNELS: ReadonlySet<string | null> = new Set(["kernel", "mtia_ccp_events", "gpu_collective"]);

/** Categories of frames in which a thread prepares and starts a device's work. */
const DISPATCHES = /^cpu_op$|_(?:runtime|driver)$/;

/** Ties a device's work to the call that started it; null where the file does not say. */
type Correlation = number | string | null;

/** What `DeviceTimeline.read` tells. */
interface ReadTimeline {
  readonly interval: Interval;
  /** Of each step, in order. */
  readonly stepsMs: readonly number[];
  readonly said: Pick<
    ImportedProfile,
    "wallMs" | "tree" | "sampled" | "hiddenMs" | "operators" | "threads" | "requests" | "device"
  >;
  /** For the clock: "the request's thread is …", what comes first, and which others there are, as sentences. */
  readonly clock: string;
}

/** What a thread does, as lanes of spans, and what devices do, tied to the calls that started it. */
export class DeviceTimeline {
  readonly #tree = new CallTreeBuilder();
  readonly #frames = new FrameTable(this.#tree);
  readonly #lanes = new Lanes();
  /** Threads that run code of their own, as against those that only call the device's runtime. */
  readonly #issuing = new Set<Lane>();
  /** Calls to the system, which make no thread the request's. */
  readonly #asides = new Lanes();
  readonly #gpu = new LaneSpans();
  readonly #gpuCorrelations: Correlation[] = [];
  readonly #gpuPrecedence: number[] = [];
  /** By thread: correlation of a launch → the span that launched. */
  readonly #launches = new Map<Lane, Map<Correlation, number>>();
  readonly #steps = new Steps();
  readonly #calls = new Map<number, number>();
  readonly #use = new DeviceUseClock();
  #launched = 0;

  /** Launches of which no device's work is known: their number where no device did anything, else 0. */
  get launchesWithoutWork(): number {
    return this.#gpu.length === 0 ? this.#launched : 0;
  }

  get hasSteps(): boolean {
    return this.#steps.extent !== null;
  }

  /** A device's work. */
  addWork(
    role: KinetoRole,
    category: string,
    name: string,
    { startUs, endUs }: Interval,
    correlation: Correlation,
  ): void {
    this.#gpu.push(startUs, endUs, this.#counted(category, name));
    this.#gpuCorrelations.push(correlation);
    this.#gpuPrecedence.push(PRECEDENCE[role]);
  }

  /** What a thread does, by the numbers of its process and its own. */
  addCall(
    { pid, tid }: Pick<Lane, "pid" | "tid">,
    role: KinetoRole,
    category: string,
    name: string,
    { startUs, endUs }: Interval,
    correlation: Correlation = null,
  ): void {
    if (role === "dispatch" && LAUNCH.test(name)) this.#launched++;
    const lane = this.#lanes.of(pid, tid);
    const span = lane.spans.push(startUs, endUs, this.#counted(category, name));
    lane.extent.add(startUs, endUs);
    if (role === "code") this.#issuing.add(lane);
    else if (correlation !== null) this.#launchesOf(lane).set(correlation, span);
  }

  #launchesOf(lane: Lane): Map<Correlation, number> {
    let launches = this.#launches.get(lane);
    if (launches === undefined) {
      launches = new Map();
      this.#launches.set(lane, launches);
    }
    return launches;
  }

  /** A call to the system: it shows where a thread blocks, but no work of its own. */
  addAside(
    { pid, tid }: Pick<Lane, "pid" | "tid">,
    category: string,
    name: string,
    { startUs, endUs }: Interval,
  ): void {
    this.#asides.of(pid, tid).spans.push(startUs, endUs, this.#frames.of(category, name));
  }

  addStep({ startUs, endUs }: Interval): void {
    this.#steps.add(startUs, endUs);
  }

  nameThread({ pid, tid }: Pick<Lane, "pid" | "tid">, name: string): void {
    this.#lanes.of(pid, tid).name = name;
  }

  /**
   * @param asked the thread that the user asks for
   * @param step what a step is called
   * @returns null where nothing has a duration
   * @throws TraceError where there is no such thread
   */
  read(asked: string | undefined, step: string): ReadTimeline | null {
    const threads = this.#threads();
    const request = askedThread(threads, asked)?.lane ?? busiest(threads.map(({ lane }) => lane));
    const interval = this.#steps.clock(request?.extent.interval, [this.#gpu]);
    if (!interval) return null;
    const segments = new Segments();
    const startUp = new StartUp(this.#tree, this.#frames, this.#firstWorkUs());
    const nodes = request ? this.#nest(request, segments, startUp) : null;
    this.#placeWork(segments, request, nodes);
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
      interval,
      stepsMs: steps.map(({ wallMs }) => wallMs),
      said: {
        wallMs: Math.max(0, (interval.endUs - interval.startUs) / 1e3 - startUpMs),
        tree,
        sampled: false,
        hiddenMs: hidden.slice(0, WAITING).reduce((sum, ms) => sum + ms, 0) + othersUs / 1e3,
        operators: this.#operators(tree),
        threads: listThreads(
          threads,
          threads.find(({ lane }) => lane === request),
        ),
        requests: steps.length < 2 ? null : { what: step, each: steps },
        device: this.#use.within(interval),
      },
      clock: this.#clock(request, others.length, asked) + startUp.sentence(startUpMs),
    };
  }

  #counted(category: string, name: string): number {
    const frame = this.#frames.of(category, name);
    this.#calls.set(frame, (this.#calls.get(frame) ?? 0) + 1);
    return frame;
  }

  /** When the device begins its first work; −∞ where there is none. */
  #firstWorkUs(): number {
    const { startUs, length } = this.#gpu;
    if (length === 0) return Number.NEGATIVE_INFINITY;
    return startUs.subarray(0, length).reduce((first, us) => Math.min(first, us));
  }

  /** Those that run code of their own, or all where none does. */
  #threads(): { readonly lane: Lane; readonly name: string; readonly busyMs: number }[] {
    const lanes = this.#issuing.size > 0 ? [...this.#issuing] : this.#lanes.all;
    return lanes
      .filter(({ spans }) => spans.length > 0)
      .map((lane) => ({ lane, name: laneName(lane), busyMs: busyUs(lane) / 1e3 }));
  }

  #nest(request: Lane, segments: Segments, startUp: StartUp): Int32Array {
    this.#addAsides(request);
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

  /** Calls to the system that a call to the device's runtime makes are a part of that one. */
  #addAsides(request: Lane): void {
    const asides = this.#asides.of(request.pid, request.tid).spans;
    const { spans } = request;
    const calls = orderOf(spans.length, (a, b) => spans.startUs[a]! - spans.startUs[b]!).filter((span) =>
      /_(?:runtime|driver)$|^cuda_sync$/.test(this.#frames.at(spans.frame[span]!).category ?? ""),
    );
    let next = 0;
    let untilUs = Number.NEGATIVE_INFINITY;
    for (const aside of orderOf(asides.length, (a, b) => asides.startUs[a]! - asides.startUs[b]!)) {
      const startUs = asides.startUs[aside]!;
      for (; next < calls.length && spans.startUs[calls[next]!]! <= startUs; next++)
        untilUs = Math.max(untilUs, spans.endUs[calls[next]!]!);
      if (startUs >= untilUs) spans.push(startUs, asides.endUs[aside]!, asides.frame[aside]!);
    }
  }

  /** A device's work hangs below the call that launched it, or the root where that is not known. */
  #placeWork(segments: Segments, request: Lane | undefined, nodes: Int32Array | null): void {
    const { startUs, endUs, frame, length } = this.#gpu;
    const launches = request && this.#launches.get(request);
    for (let k = 0; k < length; k++) {
      const launch = launches?.get(this.#gpuCorrelations[k]!);
      const parent = launch !== undefined && nodes ? nodes[launch]! : 0;
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

  #clock(request: Lane | undefined, others: number, asked: string | undefined): string {
    const why =
      asked !== undefined
        ? "as asked for"
        : this.#issuing.size > 0
          ? "which issues the operators"
          : "which calls the device";
    const who = request ? `${laneName(request)}, ${why}` : "the GPU alone";
    const rest = others === 0 ? "" : ` Not on the clock: ${countOf(others, "other thread")} with operators.`;
    const order =
      this.#gpu.length === 0
        ? "The innermost event has the time."
        : "At every instant a running kernel comes first, then copies on the GPU, then communication between GPUs, then " +
          "the thread's innermost event, then its waiting for the GPU; streams share equally.";
    return `the request's thread is ${who}. ${order}${rest}`;
  }
}

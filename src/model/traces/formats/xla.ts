import { type CallTree, CallTreeBuilder } from "../call-tree.js";
import type { Content } from "../content.js";
import { type ReadOptions, type ReadProfile, TraceError, traceFormat } from "../format.js";
import { askedThread, listThreads } from "../request-thread.js";
import { DeviceUseClock } from "../timeline/device-use.js";
import { type EventTimes, readPlausibly } from "../timeline/event-times.js";
import { firstRunNote } from "../timeline/first-run.js";
import { FrameTable } from "../timeline/frame-table.js";
import type { Interval } from "../timeline/interval.js";
import { type JsonEventsReport, type JsonObject, readJsonEvents } from "../timeline/json-events.js";
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
import { deviceFrame, deviceLanes, hostKind, isAsynchronous, isStepLane } from "../timeline/xla-kind.js";

/** Precedence on the wall clock, by category: a device's own work, and operators on the host's pool of threads, first. */
const DEVICE_STATES = ["kernel", "copy", "communication"] as const;
const DEVICE: Readonly<Record<string, number>> = { kernel: 0, xla_op: 0, gpu_memcpy: 1, gpu_collective: 2 };
const THREAD = 3;
const WAITING = 4;

/** The node of what is start-up, which no tree holds. */
const LEFT_OUT = -1;

/** The exporter writes no more. */
const MOST_EVENTS = 1_000_000;

/** What runs Python or calls compiled functions, as against the runtime's own threads. */
const PYTHON_LANE = /^python[\d.]*$/i;
const CALLS = /^(?:\$|PjitFunction\()/;

const DEVICE_PROCESS = /^\/device:/;

/**
 * The trace that JAX's and TensorFlow's profiler write for the trace viewer: lanes of the host's threads and of each device.
 *
 * @see https://docs.jax.dev/en/latest/profiling.html
 */
export const xla = traceFormat({
  id: "xla",
  title: "JAX / TensorFlow profiler trace",
  tool: "JAX",
  host: "python",
  madeBy: 'with jax.profiler.trace("out"): …, which writes out/plugins/profile/*/*.trace.json.gz',
  detect: ({ text }) =>
    /^[[{]/.test(text) && /"name"\s*:\s*"\/(?:host:CPU|device:[A-Za-z][\w-]*:\d+)\b/.test(text),
  parsePieces: (content, options) => readPlausibly((times) => new XlaImport(times, content)).profile(options),
});

class XlaImport {
  readonly #tree = new CallTreeBuilder();
  readonly #frames = new FrameTable(this.#tree);
  readonly #lanes = new Lanes();
  readonly #processes = new Map<unknown, string>();
  /** Threads that run Python, call compiled functions or mark steps. */
  readonly #issuing = new Set<Lane>();
  /** Operators on the host's threads. */
  readonly #operators = new Map<Lane, LaneSpans>();
  /** As the program marks them on its threads, and as the device's lane shows them. */
  readonly #steps = new Steps();
  readonly #deviceSteps = new Steps();
  readonly #calls = new Map<string, number>();
  readonly #use = new DeviceUseClock();
  readonly #segments = new Segments();
  readonly #times: EventTimes;
  readonly #report: JsonEventsReport;

  constructor(times: EventTimes, content: Content) {
    this.#times = times;
    this.#report = readJsonEvents(content.pieces(), (event) => this.#take(event));
  }

  profile({ thread: asked }: ReadOptions): ReadProfile {
    const hosts = this.#lanes.all.filter((lane) => !this.#isDevice(lane));
    const issuing = hosts.filter((lane) => this.#issuing.has(lane));
    const threads = (issuing.length > 0 ? issuing : hosts.filter(({ spans }) => spans.length > 0)).map(
      (lane) => ({ lane, name: laneName(lane), busyMs: busyUs(lane) / 1e3 }),
    );
    const request = askedThread(threads, asked)?.lane ?? busiest(issuing) ?? busiest(hosts);
    const devices = this.#deviceLanes();
    const steps = this.#steps.extent ? this.#steps : this.#deviceSteps;
    const interval = steps.clock(
      request?.extent.interval,
      devices.map(({ spans }) => spans),
    );
    if (!interval) throw new TraceError(this.#nothingUsable());
    const startUp = new StartUp(this.#tree, this.#frames, firstOf(devices));
    if (request) this.#nest(request, startUp);
    for (const lane of devices) this.#placeDevice(lane);
    for (const [lane, spans] of this.#operators) if (lane !== request) this.#placeOperators(spans);
    let startUpMs = 0;
    const hidden = resolve(this.#segments, interval, {
      add: (node, ms) => {
        if (node === LEFT_OUT) startUpMs += ms;
        else this.#tree.add(node, ms);
      },
    });
    const requests = requestTimes(this.#segments, steps.windows(interval.endUs));
    const others = issuing.filter((lane) => lane !== request);
    const tree = this.#tree.build();
    return {
      producer: "JAX / TensorFlow profiler",
      wallMs: Math.max(0, (interval.endUs - interval.startUs) / 1e3 - startUpMs),
      tree,
      clock:
        clockOf(steps.extent, request, asked, devices.length, others.length) + startUp.sentence(startUpMs),
      sampled: false,
      bias: "The profiler spends time on every Python call that it traces: Python looks longer than it is, compiled code does not.",
      hiddenMs:
        hidden.slice(0, WAITING).reduce((sum, ms) => sum + ms, 0) +
        others.reduce((sum, lane) => sum + busyUs(lane, interval), 0) / 1e3,
      operators: this.#operatorTimes(tree),
      threads: listThreads(
        threads,
        threads.find(({ lane }) => lane === request),
      ),
      requests: requests.length < 2 ? null : { what: "step", each: requests },
      device: this.#use.within(interval),
      warnings: [
        ...damageOf(this.#report),
        ...this.#times.oddities.warnings(),
        ...firstRunNote(
          requests.map(({ wallMs }) => wallMs),
          "steps",
          "Run a step or two before the profiler starts.",
        ),
        ...(this.#report.events >= MOST_EVENTS
          ? ["The exporter keeps 1,000,000 events: what came after them is missing. Profile fewer steps."]
          : []),
      ],
    };
  }

  #take(event: JsonObject): void {
    const args = argsOf(event);
    if (event.ph === "M") {
      const { name } = args;
      if (typeof name !== "string") return;
      if (event.name === "process_name") this.#processes.set(event.pid, name);
      else if (event.name === "thread_name") this.#lanes.of(event.pid, event.tid).name = name;
    } else if (event.ph === "X") {
      const interval = this.#times.intervalOf(event);
      if (!interval) return;
      const lane = this.#lanes.of(event.pid, event.tid);
      const name = textOf(event, "name") || "(unnamed)";
      if (this.#isDevice(lane)) this.#takeDevice(lane, interval, name, args);
      else this.#takeHost(lane, interval, name, args);
    }
  }

  #takeDevice(lane: Lane, { startUs, endUs }: Interval, name: string, args: JsonObject): void {
    if (isStepLane(lane.name)) this.#deviceSteps.add(startUs, endUs);
    else lane.spans.push(startUs, endUs, this.#frames.add(deviceFrame(name, args)));
  }

  #takeHost(lane: Lane, { startUs, endUs }: Interval, name: string, args: JsonObject): void {
    const kind = hostKind(name, args);
    if (kind === null) return;
    const { role } = kind;
    const frame = this.#frames.add(kind.frame);
    lane.spans.push(startUs, endUs, frame);
    lane.extent.add(startUs, endUs);
    if (role === "operator") {
      let spans = this.#operators.get(lane);
      if (spans === undefined) {
        spans = new LaneSpans();
        this.#operators.set(lane, spans);
      }
      spans.push(startUs, endUs, frame);
      this.#count(name);
    }
    const isStep = args.step_num !== undefined;
    if (isStep) this.#steps.add(startUs, endUs);
    if (isStep || PYTHON_LANE.test(lane.name) || CALLS.test(name)) this.#issuing.add(lane);
  }

  #isDevice({ pid }: Lane): boolean {
    return DEVICE_PROCESS.test(this.#processes.get(pid) ?? "");
  }

  /** Of each device those lanes that count: the others are second views of the same time. */
  #deviceLanes(): Lane[] {
    const byDevice = new Map<unknown, Lane[]>();
    for (const lane of this.#lanes.all) {
      if (this.#isDevice(lane)) byDevice.set(lane.pid, [...(byDevice.get(lane.pid) ?? []), lane]);
    }
    return [...byDevice.values()].flatMap(deviceLanes);
  }

  #nest(request: Lane, startUp: StartUp): void {
    nestSpans(request.spans, this.#tree, (startUs, endUs, node, frame) => {
      const untilUs = startUp.untilUs(startUs, endUs, node, frame);
      if (untilUs > startUs) {
        this.#segments.push(startUs, untilUs, LEFT_OUT, THREAD);
        this.#use.add("start-up", startUs, untilUs);
      }
      if (untilUs >= endUs) return;
      const { category } = this.#frames.at(frame);
      const isWaiting = category === "gpu_sync";
      this.#segments.push(untilUs, endUs, node, isWaiting ? WAITING : THREAD);
      if (isWaiting) this.#use.add("synchronisation", untilUs, endUs);
      else if (/^xla_/.test(category ?? "")) this.#use.add("dispatch", untilUs, endUs);
    });
  }

  #placeDevice({ name, spans }: Lane): void {
    const place = (startUs: number, endUs: number, node: number, frame: number): void => {
      const precedence = DEVICE[this.#frames.at(frame).category!]!;
      this.#segments.push(startUs, endUs, node, precedence);
      this.#use.add(DEVICE_STATES[precedence]!, startUs, endUs);
    };
    const { startUs, endUs, frame, length } = spans;
    for (let k = 0; k < length; k++) {
      this.#count(this.#frames.at(frame[k]!).name);
      if (isAsynchronous(name)) place(startUs[k]!, endUs[k]!, this.#tree.child(0, frame[k]!), frame[k]!);
    }
    if (!isAsynchronous(name)) nestSpans(spans, this.#tree, place);
  }

  #placeOperators(spans: LaneSpans): void {
    nestSpans(spans, this.#tree, (startUs, endUs, node) =>
      this.#segments.push(startUs, endUs, node, DEVICE.xla_op!),
    );
  }

  #count(name: string): void {
    const operator = operatorOf(name);
    this.#calls.set(operator, (this.#calls.get(operator) ?? 0) + 1);
  }

  #operatorTimes({ frame, frames, selfMs }: CallTree) {
    const sums = new OperatorSums();
    for (let node = 1; node < frame.length; node++) {
      const { category, name } = frames[frame[node]!]!;
      if (DEVICE[category ?? ""] === 0) sums.add(operatorOf(name), selfMs[node]!, 0);
    }
    return sums.list().map((sum) => ({ ...sum, calls: this.#calls.get(sum.operator) ?? 0 }));
  }

  #nothingUsable(): string {
    return [
      `The trace of JAX's or TensorFlow's profiler has ${this.#report.events} events, none of a thread, an operator or a kernel ` +
        "with a duration; run the model inside jax.profiler.trace, and wait for its result there (block_until_ready).",
      ...damageOf(this.#report),
      ...this.#times.oddities.warnings(),
    ].join(" ");
  }
}

/** When the devices begin their first work; −∞ where there is none. */
function firstOf(devices: readonly Lane[]): number {
  let first = Number.POSITIVE_INFINITY;
  for (const { spans } of devices)
    for (let k = 0; k < spans.length; k++) first = Math.min(first, spans.startUs[k]!);
  return Number.isFinite(first) ? first : Number.NEGATIVE_INFINITY;
}

/** "fusion" of "fusion.12". */
function operatorOf(name: string): string {
  return name.replace(/(?:\.\d+)+$/, "");
}

function clockOf(
  steps: Interval | null,
  request: Lane | undefined,
  asked: string | undefined,
  devices: number,
  others: number,
): string {
  const from = steps ? "the first step to the end of the last" : "the first event to the last";
  const who = request
    ? `${laneName(request)}, ${asked === undefined ? "which calls the compiled functions" : "as asked for"}`
    : "the device alone";
  const order =
    devices > 0
      ? "At every instant a running operator or kernel comes first, then copies on the device, then communication between " +
        "devices, then the thread's innermost event, then its waiting for the device; streams share equally. Modules and " +
        "steps are other views of the operators' time and do not count."
      : "An operator on the runtime's threads comes before what the request's thread does meanwhile.";
  const rest = others === 0 ? "" : ` Not on the clock: ${countOf(others, "other thread")} with calls.`;
  return `Wall time is from ${from}${steps && devices > 0 ? " and of the device's work" : ""}; the request's thread is ${who}. ${order}${rest}`;
}

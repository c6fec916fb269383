import { CallTreeBuilder } from "../call-tree.js";
import { TraceError, type TraceFormat } from "../format.js";
import { Oddities } from "../oddities.js";
import type { ImportedProfile } from "../profile.js";
import { FrameTable } from "../timeline/frame-table.js";
import { Extent } from "../timeline/interval.js";
import type { JsonEventsReport } from "../timeline/json-events.js";
import { busiest, type Lane, Lanes, laneName } from "../timeline/lanes.js";
import { nestSpans } from "../timeline/nesting.js";
import { OperatorSums } from "../timeline/operator-sums.js";
import { type OrtEvent, ortProfileStart, readOrtEvents } from "../timeline/ort-events.js";
import { resolve } from "../timeline/resolve.js";
import { Segments } from "../timeline/segments.js";
import { damageOf } from "../timeline/trace-event.js";

/** The profiler's buffer. What happens after it is full is not recorded, and the file does not say so. */
const PRODUCER_LIMIT = 1_000_000;

/** A kernel, on whatever thread or device it runs, comes before the session that waits for it. */
const KERNEL = 0;
const SESSION = 1;

/** Of equal intervals, the session is around the executor, and that around the kernel. */
const RANKS: Readonly<Record<string, number>> = { ort_session: 0, ort_executor: 1 };

/** ONNX Runtime's own profile: session ⊃ executor ⊃ kernels. */
export const onnxruntime: TraceFormat = {
  id: "onnxruntime",
  title: "ONNX Runtime profile",
  madeBy: "options.enable_profiling = True, then session.end_profiling()",
  detect: ({ bytes }) => ortProfileStart(bytes) >= 0,
  parse: (bytes) => new OrtImport().read(bytes),
};

class OrtImport {
  readonly #tree = new CallTreeBuilder();
  readonly #frames = new FrameTable(this.#tree);
  readonly #lanes = new Lanes();
  readonly #runs = new Map<Lane, number>();
  readonly #gpu: OrtEvent[] = [];
  readonly #segments = new Segments();
  readonly #extent = new Extent();
  readonly #oddities = new Oddities();
  readonly #operators = { Node: new OperatorSums(), Kernel: new OperatorSums(), Api: new OperatorSums() };

  read(bytes: Uint8Array): ImportedProfile {
    const report = readOrtEvents(bytes, (event) => this.#take(event), this.#oddities);
    const interval = this.#extent.interval;
    if (!interval) {
      throw new TraceError(
        `The ONNX Runtime profile has ${report.events} events, none of them usable; run the session at least once ` +
          "before end_profiling().",
      );
    }
    const request = busiest([...this.#runs.keys()]) ?? busiest(this.#lanes.all);
    // A thread with runs of its own serves other requests; those without are the pool that works for this one.
    const pool = this.#lanes.all.filter((lane) => lane !== request && !this.#runs.has(lane));
    const executor = request ? this.#executorNode(request, this.#nest(request)) : 0;
    for (const lane of pool) this.#nest(lane, executor);
    for (const event of this.#gpu) {
      const node = this.#tree.child(executor, this.#frameOf(event));
      this.#segments.push(event.startUs, event.endUs, node, KERNEL);
    }
    const hiddenMs = resolve(this.#segments, interval, this.#tree)[KERNEL] ?? 0;
    const { Node, Kernel, Api } = this.#operators;
    return {
      format: onnxruntime.id,
      producer: "ONNX Runtime",
      wallMs: (interval.endUs - interval.startUs) / 1e3,
      tree: this.#tree.build(),
      clock:
        `Wall time is from the profile's first event to its last, on ${request ? laneName(request) : "the GPU"}` +
        "; time between two runs belongs to no frame. A kernel on another thread or on a GPU comes before the session " +
        "that waits for it, and kernels that run at the same time share it equally.",
      samples: null,
      intervalMs: null,
      bias: null,
      hiddenMs,
      operators: [Api, Kernel, Node].find((sums) => sums.size > 0)?.list() ?? [],
      boundary: { calls: [...this.#runs.values()].reduce((sum, runs) => sum + runs, 0), bytes: null },
      warnings: [
        ...damageOf(report),
        ...this.#oddities.warnings(),
        ...this.#notes(report, ortProfileStart(bytes, report.end)),
      ],
    };
  }

  #take(event: OrtEvent): void {
    if (event.cat !== "Session") {
      const ms = (event.endUs - event.startUs) / 1e3;
      if (!isMemory(event)) this.#operators[event.cat].add(event.operator ?? event.name, ms);
    }
    if (event.cat === "Api") return;
    this.#extent.add(event.startUs, event.endUs);
    if (event.cat === "Kernel") {
      this.#gpu.push(event);
      return;
    }
    const lane = this.#lanes.of(event.pid, event.tid);
    lane.spans.push(event.startUs, event.endUs, this.#frameOf(event));
    if (event.name === "model_run") this.#runs.set(lane, (this.#runs.get(lane) ?? 0) + 1);
  }

  #frameOf(event: OrtEvent): number {
    const name = event.operator ?? event.name;
    return this.#frames.add({ name, file: event.provider, line: null, category: categoryOf(event) });
  }

  #nest(lane: Lane, base = 0): Int32Array {
    const category = (frame: number): string => this.#frames.at(frame).category!;
    return nestSpans(
      lane.spans,
      this.#tree,
      (startUs, endUs, node, frame) =>
        this.#segments.push(startUs, endUs, node, category(frame) === "ort_kernel" ? KERNEL : SESSION),
      { base, rank: (frame) => RANKS[category(frame)] ?? 2 },
    );
  }

  /** The node below which work on other threads and devices hangs: the executor's, else the run's, else the root. */
  #executorNode({ spans }: Lane, nodes: Int32Array): number {
    const frames = [...spans.frame.subarray(0, spans.length)].map((frame) => this.#frames.at(frame));
    const executor = frames.findIndex((frame) => frame.category === "ort_executor");
    const span = executor >= 0 ? executor : frames.findIndex((frame) => frame.name === "model_run");
    return span >= 0 ? nodes[span]! : 0;
  }

  #notes({ events, closed }: JsonEventsReport, nextAt: number): string[] {
    const notes: string[] = [];
    if (events >= PRODUCER_LIMIT) {
      notes.push(
        `The profile has ${events} events, and ONNX Runtime drops what comes after 1,000,000 without a word: its end ` +
          "is missing. Profile fewer runs.",
      );
    }
    if (nextAt >= 0) {
      notes.push(`Another profile follows at byte ${nextAt}; it was not read, as its clock is its own.`);
    }
    if (!closed) {
      notes.push("The closing bracket is missing: the process ended before the profiler did.");
    }
    if (this.#operators.Api.size > 0) {
      notes.push(
        "WebGPU kernels are timed on the GPU's own clock, which the profile does not tie to the CPU's: they count as " +
          "operators, and the wall time of the runs is the executor's.",
      );
    }
    if (this.#runs.size === 0)
      notes.push("There is no model_run in the profile: it ended before the first run.");
    if (this.#runs.size > 1) {
      notes.push(
        `${this.#runs.size} threads ran the model: the busiest is the request's, the others are not shown.`,
      );
    }
    return notes;
  }
}

function categoryOf(event: OrtEvent): string {
  if (event.cat === "Session")
    return event.name.endsWith("Executor::Execute") ? "ort_executor" : "ort_session";
  if (event.cat === "Node") return "ort_kernel";
  return isMemory(event) ? "gpu_memcpy" : "kernel";
}

function isMemory({ cat, name }: OrtEvent): boolean {
  return cat === "Kernel" && /^mem(?:cpy|set)/i.test(name);
}

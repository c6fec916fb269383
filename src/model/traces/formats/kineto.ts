import { formatMs } from "../../format.js";
import type { Content } from "../content.js";
import { type ReadOptions, type ReadProfile, TraceError, traceFormat } from "../format.js";
import { excerpt } from "../oddities.js";
import { DeviceTimeline, isOfDevice } from "../timeline/device-timeline.js";
import { type EventTimes, readPlausibly } from "../timeline/event-times.js";
import { firstRunNote } from "../timeline/first-run.js";
import type { Interval } from "../timeline/interval.js";
import { type JsonEventsReport, type JsonObject, readJsonEvents } from "../timeline/json-events.js";
import { KinetoKinds } from "../timeline/kineto-kind.js";
import { busyUs, countOf } from "../timeline/lanes.js";
import { LaneSpans } from "../timeline/spans.js";
import { argsOf, damageOf, textOf } from "../timeline/trace-event.js";

/** Categories that are not known, by name in a warning. */
const MOST_NAMED = 5;

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
  parsePieces: (content, options) =>
    readPlausibly((times) => new KinetoImport(times, content)).profile(options),
});

class KinetoImport {
  readonly #timeline = new DeviceTimeline();
  readonly #kinds = new KinetoKinds();
  /** What is left out, by its category. */
  readonly #unknown = new Map<string, LaneSpans>();
  readonly #times: EventTimes;
  readonly #report: JsonEventsReport;

  constructor(times: EventTimes, content: Content) {
    this.#times = times;
    this.#report = readJsonEvents(content.pieces(), (event) => this.#take(event));
  }

  profile({ thread: asked }: ReadOptions): ReadProfile {
    const report = this.#report;
    const read = this.#timeline.read(asked, "ProfilerStep");
    if (!read) {
      throw new TraceError(
        [
          `The PyTorch trace has ${report.events} events, none of an operator, a Python function or a kernel with a ` +
            "duration; run the model inside torch.profiler.profile(activities=[CPU, CUDA]).",
          ...damageOf(report),
          ...this.#times.oddities.warnings(),
        ].join(" "),
      );
    }
    const from = this.#timeline.hasSteps
      ? "the first ProfilerStep to the end of the last and of the GPU's work"
      : "the first event to the last";
    return {
      ...read.said,
      producer: "PyTorch profiler",
      clock: `Wall time is from ${from}; ${read.clock}`,
      bias:
        "The profiler spends time on every operator, and more on every Python call with with_stack=True: " +
        "small operators and Python frames look longer than they are.",
      warnings: [
        ...damageOf(report),
        ...this.#times.oddities.warnings(),
        ...this.#notes(read.stepsMs, read.interval),
      ],
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
    if (kind === null) {
      this.#leaveOut(written, interval);
      return;
    }
    const { role, category } = kind;
    const id = argsOf(event).correlation;
    const correlation = typeof id === "number" ? id : null;
    if (isOfDevice(role)) this.#timeline.addWork(role, category, name, interval, correlation);
    else {
      const { pid, tid } = event;
      this.#timeline.addCall({ pid, tid }, role, category, name, interval, correlation);
      if (role === "code" && STEP.test(name)) this.#timeline.addStep(interval);
    }
  }

  #leaveOut(category: string, { startUs, endUs }: Interval): void {
    let spans = this.#unknown.get(category);
    if (spans === undefined) {
      spans = new LaneSpans();
      this.#unknown.set(category, spans);
    }
    spans.push(startUs, endUs, 0);
  }

  #notes(stepsMs: readonly number[], interval: Interval): string[] {
    const notes: string[] = [];
    const launched = this.#timeline.launchesWithoutWork;
    if (launched > 0) {
      notes.push(
        `${countOf(launched, "launch", "launches")} on the GPU and no kernel: the GPU's own work is not in the ` +
          "trace, and the shares are those of the CPU that starts it and waits for it. Profile with " +
          "activities=[ProfilerActivity.CPU, ProfilerActivity.CUDA] (or XPU), where the driver lets CUPTI or its like count.",
      );
    }
    notes.push(...firstRunNote(stepsMs, "steps", "Let the profiler's schedule wait for a step or two."));
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
}

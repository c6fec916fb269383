import { BUCKETS } from "../../buckets.js";
import { CallTreeBuilder } from "../call-tree.js";
import type { Content } from "../content.js";
import { asWallMs, medianMs } from "../duration.js";
import { type ReadOptions, type ReadProfile, TraceError, traceFormat } from "../format.js";
import { frameCategory } from "../frame-category.js";
import type { Oddities } from "../oddities.js";
import { pythonFramesBias } from "../python-frames-bias.js";
import { askedThread, busierThread, listThreads } from "../request-thread.js";
import { TimeOrderBuilder } from "../time-order.js";
import { type EventTimes, readPlausibly } from "../timeline/event-times.js";
import { FrameTable } from "../timeline/frame-table.js";
import type { Interval } from "../timeline/interval.js";
import { type JsonEventsReport, type JsonObject, readJsonEvents } from "../timeline/json-events.js";
import { countOf, type Lane, Lanes, laneName } from "../timeline/lanes.js";
import { nestSpans } from "../timeline/nesting.js";
import { requestTimes } from "../timeline/request-times.js";
import { Segments } from "../timeline/segments.js";
import { LaneSpans } from "../timeline/spans.js";
import { argsOf, damageOf, textOf } from "../timeline/trace-event.js";
import { type ChromeThread, chromeThreads, requestOf, whyThat } from "../v8/chrome-threads.js";
import { EmbeddedProfiles } from "../v8/embedded-profiles.js";
import { nestSampled } from "../v8/nest-sampled.js";
import { leadInOf } from "../v8/sampled-tree.js";

/** The category of events that Portolan's own stage markers write, with the bucket in args. */
const MARKER = "portolan";

/** The category of py-spy's `-f chrometrace`, whose begin and end events are samples' differences. */
const PY_SPY = "py-spy";

/**
 * Chrome trace events, from any producer.
 *
 * @see https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU
 */
export const chromeTrace = traceFormat({
  id: "chrome-trace",
  title: "Chrome trace events",
  tool: "Chrome",
  host: null,
  madeBy: "node --trace-events-enabled app.js, or Chrome DevTools › Performance › Save profile",
  detect: ({ text }) => /^\{.*"traceEvents"\s*:/s.test(text) || /^\[\s*\{.*"ph"\s*:/s.test(text),
  parsePieces: (content, options) =>
    readPlausibly((times) => new ChromeImport(times, content)).profile(options),
});

class ChromeImport {
  readonly #tree = new CallTreeBuilder();
  readonly #frames = new FrameTable(this.#tree);
  readonly #lanes = new Lanes();
  readonly #times: EventTimes;
  readonly #oddities: Oddities;
  readonly #report: JsonEventsReport;
  readonly #phases = new Map<string, number>();
  /** As Portolan's markers delimit them. */
  readonly #requests = new Map<Lane, LaneSpans>();
  #markers = 0;
  #timed = 0;
  #pySpy = 0;
  readonly #embedded = new EmbeddedProfiles();

  constructor(times: EventTimes, content: Content) {
    this.#times = times;
    this.#oddities = times.oddities;
    this.#report = readJsonEvents(content.pieces(), (event) => this.#take(event));
  }

  profile({ thread: asked, ordered = false }: ReadOptions): ReadProfile {
    const report = this.#report;
    const unpaired = this.#pairMarks();
    const threads = chromeThreads(this.#lanes, this.#embedded.all(), this.#requests, this.#frames);
    const request = askedThread(threads, asked) ?? requestOf(threads);
    if (!request) throw new TraceError(this.#nothingUsable(report, unpaired));
    const { lane, interval, profile } = request;
    const segments = new Segments();
    const order = new TimeOrderBuilder();
    let nowUs = interval.startUs;
    const windows = this.#requests.get(lane)?.windows() ?? [];
    const place = (fromUs: number, toUs: number, node: number): void => {
      const startUs = Math.max(fromUs, interval.startUs);
      const endUs = Math.min(toUs, interval.endUs);
      if (endUs <= startUs) return;
      this.#tree.add(node, (endUs - startUs) / 1e3);
      if (windows.length > 0) segments.push(startUs, endUs, node, 0);
      if (!ordered) return;
      order.push(0, (startUs - nowUs) / 1e3);
      order.push(node, (endUs - startUs) / 1e3);
      nowUs = endUs;
    };
    if (profile) nestSampled(lane.spans, profile, this.#tree, this.#frames, place);
    else nestSpans(lane.spans, this.#tree, place);
    const others = threads.filter((thread) => thread !== request);
    const isMarked = this.#markers > 0 && this.#markers === this.#timed;
    const wallMs = asWallMs((interval.endUs - interval.startUs) / 1e3, "Chrome trace");
    const tree = this.#tree.build();
    const sampling = samplingOf(request, wallMs);
    const why = asked === undefined ? whyThat(request, threads) : "as asked for";
    return {
      producer: isMarked ? "Portolan stage markers" : this.#pySpy > 0 ? PY_SPY : producerOf(report.metadata),
      wallMs,
      tree,
      order: ordered ? order.build() : null,
      clock: `${clockOf(request, why)}${sampling.leadIn} ${others.length === 0 ? "No other thread has events." : `Not on the clock: ${countOf(others.length, "other thread")}.`}`,
      sampled: sampling.samples !== null || this.#pySpy > 0,
      samples: sampling.samples,
      intervalMs: sampling.intervalMs,
      bias: isMarked
        ? null
        : this.#pySpy > 0
          ? pythonFramesBias(tree.frames)
          : profile
            ? SAMPLED_BIAS
            : EVENTS_BIAS,
      hiddenMs: others.reduce((sum, other) => sum + other.busyWithin(interval), 0),
      threads: listThreads(threads, request),
      requests:
        windows.length === 0 ? null : { what: "marked request", each: requestTimes(segments, windows) },
      warnings: [
        ...damageOf(report),
        ...this.#oddities.warnings(),
        ...unpaired,
        ...sampling.warnings,
        ...busierThread(threads, request),
      ],
    };
  }

  #take(event: JsonObject): void {
    const phase = textOf(event, "ph");
    this.#phases.set(phase, (this.#phases.get(phase) ?? 0) + 1);
    if (EmbeddedProfiles.isPiece(event)) {
      const atUs = this.#times.instantOf(event);
      if (atUs !== null) this.#embedded.take(event, atUs);
    } else if (phase === "X") {
      const interval = this.#times.intervalOf(event);
      if (!interval) return;
      const lane = this.#lanes.of(event.pid, event.tid);
      if (isRequestMark(event)) this.#markRequest(lane, interval);
      else lane.spans.push(interval.startUs, interval.endUs, this.#frameOf(event));
    } else if (phase === "B" || phase === "E") {
      const atUs = this.#times.instantOf(event);
      if (atUs === null) return;
      const { spans } = this.#lanes.of(event.pid, event.tid);
      if (phase === "B") spans.begin(atUs, this.#frameOf(event));
      else spans.end(atUs);
    } else if (phase === "M") {
      const name = argsOf(event).name;
      if (event.name === "thread_name" && typeof name === "string") {
        this.#lanes.of(event.pid, event.tid).name = name;
      }
    }
  }

  #markRequest(lane: Lane, { startUs, endUs }: Interval): void {
    let marks = this.#requests.get(lane);
    if (marks === undefined) {
      marks = new LaneSpans();
      this.#requests.set(lane, marks);
    }
    marks.push(startUs, endUs, 0);
  }

  #frameOf(event: JsonObject): number {
    this.#timed++;
    const category = textOf(event, "cat");
    const name = textOf(event, "name") || "(unnamed)";
    if (category === PY_SPY) this.#pySpy++;
    if (category === MARKER) {
      const { bucket } = argsOf(event);
      if (BUCKETS.some((known) => known === bucket)) {
        this.#markers++;
        return this.#frames.of(`${MARKER}_${bucket}`, name);
      }
      this.#oddities.add(
        `markers whose args.bucket is not one of ${BUCKETS.join(", ")} were left unattributed`,
        bucket,
      );
    }
    const { data, filename, line } = argsOf(event);
    // As py-spy writes them.
    if (typeof filename === "string" && filename !== "") {
      return this.#frames.add({
        name,
        file: filename,
        line: typeof line === "number" && line > 0 ? line : null,
        category: frameCategory(name, filename),
      });
    }
    if (typeof data === "object" && data !== null) {
      const { url, functionName, lineNumber } = data as JsonObject;
      if (typeof url === "string" && url !== "") {
        return this.#frames.add({
          name: typeof functionName === "string" && functionName ? `${name} ${functionName}` : name,
          file: url,
          line: typeof lineNumber === "number" ? lineNumber : null,
          category: category || null,
        });
      }
    }
    return this.#frames.of(category, name);
  }

  /** Begin and end events become spans. Returns a sentence for each kind that has no partner. */
  #pairMarks(): string[] {
    let unended = 0;
    let unbegun = 0;
    for (const { spans } of this.#lanes.all) {
      const left = spans.close();
      unended += left.unended;
      unbegun += left.unbegun;
    }
    return [
      ...(unended > 0
        ? [`${unended} begin events (ph B) have no end; they were ended with their thread's last event.`]
        : []),
      ...(unbegun > 0 ? [`${unbegun} end events (ph E) have no begin; they were dropped.`] : []),
    ];
  }

  #nothingUsable(report: JsonEventsReport, unpaired: readonly string[]): string {
    const seen = [...this.#phases]
      .map(([phase, count]) => `${count} of ph ${JSON.stringify(phase)}`)
      .join(", ");
    return [
      `The trace has ${report.events} events${seen ? ` (${seen})` : ""}, none with a duration on a thread; ` +
        "complete events (ph X) or pairs of begin and end events (ph B and E) are needed.",
      ...damageOf(report),
      ...this.#oddities.warnings(),
      ...unpaired,
    ].join(" ");
  }
}

function isRequestMark(event: JsonObject): boolean {
  return textOf(event, "cat") === MARKER && argsOf(event).request === true;
}

/** What is said of a thread's samples; nothing where it has none. */
function samplingOf({ profile, interval, lane }: ChromeThread, wallMs: number) {
  if (!profile) return { samples: null, intervalMs: null, leadIn: "", warnings: [] };
  const { startUs, samples } = profile.timeline;
  const intervalMs = medianMs(samples.slice(1).map(({ atUs }, i) => (atUs - samples[i]!.atUs) / 1e3));
  // Where there are events, they tell what ran before the first sample.
  const leadInMs = lane.spans.length === 0 ? (samples[0]!.atUs - startUs) / 1e3 : 0;
  const { sentence, warnings } = leadInOf(leadInMs, wallMs, intervalMs);
  const within = samples.filter(({ atUs }) => atUs >= interval.startUs && atUs <= interval.endUs);
  return {
    samples: within.length,
    intervalMs,
    leadIn: sentence,
    warnings: [...profile.oddities.warnings(), ...warnings],
  };
}

function clockOf({ lane, profile }: ChromeThread, why: string): string {
  if (lane.spans.length === 0) {
    return (
      `Wall time is from the start of the CPU profile that the trace embeds of ${laneName(lane)}, ${why}, to its end, ` +
      "(idle) included; each sample lasts until the next one."
    );
  }
  const filled = profile
    ? " Where that is a script's or a task's own time, or where there is none, V8's samples say what ran."
    : "";
  return (
    `Wall time is from the first event to the last of ${laneName(lane)}, ${why}; marks and instants do not count. ` +
    `The innermost event has the time.${filled}`
  );
}

const EVENTS_BIAS =
  "Only instrumented code has events: what an event calls that has none of its own counts as the event's time.";

const SAMPLED_BIAS =
  "V8 samples JavaScript, wasm and builtins. Native code that has no event of its own counts as the function that called it, or as (program).";

function producerOf(metadata: JsonObject): string | null {
  const sources = [metadata.metadata, metadata.otherData, metadata.viztracer_metadata];
  for (const source of sources) {
    if (typeof source !== "object" || source === null) continue;
    const { "product-version": product, version } = source as JsonObject;
    if (typeof product === "string") return product;
    if (typeof version === "string")
      return source === metadata.viztracer_metadata ? `VizTracer ${version}` : version;
  }
  return null;
}

import { BUCKETS } from "../../buckets.js";
import { CallTreeBuilder } from "../call-tree.js";
import { type ReadOptions, type ReadProfile, TraceError, traceFormat } from "../format.js";
import { frameCategory } from "../frame-category.js";
import type { Oddities } from "../oddities.js";
import { pythonFramesBias } from "../python-frames-bias.js";
import { askedThread, busierThread, listThreads, requestThread } from "../request-thread.js";
import { type EventTimes, readPlausibly } from "../timeline/event-times.js";
import { FrameTable } from "../timeline/frame-table.js";
import { Extent, type Interval } from "../timeline/interval.js";
import { type JsonEventsReport, type JsonObject, readJsonEvents } from "../timeline/json-events.js";
import { busyUs, countOf, type Lane, Lanes, laneName } from "../timeline/lanes.js";
import { nestSpans } from "../timeline/nesting.js";
import { requestTimes } from "../timeline/request-times.js";
import { Segments } from "../timeline/segments.js";
import { LaneSpans } from "../timeline/spans.js";
import { argsOf, damageOf, textOf } from "../timeline/trace-event.js";
import { EmbeddedProfiles } from "../v8/embedded-profiles.js";

/** The category of events that Portolan's own stage markers write, with the bucket in args. */
const MARKER = "portolan";

/** The category of py-spy's `-f chrometrace`, whose begin and end events are samples' differences. */
const PY_SPY = "py-spy";

/** A page's main thread, by the name that Chrome gives it. */
const RENDERER_MAIN = "CrRendererMain";

/** The threads of a page that run its scripts beside the main one, as Chrome names them. */
const PAGE_WORKER = /(?:Worker|Worklet) thread$/i;

interface Thread {
  readonly lane: Lane;
  readonly name: string;
  /** From the start of its first span that has a length to the end of its last: marks and instants hold no time. */
  readonly interval: Interval;
  /** With a span open, milliseconds. */
  readonly busyMs: number;
}

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
  parse: (bytes, options) => readPlausibly((times) => new ChromeImport(times, bytes)).profile(options),
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

  constructor(times: EventTimes, bytes: Uint8Array) {
    this.#times = times;
    this.#oddities = times.oddities;
    this.#report = readJsonEvents(bytes, (event) => this.#take(event));
  }

  profile({ thread: asked }: ReadOptions): ReadProfile {
    const report = this.#report;
    const unpaired = this.#pairMarks();
    const threads = this.#lanes.all.flatMap(threadOf);
    const request = askedThread(threads, asked) ?? requestOf(threads);
    if (!request) {
      const embedded = this.#embedded.busiest();
      if (embedded) return { ...embedded, warnings: [...damageOf(report), ...(embedded.warnings ?? [])] };
      throw new TraceError(this.#nothingUsable(report, unpaired));
    }
    const { lane, interval } = request;
    const segments = new Segments();
    const windows = this.#requests.get(lane)?.windows() ?? [];
    nestSpans(lane.spans, this.#tree, (startUs, endUs, node) => {
      this.#tree.add(node, (endUs - startUs) / 1e3);
      if (windows.length > 0) segments.push(startUs, endUs, node, 0);
    });
    const others = threads.filter((thread) => thread !== request);
    const hiddenMs = others.reduce((sum, other) => sum + busyUs(other.lane, interval), 0) / 1e3;
    const isMarked = this.#markers === this.#timed;
    const isSampled = this.#pySpy > 0;
    const tree = this.#tree.build();
    return {
      producer: isMarked ? "Portolan stage markers" : isSampled ? PY_SPY : producerOf(report.metadata),
      wallMs: (interval.endUs - interval.startUs) / 1e3,
      tree,
      clock:
        `Wall time is from the first event to the last of ${laneName(lane)}, ${asked === undefined ? whyThat(request, threads) : "as asked for"}; marks and ` +
        `instants do not count. The innermost event has the time. ${others.length === 0 ? "No other thread has events." : `Not on the clock: ${countOf(others.length, "other thread")}.`}`,
      sampled: isSampled,
      bias: isMarked
        ? null
        : isSampled
          ? pythonFramesBias(tree.frames)
          : "Only instrumented code has events: what an event calls that has none of its own counts as the event's time.",
      hiddenMs,
      threads: listThreads(threads, request),
      requests:
        windows.length === 0 ? null : { what: "marked request", each: requestTimes(segments, windows) },
      warnings: [
        ...damageOf(report),
        ...this.#oddities.warnings(),
        ...unpaired,
        ...busierThread(threads, request),
        ...this.#notes(),
      ],
    };
  }

  #take(event: JsonObject): void {
    const phase = textOf(event, "ph");
    this.#phases.set(phase, (this.#phases.get(phase) ?? 0) + 1);
    if (phase === "X") {
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
    } else if (phase === "P" && /^Profile(?:Chunk)?$/.test(textOf(event, "name"))) this.#embedded.take(event);
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

  #notes(): string[] {
    if (this.#embedded.events === 0) return [];
    return [
      `The trace embeds a CPU profile in ${this.#embedded.events} sampling events, which was not used: its functions are not in ` +
        "the frames. Save a .cpuprofile to attribute functions.",
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

/** A lane as a thread; none where nothing on it takes time. */
function threadOf(lane: Lane): Thread[] {
  const busyMs = busyUs(lane) / 1e3;
  if (busyMs === 0) return [];
  const extent = new Extent();
  const { startUs, endUs, length } = lane.spans;
  for (let span = 0; span < length; span++)
    if (endUs[span]! > startUs[span]!) extent.add(startUs[span]!, endUs[span]!);
  return [{ lane, name: laneName(lane), interval: extent.interval!, busyMs }];
}

/** In a browser, a thread that runs the page's scripts; the browser's own threads serve it. */
function requestOf(threads: readonly Thread[]): Thread | undefined {
  const isPage = threads.some(({ lane }) => lane.name === RENDERER_MAIN);
  const runsScripts = ({ name }: Lane) => name === RENDERER_MAIN || PAGE_WORKER.test(name);
  return requestThread(isPage ? threads.filter(({ lane }) => runsScripts(lane)) : threads);
}

function whyThat({ lane, busyMs }: Thread, threads: readonly Thread[]): string {
  if (lane.name === RENDERER_MAIN) return "the page's main thread";
  const main = Math.max(
    ...threads.map((thread) => (thread.lane.name === RENDERER_MAIN ? thread.busyMs : -1)),
  );
  return main < 0
    ? "the busiest thread"
    : `a worker of the page, which worked for ${busyMs.toFixed(0)} ms while the page's main thread did for ${main.toFixed(0)} ms`;
}

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

/** The threads of a Chrome trace: those with events, those that V8 sampled, and which of them is the request's. */
import { CallTreeBuilder } from "../call-tree.js";
import { Oddities } from "../oddities.js";
import { requestThread } from "../request-thread.js";
import type { FrameTable } from "../timeline/frame-table.js";
import { Extent, type Interval } from "../timeline/interval.js";
import { busyUs, type Lane, type Lanes, laneName } from "../timeline/lanes.js";
import { LaneSpans } from "../timeline/spans.js";
import type { EmbeddedProfile } from "./embedded-profiles.js";
import { nestSampled } from "./nest-sampled.js";

/** A page's main thread, by the name that Chrome gives it. */
const RENDERER_MAIN = "CrRendererMain";

/** The threads of a page that run its scripts beside the main one, as Chrome names them. */
const PAGE_WORKER = /(?:Worker|Worklet) thread$/i;

export interface ChromeThread {
  readonly lane: Lane;
  readonly name: string;
  /** What V8 sampled of it, or null. */
  readonly profile: EmbeddedProfile | null;
  /**
   * From the start of its first span that has a length, marked request, or sample of a script, to the end of its last: other
   * marks and instants hold no time. Of a thread without spans, the profile's.
   */
  readonly interval: Interval;
  /** With a span open or a script sampled, milliseconds. */
  readonly busyMs: number;
  /** The same within an interval. */
  busyWithin(interval: Interval): number;
}

/**
 * Of threads on which nothing takes time there is none.
 *
 * @param requests as marked, by their thread: they have no time of their own, and what they do takes time
 */
export function chromeThreads(
  lanes: Lanes,
  profiles: readonly EmbeddedProfile[],
  requests: ReadonlyMap<Lane, LaneSpans>,
  frames: FrameTable,
): ChromeThread[] {
  const profileOf = new Map(profiles.map((profile) => [lanes.of(profile.pid, profile.tid), profile]));
  return lanes.all.flatMap((lane) => threadOf(lane, profileOf.get(lane) ?? null, requests.get(lane), frames));
}

function threadOf(
  lane: Lane,
  profile: EmbeddedProfile | null,
  requests: LaneSpans | undefined,
  frames: FrameTable,
): ChromeThread[] {
  const work = profile ? workOf(lane.spans, profile, frames) : lane.spans;
  const busyMs = busyUs({ spans: work }) / 1e3;
  if (busyMs === 0 && !profile) return [];
  const marked = requests ? [requests] : [];
  const interval =
    profile && lane.spans.length === 0 ? profile.timeline : extentOf(lane.spans, work, ...marked);
  if (!interval) return [];
  const busyWithin = (within: Interval) => busyUs({ spans: work }, within) / 1e3;
  return [{ lane, name: laneName(lane), profile, interval, busyMs, busyWithin }];
}

/** When an event or a sample says that something runs. */
function workOf(spans: LaneSpans, profile: EmbeddedProfile, frames: FrameTable): LaneSpans {
  const work = new LaneSpans();
  // A tree of its own, as only the request's thread belongs into the profile's.
  nestSampled(
    spans,
    profile,
    new CallTreeBuilder(),
    frames,
    (startUs, endUs, _, isWork) => {
      if (isWork) work.push(startUs, endUs, 0);
    },
    new Oddities(),
  );
  return work;
}

function extentOf(...all: readonly LaneSpans[]): Interval | null {
  const extent = new Extent();
  for (const { startUs, endUs, length } of all) {
    for (let span = 0; span < length; span++)
      if (endUs[span]! > startUs[span]!) extent.add(startUs[span]!, endUs[span]!);
  }
  return extent.interval;
}

/** In a browser, a thread that runs the page's scripts; the browser's own threads serve it. */
export function requestOf(threads: readonly ChromeThread[]): ChromeThread | undefined {
  const isPage = threads.some(({ lane }) => lane.name === RENDERER_MAIN);
  const runsScripts = ({ lane: { name }, profile }: ChromeThread) =>
    name === RENDERER_MAIN || profile !== null || PAGE_WORKER.test(name);
  return requestThread(isPage ? threads.filter(runsScripts) : threads);
}

export function whyThat({ lane, busyMs }: ChromeThread, threads: readonly ChromeThread[]): string {
  if (lane.name === RENDERER_MAIN) return "the page's main thread";
  const main = Math.max(
    ...threads.map((thread) => (thread.lane.name === RENDERER_MAIN ? thread.busyMs : -1)),
  );
  return main < 0
    ? "the busiest thread"
    : `a worker of the page, which worked for ${busyMs.toFixed(0)} ms while the page's main thread did for ${main.toFixed(0)} ms`;
}

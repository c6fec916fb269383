import { CallTreeBuilder, type Frame } from "./call-tree.js";
import { TraceError } from "./format.js";
import type { Oddities } from "./oddities.js";
import type { ImportedProfile } from "./profile.js";
import {
  askedThread,
  busierThread,
  listThreads,
  otherThreads,
  requestThread,
  whyRequest,
} from "./request-thread.js";
import { TimeOrderBuilder } from "./time-order.js";
import { isWaiting } from "./waiting-frame.js";

/** What was sampled on one thread, stack by stack. */
export class ThreadSamples {
  readonly name: string;
  readonly tree = new CallTreeBuilder();
  /** As they were added. */
  readonly order = new TimeOrderBuilder();
  /** Of each sample, milliseconds. */
  readonly durationsMs: number[] = [];
  wallMs = 0;
  /** Time in frames that neither wait nor block, milliseconds. */
  busyMs = 0;
  /** Frames are mostly the same objects, of which no key has to be made. */
  readonly #frames = new Map<Frame, number>();

  constructor(name: string) {
    this.name = name;
  }

  /** @param stack root first; of an empty one the time stays without a frame */
  add(stack: readonly Frame[], ms: number): void {
    let node = 0;
    for (const frame of stack) node = this.child(node, frame);
    this.addTo(node, stack, ms);
  }

  /** The node of a frame under a parent node (0 for the root). */
  child(parent: number, frame: Frame): number {
    return this.tree.child(parent, this.#frameOf(frame));
  }

  /** @param top the node's stack, root first, or its last three frames */
  addTo(node: number, top: readonly Frame[], ms: number): void {
    this.wallMs += ms;
    this.durationsMs.push(ms);
    this.order.push(node, ms);
    if (node === 0) return;
    this.tree.add(node, ms);
    if (!isWaiting(top)) this.busyMs += ms;
  }

  /** Time in which nobody looked: of the wall, and of no sample. */
  addGap(ms: number): void {
    this.wallMs += ms;
    this.order.push(0, ms);
  }

  #frameOf(frame: Frame): number {
    let index = this.#frames.get(frame);
    if (index === undefined) {
      index = this.tree.frame(frame);
      this.#frames.set(frame, index);
    }
    return index;
  }
}

/** What a profile says of its request's thread and of the others. */
interface ReadThreads {
  readonly request: ThreadSamples;
  /** To begin the clock's sentence with. */
  readonly which: string;
  /** To end it with; empty where the others did nothing. */
  readonly meanwhile: string;
  readonly said: Pick<ImportedProfile, "tree" | "order" | "sampled" | "hiddenMs" | "threads" | "warnings">;
}

/**
 * @param asked the thread that the user asks for
 * @param nothing what to say of a file without any time, to follow "This": "pprof profile holds 3 samples and no time"
 * @param pages the threads that run a browser's pages: one of them is the request's, if any works
 * @throws TraceError where there is no time, or no such thread
 */
export function readThreads(
  threads: readonly ThreadSamples[],
  asked: string | undefined,
  oddities: Oddities,
  nothing: string,
  pages: readonly ThreadSamples[] = [],
): ReadThreads {
  const arePages = asked === undefined && pages.some(({ busyMs }) => busyMs > 0);
  const candidates = arePages ? pages : threads;
  const request = askedThread(threads, asked) ?? requestThread(candidates);
  if (!request || request.wallMs === 0) {
    throw new TraceError(
      [`This ${nothing}.`, ...oddities.warnings(), "Record for longer, or while the program works."].join(
        " ",
      ),
    );
  }
  const others = otherThreads(threads, request);
  return {
    request,
    which:
      threads.length === 1
        ? `One thread: ${request.name}`
        : `The request's thread is ${request.name}, ${arePages && pages.length === 1 ? "the only one that runs pages" : `${whyRequest(candidates, request, asked)}${arePages ? " that run pages" : ""}`}`,
    meanwhile: others.sentence,
    said: {
      tree: request.tree.build(),
      order: request.order.build(),
      sampled: true,
      hiddenMs: others.busyMs,
      threads: listThreads(threads, request),
      warnings: [...busierThread(threads, request), ...oddities.warnings()],
    },
  };
}

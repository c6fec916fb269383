/** What a process does once before its device works: creating its context, loading modules, compiling. */
import { formatMs } from "../../format.js";
import type { CallTreeBuilder } from "../call-tree.js";
import type { FrameTable } from "./frame-table.js";

/** Calls that create a context, or load or compile code for the device. */
const LOADS =
  /^_*(?:cu|hip)(?:Init$|CtxCreate|DevicePrimaryCtxRetain|(?:Module|Library)(?:Load|Get)|Link(?:Create|Add|Complete))|^(?:nv|hip)rtc\w|^cudaLibraryLoad|^ze(?:Init$|ModuleCreate)/;

/** Calls that never wait for the device's work: long ones create its context on the way. */
const QUERIES = /^_*(?:cuda|cu|hip|ze|ur)\w*Get|^(?:cuda|hip)SetDevice/;

/** They take long whenever they are called. */
const PINS = /(?:HostAlloc|HostRegister|MallocHost|HostMalloc)/;

/** As torch.compile names its phases, autotuning included, and JAX its own. */
const COMPILES =
  / \(dynamo_timed\)$|^(?:backend_compile\w*|compile_or_get_cached|lower_sharding_computation|_cached_(?:compilation|lowering_to_hlo)|trace_to_jaxpr\w*)$/;

/** A call that starts work takes microseconds, one that creates a context hundreds of milliseconds. */
const LEAST_US = 10_000;

type Call = "loads" | "queries" | "pins" | "other" | "none";

/** Tells start-up from steady state in the stretches of a thread's own time. */
export class StartUp {
  readonly #tree: CallTreeBuilder;
  readonly #frames: FrameTable;
  readonly #firstWorkUs: number;
  readonly #calls: Call[] = [];
  /** Whether a node lies within compilation; the root does not. */
  readonly #compiles = [false];
  readonly #us = new Map<string, number>();

  /** @param firstWorkUs when the device begins its first work; −∞ where its work is not in the trace */
  constructor(tree: CallTreeBuilder, frames: FrameTable, firstWorkUs: number) {
    this.#tree = tree;
    this.#frames = frames;
    this.#firstWorkUs = firstWorkUs;
  }

  /** Until when a stretch is start-up: its end, its start where it is none, or the device's first work in between. */
  untilUs(startUs: number, endUs: number, node: number, frame: number): number {
    const untilUs = this.#untilUs(startUs, endUs, node, frame);
    if (untilUs <= startUs) return startUs;
    const { name } = this.#frames.at(frame);
    this.#us.set(name, (this.#us.get(name) ?? 0) + untilUs - startUs);
    return untilUs;
  }

  /** "", or the sentence that names what was left out. */
  sentence(leftOutMs: number): string {
    const [largest] = [...this.#us].sort((a, b) => b[1] - a[1]);
    if (!largest || leftOutMs <= 0) return "";
    return (
      ` ${formatMs(leftOutMs)} of start-up (creating the device's context, loading and compiling its code; most of it ` +
      `in ${largest[0]}) belong to the cold start and are left out.`
    );
  }

  #untilUs(startUs: number, endUs: number, node: number, frame: number): number {
    if (this.#isCompiling(node)) return endUs;
    const call = this.#callOf(frame);
    if (call === "loads") return endUs;
    if (endUs - startUs < LEAST_US) return startUs;
    if (call === "queries") return endUs;
    if (call !== "other") return startUs;
    const untilUs = Math.min(endUs, this.#firstWorkUs);
    return untilUs - startUs >= LEAST_US ? untilUs : startUs;
  }

  #callOf(frame: number): Call {
    const known = this.#calls[frame];
    if (known !== undefined) return known;
    const { name, category } = this.#frames.at(frame);
    let call: Call = "none";
    if (/_(?:runtime|driver)$/.test(category ?? "")) {
      call = LOADS.test(name) ? "loads" : QUERIES.test(name) ? "queries" : PINS.test(name) ? "pins" : "other";
    }
    this.#calls[frame] = call;
    return call;
  }

  #isCompiling(node: number): boolean {
    const known = this.#compiles;
    // A parent's number is smaller than its child's.
    for (let next = known.length; next <= node; next++) {
      known.push(
        known[this.#tree.parentOf(next)]! || COMPILES.test(this.#frames.at(this.#tree.frameOf(next)).name),
      );
    }
    return known[node]!;
  }
}

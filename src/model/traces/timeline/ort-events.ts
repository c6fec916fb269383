import { TraceError } from "../format.js";
import type { Oddities } from "../oddities.js";
import { type JsonEventsReport, type JsonObject, readJsonEvents } from "./json-events.js";
import { argsOf, intervalOf, textOf } from "./trace-event.js";

/**
 * One event of ONNX Runtime's own profiler. `Session`: the stages of a session. `Node`: an operator's kernel as the
 * CPU sees it. `Kernel`: a kernel on a GPU, on the CPU's clock. `Api`: a WebGPU kernel, on the GPU's own clock.
 */
export interface OrtEvent {
  readonly cat: "Session" | "Node" | "Kernel" | "Api";
  readonly name: string;
  readonly pid: unknown;
  readonly tid: unknown;
  readonly startUs: number;
  readonly endUs: number;
  /** The operator's type, such as Conv; null for events of a session. */
  readonly operator: string | null;
  /** The execution provider; null where it is not said. */
  readonly provider: string | null;
}

const FIRST_EVENT = /^\[\s*\{\s*"cat"\s*:\s*"(?:Session|Node|Kernel|Api)"/;

/** Where an ONNX Runtime profile starts: a line that opens an array of the engine's events. −1 where there is none. */
export function ortProfileStart(bytes: Uint8Array, from = 0): number {
  const decoder = new TextDecoder();
  for (let at = bytes.indexOf(OPEN_ARRAY, from); at >= 0; at = bytes.indexOf(OPEN_ARRAY, at + 1)) {
    const before = bytes[at - 1];
    const opensLine = at === 0 || before === LINE_FEED || before === BYTE_ORDER_MARK_END;
    if (opensLine && FIRST_EVENT.test(decoder.decode(bytes.subarray(at, at + 200)))) return at;
  }
  return -1;
}

const OPEN_ARRAY = 0x5b;
const LINE_FEED = 0x0a;
const BYTE_ORDER_MARK_END = 0xbf;

/**
 * Reads the first ONNX Runtime profile in the bytes, which may hold other output before and after it (the Wasm build
 * prints its profile to stdout). The fence events of older releases are skipped: no work is in them.
 *
 * @throws TraceError when there is no profile
 */
export function readOrtEvents(
  bytes: Uint8Array,
  visit: (event: OrtEvent) => void,
  oddities: Oddities,
): JsonEventsReport {
  const start = ortProfileStart(bytes);
  if (start < 0) {
    throw new TraceError(
      "There is no ONNX Runtime profile: no line with an opening bracket before the engine's first event; " +
        "turn it on with `SessionOptions.enable_profiling = True` and call `end_profiling()`.",
    );
  }
  return readJsonEvents(
    bytes,
    (json) => {
      const event = ortEvent(json, oddities);
      if (event) visit(event);
    },
    start,
  );
}

function ortEvent(json: JsonObject, oddities: Oddities): OrtEvent | null {
  const { cat } = json;
  if (cat !== "Session" && cat !== "Node" && cat !== "Kernel" && cat !== "Api") {
    oddities.add("events whose cat is not Session, Node, Kernel or Api were dropped", cat);
    return null;
  }
  const name = textOf(json, "name");
  if (cat === "Node" && !name.endsWith(KERNEL_TIME)) return null;
  const interval = intervalOf(json, oddities);
  if (!interval) return null;
  const args = argsOf(json);
  const fallback = cat === "Session" ? null : cat === "Node" ? name.slice(0, -KERNEL_TIME.length) : name;
  return {
    cat,
    name,
    pid: json.pid,
    tid: json.tid,
    ...interval,
    operator: textOf(args, "op_name") || fallback,
    provider: textOf(args, "provider") || null,
  };
}

const KERNEL_TIME = "_kernel_time";

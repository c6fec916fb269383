import type { Content } from "../content.js";
import { TraceError } from "../format.js";
import type { EventTimes } from "./event-times.js";
import { type JsonEventsReport, type JsonObject, readJsonEvents } from "./json-events.js";
import { findOrtStart, withoutPrefixes } from "./ort-start.js";
import { argsOf, textOf } from "./trace-event.js";

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
  /** The shape that a convolution, or what reorders for one, gets and gives; null for others, and where it is not said. */
  readonly shapes: { readonly from: string; readonly to: string } | null;
}

/**
 * Reads the first ONNX Runtime profile in the content, which may hold other output before and after it (the Wasm build
 * prints its profile to stdout), and before each of its lines what a log adds. The fence events of older releases are skipped: no work is in them.
 *
 * @throws TraceError when there is no profile
 */
export function readOrtEvents(
  content: Content,
  visit: (event: OrtEvent) => void,
  times: EventTimes,
): JsonEventsReport {
  const start = findOrtStart(content.head) ?? findOrtStart(content.bytes());
  if (start === null) {
    throw new TraceError(
      "There is no ONNX Runtime profile: no line with an opening bracket before the engine's first event; " +
        "turn it on with `SessionOptions.enable_profiling = True` and call `end_profiling()`.",
    );
  }
  return readJsonEvents(
    start.prefixed ? [withoutPrefixes(content.bytes(), start.at)] : content.pieces(),
    (json) => {
      const event = ortEvent(json, times);
      if (event) visit(event);
    },
    start.at,
  );
}

function ortEvent(json: JsonObject, times: EventTimes): OrtEvent | null {
  const { cat } = json;
  if (cat !== "Session" && cat !== "Node" && cat !== "Kernel" && cat !== "Api") {
    times.oddities.add("events whose cat is not Session, Node, Kernel or Api were dropped", cat);
    return null;
  }
  const name = textOf(json, "name");
  if (cat === "Node" && !name.endsWith(KERNEL_TIME)) return null;
  const interval = times.intervalOf(json);
  if (!interval) return null;
  const args = argsOf(json);
  const fallback = cat === "Session" ? null : cat === "Node" ? name.slice(0, -KERNEL_TIME.length) : name;
  const operator = textOf(args, "op_name") || fallback;
  return {
    cat,
    name,
    pid: json.pid,
    tid: json.tid,
    ...interval,
    operator,
    provider: textOf(args, "provider") || null,
    shapes: operator !== null && SHAPED.test(operator) ? shapesOf(args) : null,
  };
}

const SHAPED = /conv|^reorder(in|out)put$/i;

function shapesOf(args: JsonObject): OrtEvent["shapes"] {
  const [from, to] = [firstShape(args.input_type_shape), firstShape(args.output_type_shape)];
  return from !== null && to !== null ? { from, to } : null;
}

/** Of `[{ "float": [1, 3, 720, 1280] }, …]`: "1,3,720,1280". */
function firstShape(tensors: unknown): string | null {
  const [first] = Array.isArray(tensors) ? tensors : [];
  if (typeof first !== "object" || first === null) return null;
  const [dims] = Object.values(first);
  return Array.isArray(dims) ? dims.join(",") : null;
}

const KERNEL_TIME = "_kernel_time";

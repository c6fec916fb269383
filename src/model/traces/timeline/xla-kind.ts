/** What the events of JAX's and TensorFlow's profiler stand for, by their names and the lanes that they are on. */
import type { Frame } from "../call-tree.js";
import { isCollective } from "../on-device.js";
import type { JsonObject } from "./json-events.js";

/**
 * On a host's thread: an operator of the model, Python or the runtime that calls it (`code`), or a wait for the device
 * (`synchronisation`).
 */
export type HostRole = "operator" | "code" | "synchronisation";

interface HostKind {
  readonly role: HostRole;
  readonly frame: Frame;
}

/** Python's own frames, by file and line or, for what is compiled, by module. */
const PYTHON = /^\$(.+\.pyw?|<[^>]+>):(\d+) (.+)$/;
const BUILTIN = /^\$(\S+) (.+)$/;

/** JAX's functions that return when the device has computed an array. */
const PYTHON_WAITS = /^(?:_value|block_until_ready|_copy_single_device_array_to_host)$/;

/** Second views of time that other events have. */
const VIEW = /^end: |^ThreadpoolListener::/;

const SYNCHRONISES =
  /(?:::|^)Await\b|Block(?:Host)?Until(?:Done|Ready)|wait for completion|^Wait for |^(?:cuda|cu|hip)\w*Synchronize/i;

const TRANSFERS =
  /Transfer|Memcpy|BufferFromHost|ToLiteral|Linearize|Infeed|Outfeed|HostToDevice|DeviceToHost|^CopyTo|::CopyTo/;

/** The runtime's own, as against what the user annotates: C++ names, and the calls of the device's driver. */
const RUNTIME = /^PjitFunction\(|\w::~?\w|^(?:cuda|cu|hip)[A-Z]|^(?:Eager|FunctionRun|TfrtGpu|PjRt)\w*/;

/** Null for what is no time of its own. */
export function hostKind(name: string, args: JsonObject): HostKind | null {
  if (VIEW.test(name)) return null;
  const python = PYTHON.exec(name);
  if (python) {
    const [, file, line, called] = python;
    const waits = PYTHON_WAITS.test(called!);
    const frame = { name: called!, file: file!, line: Number(line), category: waits ? "gpu_sync" : "python" };
    return { role: waits ? "synchronisation" : "code", frame };
  }
  const builtin = BUILTIN.exec(name);
  // As cProfile names them, which the rules know.
  if (builtin) return hostFrame("code", `<built-in method ${builtin[1]}.${builtin[2]}>`, "builtin");
  if (typeof args.hlo_op === "string" || typeof args.tf_op === "string") {
    return hostFrame("operator", name, "xla_op", moduleOf(args));
  }
  if (SYNCHRONISES.test(name)) return hostFrame("synchronisation", name, "gpu_sync");
  if (TRANSFERS.test(name)) return hostFrame("code", name, "xla_transfer");
  if (RUNTIME.test(name) || typeof args._src === "string") return hostFrame("code", name, "xla_runtime");
  return hostFrame("code", name, "user_annotation");
}

function hostFrame(role: HostRole, name: string, category: string, file: string | null = null): HostKind {
  return { role, frame: { name, file, line: null, category } };
}

/** As XLA names its operators; NCCL's kernels go by their own names. */
const HLO_COLLECTIVE =
  /^(?:(?:ragged-)?all-(?:reduce|gather|to-all)|reduce-scatter|collective-(?:permute|broadcast)|send|recv)(?:-start|-done)?(?:\.\d+)*$/;
const COPY = /^mem(?:cpy|set)|^(?:copy|infeed|outfeed)(?:-start|-done)?(?:\.\d+)*$/i;

/** The frame of what a device does: a kernel, a copy or a collective. */
export function deviceFrame(name: string, args: JsonObject): Frame {
  const isCommunication = HLO_COLLECTIVE.test(name) || isCollective(name);
  const category = isCommunication ? "gpu_collective" : COPY.test(name) ? "gpu_memcpy" : "kernel";
  return { name, file: moduleOf(args), line: null, category };
}

function moduleOf({ hlo_module: module }: JsonObject): string | null {
  return typeof module === "string" && module !== "" ? module : null;
}

/** Lanes of a device by what they show of its time, the most exact first: only one kind of view counts. */
const DEVICE_VIEWS = [
  /^Stream #|^Stream$/,
  /^(?:Async )?XLA Ops$/,
  /^(?:TensorFlow|Framework) Ops$/,
  /^XLA Modules$/,
] as const;

/** Of lanes that show the same device, those that count. */
export function deviceLanes<T extends { readonly name: string; readonly spans: { readonly length: number } }>(
  lanes: readonly T[],
): readonly T[] {
  for (const view of DEVICE_VIEWS) {
    const found = lanes.filter(({ name, spans }) => view.test(name) && spans.length > 0);
    if (found.length > 0) return found;
  }
  return [];
}

/** Whose spans overlap without nesting, as each lasts from its start to its end elsewhere. */
export function isAsynchronous(lane: string): boolean {
  return /^Async /.test(lane);
}

/** A device's lane of steps. */
export function isStepLane(lane: string): boolean {
  return lane === "Steps";
}

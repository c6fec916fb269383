/** What Kineto's categories stand for, whatever the device: CUDA, HIP, XPU, MTIA or one from outside of PyTorch's tree. */
import { isCollective } from "../on-device.js";

/** On the device: kernel, copy, communication. On a thread: code, dispatch, and synchronisation, which waits for the device. */
export type KinetoRole = "kernel" | "copy" | "communication" | "code" | "dispatch" | "synchronisation";

interface KinetoKind {
  readonly role: KinetoRole;
  /** The frame's category: one name for what several devices call differently, as the rules need it. */
  readonly category: string;
}

const ROLES: ReadonlyMap<string, KinetoRole> = new Map(
  Object.entries<KinetoRole>({
    kernel: "kernel",
    mtia_ccp_events: "kernel",
    collective_comm: "communication",
    cpu_op: "code",
    user_annotation: "code",
    python_function: "code",
    cuda_runtime: "dispatch",
    cuda_driver: "dispatch",
    xpu_runtime: "dispatch",
    xpu_driver: "dispatch",
    mtia_runtime: "dispatch",
    glow_runtime: "dispatch",
    hpu_op: "dispatch",
    privateuse1_runtime: "dispatch",
    privateuse1_driver: "dispatch",
  }),
);

/** Second views of time that other events have, and the profiler's own. */
const VIEWS =
  /^(?:Trace|overhead|external_correlation|cpu_instant_event|\w+_user_annotation|\w+_profiler_range)$/i;

/** Names of the categories up to PyTorch 1.12. */
const OLD_CATEGORIES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    Operator: "cpu_op",
    "User Annotation": "user_annotation",
    Runtime: "cuda_runtime",
    Kernel: "kernel",
    Memcpy: "gpu_memcpy",
    Memset: "gpu_memset",
  }),
);

/**
 * Runtime calls that return when the device is done: cudaDeviceSynchronize, cuStreamSynchronize, hipEventSynchronize,
 * zeEventHostSynchronize, urQueueFinish, aclrtSynchronizeStream.
 */
const BLOCKS_ON_DEVICE =
  /^(?:cuda|cu|hip|musa|mu|ze)\w*Synchronize|^(?:ur|pi)(?:QueueFinish|Events?Wait)$|^aclrtSynchronize/;

/** "view" for what is no time of its own, null for a category that is not known. */
type KindOrNone = KinetoKind | "view" | null;

/** The kinds of a trace's events, each pair of category and name looked at once. */
export class KinetoKinds {
  readonly #byCategory = new Map<string, Map<string, KindOrNone>>();

  of(category: string, name: string): KindOrNone {
    let byName = this.#byCategory.get(category);
    if (byName === undefined) {
      byName = new Map();
      this.#byCategory.set(category, byName);
    }
    let kind = byName.get(name);
    if (kind === undefined) {
      kind = kindOf(category, name);
      byName.set(name, kind);
    }
    return kind;
  }
}

function kindOf(written: string, name: string): KindOrNone {
  const category = OLD_CATEGORIES.get(written) ?? written;
  const role = ROLES.get(category);
  if (role === "communication" || (role === "kernel" && isCollective(name))) return COMMUNICATION;
  if (role === "dispatch" && BLOCKS_ON_DEVICE.test(name)) return SYNCHRONISATION;
  if (role !== undefined) return { role, category };
  if (VIEWS.test(category)) return "view";
  // Backends from outside of the tree name their categories after themselves: gcu_runtime, GCU_MEMCPY.
  const ending = /_(runtime|driver|memcpy|memset|sync)$/i.exec(category)?.[1]?.toLowerCase();
  if (ending === undefined) return null;
  if (ending === "sync") return SYNCHRONISATION;
  if (ending.startsWith("mem")) return { role: "copy", category: `gpu_${ending}` };
  return kindOf(`privateuse1_${ending}`, name);
}

const COMMUNICATION: KinetoKind = { role: "communication", category: "gpu_collective" };
const SYNCHRONISATION: KinetoKind = { role: "synchronisation", category: "cuda_sync" };

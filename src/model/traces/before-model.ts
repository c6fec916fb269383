import type { CallTreeBuilder, Frame } from "./call-tree.js";
import { modelCall } from "./model-call.js";
import type { ProfileStartUp } from "./profile.js";

/** Where Python and Node load modules: without it, the profile began in the middle of a process's life. */
const LOADS = /importlib[._/]_bootstrap|^node:internal\/(?:modules|main)\//;

type Kind = { readonly call: string | null; readonly loads: boolean };

/** Tells what was sampled before the model was called for the first time: start-up, imports, loading the model. */
export class BeforeModel {
  readonly #tree: CallTreeBuilder;
  readonly #frames = new Map<Frame, Kind>();
  /** Of each node with all that is above it. */
  readonly #nodes: (Kind | undefined)[] = [{ call: null, loads: false }];
  readonly #selfMs = new Map<number, number>();
  #wallMs = 0;
  #loads = false;
  #call: string | null = null;

  constructor(tree: CallTreeBuilder) {
    this.#tree = tree;
  }

  /** Takes a sample, in the order of time: its leaf, or 0 for none. */
  take(node: number, ms: number): void {
    if (this.#call !== null) return;
    const { call, loads } = this.#kindOf(node);
    this.#call = call;
    if (call !== null) return;
    this.#loads ||= loads;
    this.#wallMs += ms;
    if (node !== 0) this.#selfMs.set(node, (this.#selfMs.get(node) ?? 0) + ms);
  }

  /** Null where no model was called, or nothing shows that the process began in the profile. */
  result(): ProfileStartUp | null {
    if (this.#call === null || !this.#loads) return null;
    return {
      until: this.#call,
      wallMs: this.#wallMs,
      nodes: [...this.#selfMs.keys()],
      selfMs: [...this.#selfMs.values()],
    };
  }

  #kindOf(node: number): Kind {
    const path: number[] = [];
    let at = node;
    for (; this.#nodes[at] === undefined; at = this.#tree.parentOf(at)) path.push(at);
    let kind = this.#nodes[at]!;
    for (const below of path.reverse()) {
      const own = this.#ofFrame(this.#tree.frameAt(below));
      kind = { call: kind.call ?? own.call, loads: kind.loads || own.loads };
      this.#nodes[below] = kind;
    }
    return kind;
  }

  #ofFrame(frame: Frame): Kind {
    let kind = this.#frames.get(frame);
    if (kind === undefined) {
      kind = { call: modelCall(frame), loads: LOADS.test(frame.file ?? "") };
      this.#frames.set(frame, kind);
    }
    return kind;
  }
}

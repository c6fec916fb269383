import type { Scenario } from "../../model/scenario/scenario.js";
import { type ExportFormat, PARTS, type Part, type Reply, type Request, type ViewKind } from "./protocol.js";

/** A worker that has been at it for longer than this is replaced rather than waited for. */
const PATIENCE_MS = 400;

/** Who does the sums. */
interface Clerk {
  postMessage(request: Request): void;
  terminate(): void;
}

/** The page's end of the workers. Answers to anything but the newest scenario are dropped. */
export class Analyst {
  readonly #start: Request;
  readonly #onReply: (reply: Reply) => void;
  readonly #onWhole: () => void;
  /** Each has a core of its own where there is one. Employed when first asked: their program weighs as much as the page. */
  #clerks: Readonly<Record<Part, Clerk>> | null = null;
  /** The parts of the newest scenario that are not answered yet. */
  readonly #open = new Set<Part>();
  #comparing: Clerk | null = null;
  #id = 0;
  /** When the analysis that is under way began; null when none is. */
  #since: number | null = null;

  /** @param onWhole hears when all of the newest scenario is answered, or has failed */
  constructor(
    start: Omit<Extract<Request, { kind: "start" }>, "kind">,
    onReply: (reply: Reply) => void,
    onWhole: () => void,
  ) {
    this.#start = { kind: "start", ...start };
    this.#onReply = onReply;
    this.#onWhole = onWhole;
  }

  /** Asks for everything about a scenario; what is under way for an earlier one is void. */
  analyse(scenario: Scenario): void {
    this.interrupt();
    this.#since = performance.now();
    for (const part of PARTS) {
      this.#open.add(part);
      this.#clerk(part).postMessage({ kind: "analyse", id: this.#id, scenario, part });
    }
  }

  /** Asks for one view of an option of the scenario that was analysed last. */
  view(kind: ViewKind, scenario: Scenario, option: string): void {
    this.#clerk("decision").postMessage({ kind, id: this.#id, scenario, option });
  }

  compare(scenarios: readonly Scenario[]): void {
    this.#comparing?.terminate();
    this.#comparing = null;
    if (scenarios.length === 0) this.#onReply({ kind: "compared", answers: [] });
    else this.#comparing = this.#once({ kind: "compare", scenarios });
  }

  write(format: ExportFormat, scenario: Scenario, date: string): void {
    this.#once({ kind: "export", format, scenario, date });
  }

  /** Voids what is under way. */
  interrupt(): void {
    this.#id++;
    const busy = this.#since !== null && performance.now() - this.#since > PATIENCE_MS;
    this.#since = null;
    this.#open.clear();
    if (!busy || this.#clerks === null) return;
    for (const part of PARTS) this.#clerks[part].terminate();
    // The next ones start while the hand still moves.
    this.#clerks = this.#employAll();
  }

  #hear(reply: Reply): void {
    if ("id" in reply && reply.id !== this.#id) return;
    this.#onReply(reply);
    if (reply.kind === "curves") this.#open.delete("decision");
    else if (reply.kind === "flips") this.#open.delete("search");
    else if (reply.kind === "failed") this.#open.clear();
    else return;
    if (this.#open.size > 0) return;
    this.#since = null;
    this.#onWhole();
  }

  #clerk(part: Part): Clerk {
    this.#clerks ??= this.#employAll();
    return this.#clerks[part];
  }

  #employAll(): Readonly<Record<Part, Clerk>> {
    const employ = () => this.#employ((reply) => this.#hear(reply));
    return { decision: employ(), search: employ() };
  }

  /** What outlives the scenario that is on the page has a worker of its own. */
  #once(request: Request): Clerk {
    const clerk = this.#employ((reply) => {
      clerk.terminate();
      this.#onReply(reply);
    });
    clerk.postMessage(request);
    return clerk;
  }

  #employ(onReply: (reply: Reply) => void): Clerk {
    // While the site is built there are no workers, nor a hand that would have to wait.
    const clerk = "isDrawnAhead" in globalThis ? clerkOfThisPage(onReply) : this.#worksBeside(onReply);
    clerk.postMessage(this.#start);
    return clerk;
  }

  #worksBeside(onReply: (reply: Reply) => void): Clerk {
    // Framework bundles the module that this names.
    const worker = new Worker(import.meta.resolve("./worker.js"), { type: "module" });
    worker.addEventListener("message", ({ data }: MessageEvent<Reply>) => onReply(data));
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      const message = `The analyses stopped: ${event.message || "the worker could not be started"}. Reload the page.`;
      onReply({ kind: "failed", id: this.#id, message });
    });
    return worker;
  }
}

/** The same in the page itself. */
function clerkOfThisPage(onReply: (reply: Reply) => void): Clerk {
  const hired = import("./analyses.js").then(({ Analyses }) => new Analyses(onReply, async () => {}));
  return {
    postMessage: (request) => void hired.then((analyses) => analyses.hear(request)),
    terminate() {},
  };
}

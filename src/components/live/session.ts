import { cellsToRun, targetHere } from "../../model/live/cells.js";
import type { Device } from "../../model/live/device.js";
import { LIVE_FOLDER, type LiveListing } from "../../model/live/listing.js";
import type { CellName, LiveEvents, LiveRunner } from "../../model/live/runner.js";
import type { RunHeader, RunRow, TargetRecord } from "../../model/run-file.js";
import type { MeasuredSummary } from "../../model/summary.js";
import type { RowState } from "../../report/live.js";

/** A row of the queue, by what it runs. */
export interface LiveRow extends CellName {
  readonly workloadTitle: string;
  readonly targetTitle: string;
  readonly modelBytes: number;
  /** What running it fetches: of the workload, and of the target's engine. */
  readonly workloadBytes: number;
  readonly engineBytes: number;
  readonly state: RowState;
}

export interface SessionEvents {
  /** Something of the rows, or whether it runs, has changed. */
  readonly onChange: () => void;
  /** Something to be said aloud. */
  readonly onSay: (text: string) => void;
  readonly onResult: (summary: MeasuredSummary) => void;
}

/** Address of a site's folder of files to run, seen from a page at its root. */
export const liveFolder = (): string => new URL(`./${LIVE_FOLDER}/`, document.baseURI).href;

/** Two at a time would measure each other. */
let running: LiveSession | null = null;

function refuseSecond(): void {
  if (running !== null)
    throw new Error("Something else on this page runs already: stop it, or wait for its end.");
}

/** A run in this page: what is measured, what is left, and what was lost. */
export class LiveSession {
  readonly targets: readonly TargetRecord[];
  readonly #listing: LiveListing;
  readonly #device: Device;
  readonly #folder: string;
  readonly #events: SessionEvents;
  readonly #states = new Map<string, RowState>();
  #header: RunHeader | null = null;
  #rows: RunRow[] = [];
  #runner: LiveRunner | null = null;
  #stop: AbortController | null = null;

  constructor(listing: LiveListing, device: Device, folder: string, events: SessionEvents) {
    this.#listing = listing;
    this.#device = device;
    this.#folder = folder;
    this.#events = events;
    this.targets = listing.targets.map((target) => targetHere(target, device));
  }

  get isRunning(): boolean {
    return this.#stop !== null;
  }

  /** Every workload on every target, in the listing's order. */
  get rows(): LiveRow[] {
    return this.#listing.workloads.flatMap(({ record, bytes, cells }) =>
      cells.map(({ target: id }): LiveRow => {
        const target = this.targets.find((one) => one.id === id)!;
        const name = { workload: record.id, target: id };
        const listed = this.#listing.targets.find((one) => one.record.id === id)!;
        return {
          ...name,
          workloadTitle: record.title,
          targetTitle: target.title,
          modelBytes: record.model.bytes,
          workloadBytes: bytes,
          engineBytes: listed.engineBytes,
          state: target.available
            ? (this.#states.get(keyOf(name)) ?? { state: "idle" })
            : { state: "unavailable", reason: target.reason, enable: target.enable },
        };
      }),
    );
  }

  /** Begins a new run of these rows. @throws Error where something else runs */
  async start(chosen: readonly CellName[]): Promise<void> {
    refuseSecond();
    const runner = await this.#load();
    // While it was loaded, another may have begun.
    refuseSecond();
    this.#states.clear();
    this.#rows = [];
    const ids = new Set(chosen.map(({ workload }) => workload));
    this.#header = runner.header({
      suiteVersion: this.#listing.suiteVersion,
      device: this.#device,
      workloads: this.#listing.workloads
        .filter(({ record }) => ids.has(record.id))
        .map(({ record }) => record),
      targets: this.targets.filter(
        ({ id, available }) => !available || chosen.some(({ target }) => target === id),
      ),
      startedAt: new Date().toISOString(),
      seed: crypto.getRandomValues(new Uint32Array(1))[0]! >>> 1,
    });
    await this.#run(chosen);
  }

  /** What was lost, once more, as part of the same run. */
  async repeatLost(): Promise<void> {
    refuseSecond();
    const lost = this.rows.filter(({ state }) => state.state === "lost");
    for (const cell of lost) this.#forget(cell);
    await this.#run(lost);
  }

  stop(): void {
    this.#stop?.abort();
  }

  /** The run as a file; null before anything was measured. */
  file(): { readonly name: string; readonly text: string } | null {
    if (this.#header === null || this.#runner === null || this.#rows.length === 0) return null;
    return { name: `${this.#header.runId}.jsonl`, text: this.#runner.file(this.#header, this.#rows) };
  }

  async #load(): Promise<LiveRunner> {
    const module = (await import(new URL(this.#listing.runner!, this.#folder).href)) as {
      runner: LiveRunner;
    };
    this.#runner = module.runner;
    return module.runner;
  }

  async #run(chosen: readonly CellName[]): Promise<void> {
    running = this;
    this.#stop = new AbortController();
    try {
      await this.#measure(chosen, this.#stop.signal);
    } finally {
      running = null;
      this.#stop = null;
      for (const cell of chosen) {
        const state = this.#states.get(keyOf(cell))?.state;
        if (state !== "waiting" && state !== "running") continue;
        this.#forget(cell);
        this.#states.set(keyOf(cell), { state: "lost", reason: "it was stopped before its end" });
      }
      this.#events.onChange();
    }
    this.#events.onResult(this.#runner!.summary(this.#header!, this.#rows));
  }

  async #measure(chosen: readonly CellName[], signal: AbortSignal): Promise<void> {
    const header = this.#header!;
    const cells = cellsToRun(this.#listing, chosen, this.#device, this.#folder);
    for (const cell of chosen) this.#states.set(keyOf(cell), { state: "waiting" });
    this.#events.onChange();
    const startMs = performance.now();
    // One sitting, one end.
    this.#rows = this.#rows.filter(({ kind }) => kind !== "end");
    const events: LiveEvents = {
      onProcess: (cell, done, total) => {
        this.#set(cell, { state: "running", done, total });
        if (done === 0) this.#events.onSay(`${this.#titleOf(cell)} runs`);
      },
      onRow: (row) => {
        this.#rows.push(row);
        if (row.kind === "outcome" && row.state === "ok" && row.arm === "wall") this.#ended(row, header);
      },
      onLost: (cell, reason) => {
        this.#forget(cell);
        this.#set(cell, { state: "lost", reason });
        this.#events.onSay(`${this.#titleOf(cell)} is lost: ${reason}`);
      },
      onHidden: (hidden) => this.#events.onSay(hidden ? "Waits until the page is seen" : "Goes on"),
    };
    const end = await this.#runner!.run(header, cells, events, signal);
    const elapsedMs = performance.now() - startMs;
    this.#rows.push({ kind: "end", reason: end, detail: "", elapsedMs, at: new Date().toISOString() });
  }

  #ended({ workload, target, replicate }: CellName & { replicate: number }, header: RunHeader): void {
    const isLast = replicate === header.parameters.processes - 1;
    const total = header.parameters.processes;
    this.#set(
      { workload, target },
      isLast ? { state: "done" } : { state: "running", done: replicate + 1, total },
    );
  }

  #forget({ workload, target }: CellName): void {
    const isOf = (row: RunRow) => "target" in row && row.workload === workload && row.target === target;
    this.#rows = this.#rows.filter((row) => !isOf(row));
  }

  #set(cell: CellName, state: RowState): void {
    this.#states.set(keyOf(cell), state);
    this.#events.onChange();
  }

  #titleOf({ workload, target }: CellName): string {
    const row = this.rows.find((one) => one.workload === workload && one.target === target)!;
    return `${row.workloadTitle}, ${row.targetTitle}`;
  }
}

const keyOf = ({ workload, target }: CellName): string => `${workload} ${target}`;

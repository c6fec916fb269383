/** Measures in a reader's page: the harness's plan, steps and rows, with the targets' own workers. A bundle of its own. */

import { isPlainPage } from "../../src/model/live/cells.ts";
import { liveHeader } from "../../src/model/live/header.ts";
import type { CellName, CellToRun, LiveEvents, LiveRunner } from "../../src/model/live/runner.ts";
import { type OutputArray, parseOutputs } from "../../src/model/outputs.ts";
import { checkedLine, issuesOf } from "../../src/model/row-line.ts";
import { type OutcomeRow, type RunHeader, type RunRow, rowSchema } from "../../src/model/run-file.ts";
import { runOfRows } from "../../src/model/run-of-rows.ts";
import { summarise } from "../../src/model/summarise.ts";
import { type Measured, measureWorker } from "../harness/measure-worker.ts";
import { planSlots, type Slot } from "../harness/plan.ts";
import type { Job } from "../worker/job.ts";
import { SEGMENTS } from "../worker/laps.ts";
import { inspectModel } from "./inspect-model.ts";
import { Hidden, PageWorker, Stopped, TimedOut } from "./page-worker.ts";

const isHidden = (): boolean => document.visibilityState === "hidden";

/** One run of the queue. */
class Queue {
  readonly #header: RunHeader;
  readonly #cells: readonly CellToRun[];
  readonly #events: LiveEvents;
  readonly #signal: AbortSignal;
  readonly #references = new Map<string, readonly OutputArray[]>();
  readonly #lost = new Set<CellToRun>();
  #current: PageWorker | null = null;

  constructor(header: RunHeader, cells: readonly CellToRun[], events: LiveEvents, signal: AbortSignal) {
    this.#header = header;
    this.#cells = cells;
    this.#events = events;
    this.#signal = signal;
  }

  async run(): Promise<"complete" | "interrupted"> {
    const { processes } = this.#header.parameters;
    const slots = planSlots({
      seed: this.#header.seed,
      cells: this.#cells.map(({ workload, target }) => ({ workload, target, processes })),
      aaTarget: this.#twin(),
    });
    const onHidden = () => {
      if (isHidden()) this.#current?.end(new Hidden());
    };
    const onStop = () => this.#current?.end(new Stopped());
    document.addEventListener("visibilitychange", onHidden);
    this.#signal.addEventListener("abort", onStop);
    try {
      for (const slot of slots) {
        if (this.#signal.aborted) return "interrupted";
        await this.#seen();
        const cell = this.#cells.find(
          ({ workload, target }) => workload === slot.workload && target === slot.target,
        )!;
        if (!this.#lost.has(cell)) await this.#process(cell, slot);
      }
      return this.#signal.aborted ? "interrupted" : "complete";
    } finally {
      document.removeEventListener("visibilitychange", onHidden);
      this.#signal.removeEventListener("abort", onStop);
    }
  }

  /** The target that runs twice in each block: what the two differ by is noise. */
  #twin(): string | null {
    const single = this.#cells.filter(({ job }) => job.threads === 1);
    return single[0]?.target ?? null;
  }

  /** Waits until the page is seen, or the queue is stopped. */
  async #seen(): Promise<void> {
    if (!isHidden() || this.#signal.aborted) return;
    this.#events.onHidden(true);
    await new Promise<void>((resolve) => {
      const look = () => {
        if (isHidden() && !this.#signal.aborted) return;
        document.removeEventListener("visibilitychange", look);
        this.#signal.removeEventListener("abort", look);
        resolve();
      };
      document.addEventListener("visibilitychange", look);
      this.#signal.addEventListener("abort", look);
    });
    this.#events.onHidden(false);
  }

  /** What goes wrong is this cell's outcome, and ends its other processes too: they would fare no better. */
  async #process(cell: CellToRun, slot: Slot): Promise<void> {
    const start = performance.now();
    if (slot.arm === "wall") this.#events.onProcess(cell, slot.replicate, this.#header.parameters.processes);
    try {
      this.#finish(slot, start, await this.#measure(cell, slot));
    } catch (error) {
      if (error instanceof Stopped) return;
      const detail = error instanceof Error ? error.message : String(error);
      const state = error instanceof Hidden ? "cut" : error instanceof TimedOut ? "timeout" : "crash";
      this.#finish({ ...slot, arm: "wall" }, start, { state, detail });
    }
  }

  async #measure(cell: CellToRun, slot: Slot): Promise<Measured> {
    const { slot: _, ...fields } = slot;
    const { parameters } = this.#header;
    const reference = await this.#referenceOf(cell);
    const worker = new PageWorker(cell.worker, cell.job as unknown as Job, {
      timeoutMs: parameters.timeoutMs,
      onSamples: (batch) => {
        const { firstIteration, startMs, wallMs, spanMs } = batch;
        const columns = { firstIteration, startMs, wallMs, spanMs };
        this.#append({ kind: "samples", ...fields, segments: [...SEGMENTS], ...columns });
      },
    });
    this.#current = worker;
    // Nobody heard of it while the reference was fetched.
    if (this.#signal.aborted) worker.end(new Stopped());
    else if (isHidden()) worker.end(new Hidden());
    const isFatal = (error: unknown) => error instanceof Hidden || error instanceof Stopped;
    try {
      const tolerance = cell.reference === null ? toleranceBy(reference) : cell.tolerance;
      const append = (row: RunRow) => this.#append(row);
      const steps = { fields, parameters, tolerance, reference, append, isFatal };
      return await measureWorker(this.#remembering(cell, worker), steps);
    } finally {
      worker.end(new Stopped());
      this.#current = null;
    }
  }

  async #referenceOf({ workload, reference }: CellToRun): Promise<readonly OutputArray[] | null> {
    if (reference !== null && !this.#references.has(workload)) {
      const response = await fetch(reference);
      if (!response.ok) throw new Error(`${reference} could not be fetched: ${response.status}`);
      this.#references.set(workload, parseOutputs(new Uint8Array(await response.arrayBuffer())));
    }
    return this.#references.get(workload) ?? null;
  }

  /** Without a reference, the first cell that answers is what the others are compared with. */
  #remembering(cell: CellToRun, worker: PageWorker): Parameters<typeof measureWorker>[0] {
    return {
      opened: () => worker.opened(),
      warm: async (parameters) => {
        const warm = await worker.warm(parameters);
        if (!this.#references.has(cell.workload)) this.#references.set(cell.workload, await worker.outputs());
        return warm;
      },
      outputs: () => worker.outputs(),
      profile: (iterations) => worker.profile(iterations),
    };
  }

  #finish({ slot: number, ...fields }: Slot, start: number, measured: Measured): void {
    const row: OutcomeRow = {
      kind: "outcome",
      ...fields,
      slot: number,
      cpuPerWall: null,
      overheadMs: null,
      agreement: null,
      ...measured,
      elapsedMs: performance.now() - start,
      // A page cannot see it.
      loadAverage1m: 0,
      at: new Date().toISOString(),
    };
    if (measured.state !== "ok") this.#lose(fields, measured.detail);
    this.#append(row);
  }

  #lose({ workload, target }: CellName, reason: string): void {
    const cell = this.#cells.find((one) => one.workload === workload && one.target === target)!;
    if (this.#lost.has(cell)) return;
    this.#lost.add(cell);
    this.#events.onLost(cell, reason);
  }

  #append(row: RunRow): void {
    const parsed = rowSchema.safeParse(row);
    if (!parsed.success)
      throw new Error(`the worker reported what cannot be: ${issuesOf(parsed.error, row)}`);
    this.#events.onRow(parsed.data);
  }
}

/** Of a model whose outputs nobody specified: a share of the largest, since engines differ in the order of their sums. */
const OWN_SHARE = 1e-3;

function toleranceBy(reference: readonly OutputArray[] | null): CellToRun["tolerance"] {
  const result = reference?.find(({ name }) => name === "result")?.data ?? [];
  let largest = 0;
  for (const value of result) largest = Math.max(largest, Math.abs(Number(value)));
  return { tensors: 1e-6, result: OWN_SHARE * (largest || 1) };
}

function file(header: RunHeader, rows: readonly RunRow[]): string {
  let checksum = 0;
  return [header, ...rows]
    .map((row, i) => {
      const checked = checkedLine(rowSchema.parse(row.kind === "end" ? { ...row, rows: i } : row), checksum);
      checksum = checked.checksum;
      return `${checked.line}\n`;
    })
    .join("");
}

export const runner: LiveRunner = {
  header: liveHeader,
  run: (header, cells, events, signal) => new Queue(header, cells, events, signal).run(),
  summary: (header, rows) => summarise(runOfRows(header, rows), [], isPlainPage),
  file,
  inspect: inspectModel,
};

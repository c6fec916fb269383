import { isImitated } from "../../src/model/adapter.ts";
import type { OutcomeRow, RunHeader } from "../../src/model/run-file.ts";
import type { Slot } from "./plan.ts";

/** Which slots are still to run, and how long that should take, judged by what has run. */
export class Schedule {
  #queue: Slot[];
  readonly #elapsedMs = new Map<string, number>();
  /** The same of processes that were asked nothing beyond what every process is. */
  readonly #plainMs = new Map<string, number>();
  readonly #header: RunHeader;
  /** Targets whose GPU software imitates: once one of their cells works, nothing more is to be learnt. */
  readonly #imitated: ReadonlySet<string>;

  constructor(slots: readonly Slot[], known: ReadonlyMap<string, OutcomeRow>, header: RunHeader) {
    this.#header = header;
    this.#imitated = new Set(header.targets.filter(isImitated).map(({ id }) => id));
    this.#queue = slots.filter((slot) => !known.has(slot.process));
    for (const slot of slots) {
      const outcome = known.get(slot.process);
      if (outcome) this.#learn(slot, outcome);
    }
  }

  pending(): readonly Slot[] {
    return this.#queue;
  }

  next(): Slot | undefined {
    return this.#queue[0];
  }

  drop(slot: Slot): void {
    this.#queue = this.#queue.filter((other) => other !== slot);
  }

  finished(slot: Slot, outcome: OutcomeRow): void {
    this.drop(slot);
    this.#learn(slot, outcome);
  }

  expectedMs(slot: Slot): number {
    return this.#elapsedMs.get(cellOf(slot)) ?? this.#mean();
  }

  leftMs(): number {
    return this.#queue.reduce((sum, slot) => sum + this.expectedMs(slot), 0);
  }

  #learn(slot: Slot, outcome: OutcomeRow): void {
    this.#elapsedMs.set(cellOf(slot), outcome.elapsedMs);
    if (!isAskedMore(slot)) this.#plainMs.set(cellOf(slot), outcome.elapsedMs);
    // What failed once in this process's way will fail again: its replicates would only cost time.
    if (outcome.state === "ok" && this.#imitated.has(slot.target))
      this.#queue = this.#queue.filter(({ target }) => target !== slot.target);
    if (outcome.state === "timeout")
      this.#queue = this.#queue.filter((other) => cellOf(other) !== cellOf(slot));
    this.#skipSlow();
  }

  /** A cell whose process takes long gets fewer of them. */
  #skipSlow(): void {
    const { slowProcesses, slowProcessMs } = this.#header.parameters;
    this.#queue = this.#queue.filter(
      (slot) => slot.replicate < slowProcesses || (this.#plainMs.get(cellOf(slot)) ?? 0) <= slowProcessMs,
    );
  }

  #mean(): number {
    const all = [...this.#elapsedMs.values()];
    return all.length === 0 ? 0 : all.reduce((a, b) => a + b, 0) / all.length;
  }
}

/** A cell's first process is profiled and called with batches, which take their time and make no cell a slow one. */
const isAskedMore = ({ arm, replicate }: Slot): boolean => arm === "wall" && replicate === 0;

const cellOf = (slot: Slot): string => `${slot.workload} × ${slot.target}`;

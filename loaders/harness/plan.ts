import { mulberry32, shuffled } from "../../src/model/random.ts";
import type { Arm } from "../../src/model/run-file.ts";

/** One process to run. */
export interface Slot {
  /** Unique within the run; rows refer to it. */
  readonly process: string;
  readonly slot: number;
  readonly workload: string;
  readonly target: string;
  readonly arm: Arm;
  readonly replicate: number;
}

/** A workload on a target that is to be measured. */
export interface PlannedCell {
  readonly workload: string;
  readonly target: string;
  readonly processes: number;
  /** Software imitates its GPU: it is to show that it works, after all that is measured. */
  readonly isProof?: boolean;
}

/**
 * Slots of a resumed run. What an interruption cut short left rows without an outcome; its repeat gets a
 * name of its own, so that the two never mix: `…/0`, then `…/0+1`.
 */
export function renameRepeats(slots: readonly Slot[], started: ReadonlySet<string>): Slot[] {
  return slots.map((slot) => {
    let process = slot.process;
    for (let attempt = 1; started.has(process); attempt++) process = `${slot.process}+${attempt}`;
    return process === slot.process ? slot : { ...slot, process };
  });
}

/** The planned name of a process, whichever attempt it is. */
export function plannedName(process: string): string {
  return process.replace(/\+\d+$/, "");
}

/**
 * Randomised complete blocks: block r runs every cell that has more than r processes once, in an order drawn from the seed.
 * The A/A arm, the same target under a second name, joins each block. Proofs come last, once each, in the order given.
 * The plan depends on its arguments alone, so that an interrupted run can go on where it stopped.
 */
export function planSlots(options: {
  readonly seed: number;
  readonly cells: readonly PlannedCell[];
  readonly aaTarget: string | null;
}): Slot[] {
  const random = mulberry32(options.seed);
  const slots: Slot[] = [];
  const add = (entry: Pick<Slot, "workload" | "target" | "arm">, replicate: number) => {
    const process = `${entry.workload}/${entry.target}/${entry.arm}/${replicate}`;
    slots.push({ ...entry, process, slot: slots.length, replicate });
  };
  const blocks = Math.max(...options.cells.map(({ processes }) => processes));
  for (let replicate = 0; replicate < blocks; replicate++) {
    const block: { workload: string; target: string; arm: Arm }[] = [];
    for (const { workload, target, processes, isProof = false } of options.cells) {
      if (replicate >= processes || isProof) continue;
      block.push({ workload, target, arm: "wall" });
      if (target === options.aaTarget) block.push({ workload, target, arm: "aa" });
    }
    for (const entry of shuffled(block, random)) add(entry, replicate);
  }
  for (const { workload, target, isProof = false } of options.cells)
    if (isProof) add({ workload, target, arm: "wall" }, 0);
  return slots;
}

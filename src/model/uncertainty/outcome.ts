import type { Simulation, UncertainModel } from "./model.js";

/** One number per draw: what an option scores, or by how much it exceeds another. */
export interface Outcome {
  readonly option: number;
  readonly criterion: number;
  /** The option that is subtracted; null for none. */
  readonly against: number | null;
}

/** Where both are infinite neither exceeds the other: 0. */
export const difference = (a: number, b: number): number => (a === b ? 0 : a - b);

export function outcomeColumn({ outcomes }: Simulation, outcome: Outcome): Float64Array {
  const column = outcomes[outcome.option]![outcome.criterion]!;
  if (outcome.against === null) return column;
  const other = outcomes[outcome.against]![outcome.criterion]!;
  return column.map((value, d) => difference(value, other[d]!));
}

/** The same number from what `evaluate` filled. */
export function outcomeOf({ criteria }: UncertainModel, outcome: Outcome, out: Float64Array): number {
  const at = (option: number) => out[option * criteria.length + outcome.criterion]!;
  return outcome.against === null ? at(outcome.option) : difference(at(outcome.option), at(outcome.against));
}

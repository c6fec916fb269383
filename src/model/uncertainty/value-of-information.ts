import { isUncertain } from "../scenario/range.js";
import { binsOf } from "./bins.js";
import type { Simulation, UncertainInput } from "./model.js";
import { meanOf } from "./spread.js";

/** What knowing one input exactly, before choosing, would be worth. */
interface InputValue {
  readonly input: UncertainInput;
  /** Expected saving, in the criterion's unit; 0 where the choice would not change. */
  readonly evppi: number;
  /** Chance that the choice made with that knowledge is still not the best of the draw. */
  readonly wrongChance: number;
  /** By how much that is less than without it; below 0 where a smaller mean is bought with more, smaller errors. */
  readonly wrongRemoved: number;
}

interface ValueOfInformation {
  /** The option with the smallest mean: what is chosen with what is known. */
  readonly leader: number;
  /** Chance that another option is better than the leader. */
  readonly wrongChance: number;
  /** Expected saving if every input were known before choosing. */
  readonly evpi: number;
  /** Most valuable first; inputs that are known exactly are left out. */
  readonly inputs: readonly InputValue[];
}

/**
 * Value of perfect information, for the choice of the option with the smallest mean of a criterion.
 *
 * Per input: the draws are sorted into slices of it, and in each slice the option with the smallest mean is chosen
 * (Strong & Oakley, "An efficient method for computing single-parameter partial expected value of perfect
 * information", Medical Decision Making 33(6), 2013). Choosing and valuing by the same draws counts luck as value, so
 * that each half of a slice is valued by what the other half chose.
 *
 * @param among indices of the options to choose from; one whose mean is infinite is never chosen and left out
 * @returns null where no option has a finite mean
 */
export function valueOfInformation(
  { model, inputs, outcomes, draws }: Simulation,
  criterion: number,
  among: readonly number[],
): ValueOfInformation | null {
  const open = among.filter((o) => Number.isFinite(meanOf(outcomes[o]![criterion]!)));
  if (open.length === 0) return null;
  const columns = open.map((o) => outcomes[o]![criterion]!);
  const means = columns.map(meanOf);
  const leader = means.indexOf(Math.min(...means));
  const best = columns[0]!.slice();
  for (const column of columns)
    for (let d = 0; d < draws; d++) if (column[d]! < best[d]!) best[d] = column[d]!;
  // Losses against the best of the draw: small numbers, whose sums keep their digits.
  const losses = columns.map((column) => column.map((value, d) => value - best[d]!));
  const wrongChance = wrongShare(losses[leader]!);
  const evpi = meanOf(losses[leader]!);
  const values = model.inputs.flatMap((input, i): InputValue[] => {
    if (!isUncertain(input.range)) return [];
    const known = open.length === 1 ? { loss: evpi, wrong: wrongChance } : knowing(inputs[i]!, losses);
    return [
      {
        input,
        evppi: Math.max(0, evpi - known.loss),
        wrongChance: known.wrong,
        wrongRemoved: wrongChance - known.wrong,
      },
    ];
  });
  return { leader: open[leader]!, wrongChance, evpi, inputs: values.sort((a, b) => b.evppi - a.evppi) };
}

function wrongShare(loss: Float64Array): number {
  let wrong = 0;
  for (let d = 0; d < loss.length; d++) if (loss[d]! > 0) wrong++;
  return wrong / loss.length;
}

/** Expected loss, and chance of a wrong choice, of the one who chooses knowing the slice of the input. */
function knowing(input: Float64Array, losses: readonly Float64Array[]): { loss: number; wrong: number } {
  const { count, of } = binsOf(input);
  const sums: Float64Array[] = [];
  const wrongs: Float64Array[] = [];
  const sizes = new Float64Array(count * 2);
  for (let d = 0; d < of.length; d++) sizes[of[d]! * 2 + (d & 1)]!++;
  for (const loss of losses) {
    const sum = new Float64Array(count * 2);
    const wrong = new Float64Array(count * 2);
    for (let d = 0; d < of.length; d++) {
      const half = of[d]! * 2 + (d & 1);
      const lost = loss[d]!;
      sum[half]! += lost;
      if (lost > 0) wrong[half]!++;
    }
    sums.push(sum);
    wrongs.push(wrong);
  }
  let loss = 0;
  let wrong = 0;
  for (let half = 0; half < count * 2; half++) {
    // Where the other half is empty, as with very few draws, the half has to choose for itself.
    const judge = sizes[half ^ 1]! > 0 ? half ^ 1 : half;
    let chosen = 0;
    for (let o = 1; o < sums.length; o++) if (sums[o]![judge]! < sums[chosen]![judge]!) chosen = o;
    loss += sums[chosen]![half]!;
    wrong += wrongs[chosen]![half]!;
  }
  return { loss: loss / of.length, wrong: wrong / of.length };
}

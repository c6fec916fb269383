import { isUncertain } from "../scenario/range.js";
import { drawsOf, wholeDraws } from "./draws.js";
import type { Simulation, UncertainInput, UncertainModel } from "./model.js";

/**
 * A share of the draws is then known to 0.8 points (one standard error), a mean cost to about 0.5 %: less than any
 * verdict turns on, and a page answers for a whole run before a reader has read its headline.
 */
export const DEFAULT_DRAWS = 4_000;
export const DEFAULT_SEED = 1;

/**
 * Draws every input and evaluates every option on the same draws (common random numbers). An input's draws depend on
 * its id, its range and the seed alone, so that adding an option or another input changes nobody's draws.
 *
 * @throws RangeError for a number of draws that is not a positive integer
 */
export function simulate(model: UncertainModel, draws = DEFAULT_DRAWS, seed = DEFAULT_SEED): Simulation {
  if (!Number.isSafeInteger(draws) || draws < 1)
    throw new RangeError(`${draws} draws: allowed is a whole number from 1, such as ${DEFAULT_DRAWS}`);
  const inputs = model.inputs.map((input) => inputDraws(input, draws, seed));
  const moving = inputs.flatMap((_, i) => (isUncertain(model.inputs[i]!.range) ? [i] : []));
  return { model, draws, inputs, outcomes: outcomesOf(model, inputs, moving, draws) };
}

/** The draws of one input, as every simulation of so many draws has them. */
export function inputDraws(
  { id, range, wholeFrom }: Pick<UncertainInput, "id" | "range" | "wholeFrom">,
  draws: number,
  seed: number,
): Float64Array {
  return wholeFrom === undefined
    ? drawsOf(id, range, draws, seed)
    : wholeDraws(id, range, draws, seed, wholeFrom);
}

/** @param moving indices of the inputs that differ between draws; the others are set once */
function outcomesOf(
  model: UncertainModel,
  inputs: readonly Float64Array[],
  moving: readonly number[],
  draws: number,
): Float64Array[][] {
  const outcomes = model.options.map(() => model.criteria.map(() => new Float64Array(draws)));
  // In the order of `out`, so that the loop below has one index instead of two.
  const targets = outcomes.flat();
  const draw = Float64Array.from(inputs, (column) => column[0]!);
  const sources = moving.map((i) => inputs[i]!);
  const out = new Float64Array(targets.length);
  for (let d = 0; d < draws; d++) {
    for (let m = 0; m < moving.length; m++) draw[moving[m]!] = sources[m]![d]!;
    model.evaluate(draw, out);
    for (let t = 0; t < targets.length; t++) targets[t]![d] = out[t]!;
  }
  return outcomes;
}

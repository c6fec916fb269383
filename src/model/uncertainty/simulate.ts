import { mulberry32, seedOf } from "../random.js";
import type { Range } from "../scenario/range.js";
import type { Simulation, UncertainModel } from "./model.js";
import { quantileOf } from "./quantile.js";

export const DEFAULT_DRAWS = 10_000;
export const DEFAULT_SEED = 1;

/**
 * Draws every input and evaluates every option on the same draws.
 *
 * Each input's draws are stratified (Latin hypercube, McKay et al. 1979): one from each of `draws` equal slices of
 * its distribution, shuffled. An input's stream depends on its id and the seed alone, so that adding an option or
 * another input changes nobody's draws.
 */
export function simulate(model: UncertainModel, draws = DEFAULT_DRAWS, seed = DEFAULT_SEED): Simulation {
  const inputs = model.inputs.map(({ id, range }) => columnOf(id, range, draws, seed));
  return evaluateAll(model, inputs, draws);
}

/** Evaluates the model on given columns of inputs. */
export function evaluateAll(
  model: UncertainModel,
  inputs: readonly Float64Array[],
  draws: number,
): Simulation {
  const width = model.criteria.length;
  const outcomes = model.options.map(() => model.criteria.map(() => new Float64Array(draws)));
  const draw = new Float64Array(inputs.length);
  const out = new Float64Array(model.options.length * width);
  for (let d = 0; d < draws; d++) {
    for (let i = 0; i < inputs.length; i++) draw[i] = inputs[i]![d]!;
    model.evaluate(draw, out);
    for (let o = 0; o < outcomes.length; o++) {
      for (let c = 0; c < width; c++) outcomes[o]![c]![d] = out[o * width + c]!;
    }
  }
  return { model, draws, inputs, outcomes };
}

/** Uniform strata by (id, draws, seed): the same for every range, so a slider's every step reuses them. */
const strata = new Map<string, Float64Array>();
const KEPT_STRATA = 256;

function columnOf(id: string, range: Range, draws: number, seed: number): Float64Array {
  const column = new Float64Array(draws);
  const quantile = quantileOf(range);
  if (range.kind === "value") return column.fill(range.value);
  const uniforms = strataOf(id, draws, seed);
  for (let d = 0; d < draws; d++) column[d] = quantile(uniforms[d]!);
  return column;
}

function strataOf(id: string, draws: number, seed: number): Float64Array {
  const key = `${seed}/${draws}/${id}`;
  let uniforms = strata.get(key);
  if (uniforms === undefined) {
    const random = mulberry32(seedOf(key));
    uniforms = Float64Array.from({ length: draws }, (_, d) => (d + random()) / draws);
    for (let d = draws - 1; d > 0; d--) {
      const other = Math.floor(random() * (d + 1));
      [uniforms[d], uniforms[other]] = [uniforms[other]!, uniforms[d]!];
    }
    if (strata.size >= KEPT_STRATA) strata.clear();
    strata.set(key, uniforms);
  }
  return uniforms;
}

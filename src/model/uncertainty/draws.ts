import { mulberry32, seedOf } from "../random.js";
import { centre, isUncertain, type Range } from "../scenario/range.js";
import { cachedColumn } from "./column-cache.js";
import { normalQuantile, quantileOf } from "./quantile.js";

/**
 * One input's draws, stratified (Latin hypercube; McKay, Beckman & Conover, Technometrics 21(2), 1979): the middle, in
 * probability, of each of `draws` equal slices of its distribution, shuffled. The seed decides which draws of the
 * inputs meet. They depend on the id, the range, the number of draws and the seed alone. Shared between calls: not to
 * be written to.
 */
export function drawsOf(id: string, range: Range, draws: number, seed: number): Float64Array {
  const stream = `${seed}/${draws}/${id}`;
  if (!isUncertain(range)) {
    const value = centre(range);
    return cachedColumn(`${draws}/${value}`, () => new Float64Array(draws).fill(value));
  }
  return cachedColumn(`${stream}/${JSON.stringify(range)}`, () => {
    if (range.kind === "interval") {
      const normals = cachedColumn(`${stream}/normal`, () => shuffled(normalMiddles(draws), stream));
      return intervalDraws(range.p5, range.p95, normals);
    }
    const uniforms = cachedColumn(`${stream}/uniform`, () => shuffled(middles(draws), stream));
    return applied(quantileOf(range), uniforms.slice());
  });
}

/** The same draws, each rounded to the nearest whole number, and none below `least`. */
export function wholeDraws(
  id: string,
  range: Range,
  draws: number,
  seed: number,
  least: number,
): Float64Array {
  return cachedColumn(`${seed}/${draws}/${id}/${JSON.stringify(range)}/whole from ${least}`, () =>
    drawsOf(id, range, draws, seed).map((value) => Math.max(least, Math.round(value))),
  );
}

/** Straight from shuffled normal numbers, which every step of a slider shares. */
function intervalDraws(p5: number, p95: number, normals: Float64Array): Float64Array {
  const log = p5 > 0;
  const [low, high] = log ? [Math.log(p5), Math.log(p95)] : [p5, p95];
  const centre = (low + high) / 2;
  const sigma = (high - low) / (2 * Z95);
  const column = new Float64Array(normals.length);
  for (let d = 0; d < column.length; d++) {
    const value = centre + sigma * normals[d]!;
    column[d] = log ? Math.exp(value) : value;
  }
  return column;
}

/** Of the slices of 0 to 1, in order. */
const middles = (draws: number) =>
  cachedColumn(`${draws}/middles`, () => {
    const column = new Float64Array(draws);
    for (let d = 0; d < draws; d++) column[d] = (d + 0.5) / draws;
    return column;
  });

/** Of the slices of the standard normal, in order: the same for every input and seed. */
const normalMiddles = (draws: number) =>
  cachedColumn(`${draws}/normal middles`, () => applied(normalQuantile, middles(draws).slice()));

/** In place. */
function applied(f: (p: number) => number, column: Float64Array): Float64Array {
  for (let d = 0; d < column.length; d++) column[d] = f(column[d]!);
  return column;
}

/** A shuffled copy, shuffled while it is filled ("inside-out" Fisher–Yates). */
function shuffled(sorted: Float64Array, stream: string): Float64Array {
  const random = mulberry32(seedOf(stream));
  const column = new Float64Array(sorted.length);
  for (let d = 0; d < column.length; d++) {
    const other = Math.floor(random() * (d + 1));
    column[d] = column[other]!;
    column[other] = sorted[d]!;
  }
  return column;
}

const Z95 = normalQuantile(0.95);

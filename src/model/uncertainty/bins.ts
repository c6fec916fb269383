import { quantilesOf } from "./quantiles-of.js";

/** Draws by the slice of an input's distribution that they fall into. */
interface Bins {
  readonly count: number;
  /** Per draw, 0 for the lowest slice to count − 1. */
  readonly of: Uint8Array;
}

const kept = new WeakMap<Float64Array, Bins>();

/**
 * Slices of equal numbers of draws: 25 for 10,000 draws, of 400 each. More would follow the input more closely but
 * leave each with a noisier mean. A column is sliced once, however often it is asked for.
 */
export function binsOf(column: Float64Array): Bins {
  let bins = kept.get(column);
  if (bins === undefined) {
    const count = Math.min(64, Math.max(2, Math.round(Math.sqrt(column.length) / 4)));
    const edges = Float64Array.from(
      quantilesOf(
        column,
        Array.from({ length: count - 1 }, (_, b) => (b + 1) / count),
      ),
    );
    bins = { count, of: Uint8Array.from(column, (value) => firstNotBelow(edges, value)) };
    kept.set(column, bins);
  }
  return bins;
}

/** Index of the first edge that is not below the value; the number of edges where all are. */
function firstNotBelow(edges: Float64Array, value: number): number {
  let from = 0;
  let to = edges.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (edges[middle]! < value) from = middle + 1;
    else to = middle;
  }
  return from;
}

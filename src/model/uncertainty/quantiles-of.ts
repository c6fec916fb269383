const BUCKETS = 1024;
/** Reused between calls: a simulation asks for the quantiles of a hundred columns of one length. */
const counts = new Int32Array(BUCKETS);
let bucketOf = new Uint16Array(0);
let scratch = new Float64Array(0);

/**
 * Quantiles of a column: the least value that at least a share p of the draws does not exceed (Hyndman & Fan's type
 * 1, the inverse of the empirical distribution function), so that an infinite draw never mixes with a finite one.
 *
 * The draws are counted into buckets, and only the bucket that holds the rank is sorted: exact, and several times as
 * fast as sorting the column.
 *
 * @param probabilities 0 to 1
 * @throws RangeError for an empty column
 */
export function quantilesOf(column: Float64Array, probabilities: readonly number[]): number[] {
  const n = column.length;
  if (n === 0) throw new RangeError("a column of 0 draws has no quantile; draw at least one");
  countBuckets(column);
  const sorted = new Map<number, Float64Array>();
  return probabilities.map((p) => {
    let rank = Math.min(n - 1, Math.max(0, Math.ceil(p * n - 1e-9) - 1));
    let bucket = 0;
    while (rank >= counts[bucket]!) rank -= counts[bucket++]!;
    let members = sorted.get(bucket);
    if (members === undefined) {
      members = membersOf(column, bucket);
      sorted.set(bucket, members);
    }
    return members[rank]!;
  });
}

/** Fills `counts` and `bucketOf`. A larger value is never in a lower bucket; that is all the rest relies on. */
function countBuckets(column: Float64Array): void {
  const n = column.length;
  if (bucketOf.length !== n) {
    bucketOf = new Uint16Array(n);
    scratch = new Float64Array(n);
  }
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let d = 0; d < n; d++) {
    const value = column[d]!;
    if (value < least && value !== Number.NEGATIVE_INFINITY) least = value;
    if (value > most && value !== Number.POSITIVE_INFINITY) most = value;
  }
  counts.fill(0);
  const perUnit = BUCKETS / (most - least);
  if (!(perUnit > 0 && perUnit < Number.POSITIVE_INFINITY)) {
    // All finite draws are equal, or too far apart to divide: one bucket, which is sorted as a whole.
    bucketOf.fill(0);
    counts[0] = n;
    return;
  }
  for (let d = 0; d < n; d++) {
    const place = (column[d]! - least) * perUnit;
    const bucket = place < BUCKETS ? (place > 0 ? place | 0 : 0) : BUCKETS - 1;
    bucketOf[d] = bucket;
    counts[bucket]!++;
  }
}

function membersOf(column: Float64Array, bucket: number): Float64Array {
  let found = 0;
  for (let d = 0; d < bucketOf.length; d++) {
    // Written every time and kept where it belongs: no branch to mispredict.
    scratch[found] = column[d]!;
    found += bucketOf[d] === bucket ? 1 : 0;
  }
  return scratch.slice(0, found).sort();
}

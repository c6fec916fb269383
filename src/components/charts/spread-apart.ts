/**
 * Where labels go that should each stand at its own place and must not touch: as near to the places as the gap allows,
 * in their order, between the bounds. Labels that would touch share what they are moved by.
 *
 * @param places ascending
 * @returns closer than `gap` only where the bounds leave no room for it; then evenly spread
 */
export function spreadApart(places: readonly number[], gap: number, from: number, to: number): number[] {
  if (places.length < 2) return places.map((place) => Math.min(to, Math.max(from, place)));
  const apart = Math.min(gap, (to - from) / (places.length - 1));
  // Less the gaps before it, each place only has to be no less than the last: pool those that are (isotonic regression).
  const pools: { sum: number; count: number }[] = [];
  for (const [i, place] of places.entries()) {
    let pool = { sum: place - i * apart, count: 1 };
    for (
      let last = pools.at(-1);
      last && last.sum / last.count >= pool.sum / pool.count;
      last = pools.at(-1)
    ) {
      pool = { sum: last.sum + pool.sum, count: last.count + pool.count };
      pools.pop();
    }
    pools.push(pool);
  }
  const highest = to - (places.length - 1) * apart;
  return pools
    .flatMap(({ sum, count }) => Array.from({ length: count }, () => sum / count))
    .map((place, i) => Math.min(highest, Math.max(from, place)) + i * apart);
}

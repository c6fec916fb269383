/** The items between the first and third quartile of a measure: a stray pause is in neither. Keeps at least one. */
export function middleHalf<T>(items: readonly T[], measure: (item: T) => number): readonly T[] {
  const sorted = [...items].sort((a, b) => measure(a) - measure(b));
  const quarter = Math.floor(sorted.length / 4);
  return sorted.slice(quarter, sorted.length - quarter);
}

/** Of each of `to` outputs along an axis of `from` pixels: two source indices, the second one's weight. */
export function bilinearTaps(from: number, to: number) {
  const first = new Int32Array(to);
  const second = new Int32Array(to);
  const fraction = new Float64Array(to);
  for (let i = 0; i < to; i++) {
    const s = Math.min(Math.max(((i + 0.5) * from) / to - 0.5, 0), from - 1);
    first[i] = Math.floor(s);
    second[i] = Math.min(first[i]! + 1, from - 1);
    fraction[i] = s - first[i]!;
  }
  return { first, second, fraction };
}

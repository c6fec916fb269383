/**
 * By its series, of which these terms are enough for angles between −π and π. `Math.cos` may differ in its last bit from engine to engine,
 * and a sample that is computed with it too.
 */
export function cosine(radians: number): number {
  let [sum, term] = [1, 1];
  for (let n = 2; n <= 28; n += 2) {
    term *= -(radians * radians) / (n * (n - 1));
    sum += term;
  }
  return sum;
}

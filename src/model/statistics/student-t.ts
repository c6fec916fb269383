import { bisect } from "simple-statistics";

/**
 * P(|T| ≤ t) of Student's t with a whole number of degrees of freedom, in the angle θ = atan(t / √df): the
 * finite trigonometric series of Abramowitz & Stegun 26.7.3 (odd) and 26.7.4 (even).
 */
function centralProbability(theta: number, df: number): number {
  const cosine = Math.cos(theta);
  const odd = df % 2 === 1;
  let term = odd ? cosine : 1;
  let sum = df === 1 ? 0 : term;
  for (let power = odd ? 3 : 2; power <= df - 2; power += 2) {
    term *= ((power - 1) / power) * cosine * cosine;
    sum += term;
  }
  return odd ? (2 / Math.PI) * (theta + Math.sin(theta) * sum) : Math.sin(theta) * sum;
}

/**
 * Two-sided critical value of Student's t: |T| exceeds it with probability 1 − confidence.
 * `degreesOfFreedom` is rounded down (a wider interval), and is at least 1.
 */
export function studentCritical(degreesOfFreedom: number, confidence: number): number {
  const df = Math.max(1, Math.floor(degreesOfFreedom));
  const theta = bisect((angle) => centralProbability(angle, df) - confidence, 0, Math.PI / 2, 200, 1e-12);
  return Math.sqrt(df) * Math.tan(theta);
}

/**
 * A browser rounds its clock: to 5 µs where the page is isolated, else to 100 µs. The median of some steps that were seen,
 * milliseconds.
 *
 * @param now the clock
 * @param count of steps; each takes as long as the step that it finds
 */
export function finestStep(now: () => number, count = 20): number {
  const steps = Array.from({ length: count }, () => {
    const before = now();
    let after = before;
    while (after === before) after = now();
    return after - before;
  });
  return steps.sort((a, b) => a - b)[count >> 1]!;
}

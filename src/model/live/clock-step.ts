const STEPS = 20;

/**
 * A browser rounds its clock: to 5 µs where the page is isolated, else to 100 µs. The median of some steps that were seen,
 * milliseconds.
 *
 * @param now the clock
 */
export function finestStep(now: () => number): number {
  const steps = Array.from({ length: STEPS }, () => {
    const before = now();
    let after = before;
    while (after === before) after = now();
    return after - before;
  });
  return steps.sort((a, b) => a - b)[STEPS >> 1]!;
}

/**
 * Runs steps one by one, with room between them for input and painting. A new call drops what the last one has left.
 */
export function inTurn(): (steps: readonly (() => void)[]) => void {
  let turn = 0;
  return (steps) => {
    const own = ++turn;
    const next = (i: number) => {
      if (own !== turn || i === steps.length) return;
      steps[i]!();
      setTimeout(() => next(i + 1), 0);
    };
    next(0);
  };
}

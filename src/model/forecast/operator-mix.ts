/**
 * How much better or worse than its whole model each class of operators fares on a target. A forecast uses it to
 * reweight the compute ratio by the operators that the profile names.
 */
import { classShares, OPERATOR_CLASSES, type OperatorClass } from "./operator-class.js";
import type { ReferenceWorkload } from "./reference.js";

/** Log of a class's ratio over the ratio of the whole model; 0 where nothing is known. */
export type ClassEffects = ReadonlyMap<OperatorClass, number>;

/**
 * The prior, in workloads' worth of compute: as if one whole workload had shown that a class fares as its model
 * does. A class that took 5 % of one model so moves little, one that filled three models moves nearly all the way.
 */
const PRIOR_SHARE = 1;

export function classEffects(
  workloads: readonly ReferenceWorkload[],
  baseline: string,
  target: string,
): ClassEffects {
  const evidence = workloads.flatMap(({ cells }) => {
    const [from, to] = [cells.get(baseline), cells.get(target)];
    return from && to ? [{ from: classShares(from.operators), to: classShares(to.operators) }] : [];
  });
  const effects = new Map<OperatorClass, number>();
  for (const name of OPERATOR_CLASSES) {
    let weight = 0;
    let sum = 0;
    for (const { from, to } of evidence) {
      const [before, after] = [from.get(name) ?? 0, to.get(name) ?? 0];
      if (before === 0 || after === 0) continue;
      // Of shares: a class whose share grows fares worse than the model it is in.
      weight += before;
      sum += before * Math.log(after / before);
    }
    if (weight > 0) effects.set(name, sum / (weight + PRIOR_SHARE));
  }
  return effects;
}

/** Log of the factor by which a mix of classes departs from the model-wide ratio; 0 without a known mix. */
export function mixEffect(shares: ReadonlyMap<OperatorClass, number>, effects: ClassEffects): number {
  if (shares.size === 0) return 0;
  let sum = 0;
  for (const [name, share] of shares) sum += share * Math.exp(effects.get(name) ?? 0);
  return Math.log(sum);
}

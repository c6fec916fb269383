/**
 * Engines name the same work differently (Conv, FusedConv, aten::conv2d), and fuse it differently. Classes of
 * operators are what two engines' profiles can be joined on: a forecast reweights the compute ratio by how much better or
 * worse than its whole model each class fares on a target.
 */
import type { OperatorTime } from "../traces/profile.js";
import type { ReferenceWorkload } from "./reference.js";

export const OPERATOR_CLASSES = [
  "convolution",
  "convolution to few channels",
  "matrix product",
  "activation",
  "normalisation",
  "elementwise",
  "reduction",
  "movement",
  "trees",
  "other",
] as const;
export type OperatorClass = (typeof OPERATOR_CLASSES)[number];

/** First match wins; names are compared without their library's prefix, in lower case. */
const PATTERNS: readonly (readonly [OperatorClass, RegExp])[] = [
  ["trees", /treeensemble/],
  ["convolution to few channels", /(?:conv|^reorder(?:in|out)put).* of few channels$/],
  ["normalisation", /norm(alization)?(_|$)|layernorm|batchnorm|groupnorm|^lrn$/],
  // Reordering is done for the convolutions of a native engine, and for nothing else.
  ["convolution", /conv|^reorder(?:in|out)put/],
  ["matrix product", /gemm|matmul|^(addmm|mm|bmm|baddbmm|linear|einsum)(_|$)|attention|^(lstm|gru|rnn)$/],
  [
    "activation",
    /gelu|softmax|sigmoid|tanh|silu|swish|^(erf|exp|log|sqrt|pow|sin|cos|elu|selu|mish|softplus)(_|$)/,
  ],
  ["reduction", /pool|^reduce|^(mean|sum|max|min|argmax|argmin|topk|cumsum|nonmaxsuppression)(_|$)/],
  [
    "elementwise",
    /^(add|sub|mul|div|neg|abs|relu|prelu|leakyrelu|clip|clamp|where|equal|greater|less|not|and|or|floor|ceil|round|sign)(_|$)|relu/,
  ],
  [
    "movement",
    /transpose|permute|reshape|view|concat|^cat(_|$)|split|slice|gather|scatter|^(cast|_to_copy|to|copy|clone|contiguous|flatten|squeeze|unsqueeze|expand|tile|pad|shape|identity|resize|upsample|embedding|index|quantizelinear|dequantizelinear|depthtospace|spacetodepth)(_|$)/,
  ],
];

export function operatorClass(operator: string): OperatorClass {
  const name = operator
    .replace(/^.*::/, "")
    .replace(/^com\.microsoft\./, "")
    .toLowerCase();
  return PATTERNS.find(([, pattern]) => pattern.test(name))?.[0] ?? "other";
}

/** Share of the operators' time by class; empty where there is no time. The shares sum to 1. */
export function classShares(operators: readonly OperatorTime[]): ReadonlyMap<OperatorClass, number> {
  const total = operators.reduce((sum, { ms }) => sum + ms, 0);
  const shares = new Map<OperatorClass, number>();
  if (!(total > 0)) return shares;
  for (const { operator, ms } of operators) {
    if (!(ms > 0)) continue;
    const name = operatorClass(operator);
    shares.set(name, (shares.get(name) ?? 0) + ms / total);
  }
  return shares;
}

/** Log of a class's ratio over the ratio of the whole model; 0 where nothing is known. */
export type ClassEffects = ReadonlyMap<OperatorClass, number>;

/**
 * The prior, in workloads' worth of compute: as if one whole workload had shown of a class what the ladder of kernels shows, or,
 * of one that has no rung there, that it fares as its model does. A class that took 5 % of one model so moves little, one that
 * filled three models moves nearly all the way.
 */
const PRIOR_SHARE = 1;

/** @param ladder what single kernels say, as `ladderEffects` has it; nothing where the run did not measure any */
export function classEffects(
  workloads: readonly ReferenceWorkload[],
  baseline: string,
  target: string,
  ladder: ClassEffects = new Map(),
): ClassEffects {
  const evidence = workloads.flatMap(({ cells }) => {
    const [from, to] = [cells.get(baseline), cells.get(target)];
    if (!from || !to) return [];
    const shares = classShares(from.operators);
    // Shares only tell of a class over its own model, which may itself be of classes that fare unlike others.
    return [{ from: shares, to: classShares(to.operators), model: mixEffect(shares, ladder) }];
  });
  const effects = new Map<OperatorClass, number>();
  for (const name of OPERATOR_CLASSES) {
    let weight = 0;
    let sum = 0;
    for (const { from, to, model } of evidence) {
      const [before, after] = [from.get(name) ?? 0, to.get(name) ?? 0];
      if (before === 0 || after === 0) continue;
      // Of shares: a class whose share grows fares worse than the model it is in.
      weight += before;
      sum += before * (Math.log(after / before) + model);
    }
    const prior = ladder.get(name);
    if (weight > 0 || prior !== undefined)
      effects.set(name, (sum + PRIOR_SHARE * (prior ?? 0)) / (weight + PRIOR_SHARE));
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

/**
 * Engines name the same work differently (Conv, FusedConv, aten::conv2d), and fuse it differently. Classes of
 * operators are what two engines' profiles can be joined on.
 */
import type { OperatorTime } from "../traces/profile.js";

export const OPERATOR_CLASSES = [
  "convolution",
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
  ["normalisation", /norm(alization)?(_|$)|layernorm|batchnorm|groupnorm|^lrn$/],
  ["convolution", /conv/],
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
    /transpose|permute|reshape|view|reorder|concat|^cat(_|$)|split|slice|gather|scatter|^(cast|_to_copy|to|copy|clone|contiguous|flatten|squeeze|unsqueeze|expand|tile|pad|shape|identity|resize|upsample|embedding|index|quantizelinear|dequantizelinear|depthtospace|spacetodepth)(_|$)/,
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

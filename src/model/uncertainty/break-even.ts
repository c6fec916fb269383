/** What an option costs: once, and at the end of every month. USD. */
export interface CashFlow {
  readonly onceUsd: number;
  readonly monthlyUsd: number;
}

/** When the first of two options has cost less in total, both discounted. */
export type BreakEven =
  /** From the first month on, for good. */
  | { readonly state: "always" }
  /** Not before the end of `month` (a whole number), and then for good. */
  | { readonly state: "from"; readonly month: number }
  /** Only up to the end of `month`; its monthly cost then has eaten what it saved at first. 0 is before the first. */
  | { readonly state: "until"; readonly month: number }
  /** Never, or only at equal cost. */
  | { readonly state: "never" };

/**
 * The month at which the sums of two options cross: where once_A + m_A·a(n) = once_B + m_B·a(n), with the annuity
 * a(n) = Σ (1 + r)^(−i/12) for i = 1 … n. A saving that is discounted may never add up to what was paid for it.
 *
 * @param percentPerYear effective yearly discount rate, above −100
 */
export function breakEvenMonth(a: CashFlow, b: CashFlow, percentPerYear: number): BreakEven {
  const extra = a.onceUsd - b.onceUsd;
  const saving = b.monthlyUsd - a.monthlyUsd;
  if (extra <= 0 && saving >= 0) return extra < 0 || saving > 0 ? { state: "always" } : { state: "never" };
  if (extra >= 0 && saving <= 0) return { state: "never" };
  const months = monthsOf(extra / saving, percentPerYear);
  if (months === null) return extra > 0 ? { state: "never" } : { state: "always" };
  // A crossing within rounding error of a month's end is at that end.
  const whole = Math.ceil(months - 1e-9);
  return extra > 0
    ? { state: "from", month: Math.max(1, whole) }
    : { state: "until", month: Math.max(0, whole - 1) };
}

/** Months whose annuity is `annuity`; null where no number of months has one that large. */
function monthsOf(annuity: number, percentPerYear: number): number | null {
  const rate = Math.expm1(Math.log1p(percentPerYear / 100) / 12);
  if (rate === 0) return annuity;
  const left = 1 - annuity * rate;
  return left > 0 ? -Math.log(left) / Math.log1p(rate) : null;
}

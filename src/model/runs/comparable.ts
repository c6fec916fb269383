/** Whether what two runs measured is the same: a suite's major version says so. */
export const isComparable = (
  a: { readonly suiteVersion: string },
  b: { readonly suiteVersion: string },
): boolean => majorOf(a.suiteVersion) === majorOf(b.suiteVersion);

const majorOf = (version: string): string => version.split(".")[0]!;

/** What is compared of a cell: a warm request, a cold start, and the peak of memory. */
export const QUANTITIES = ["wallMs", "coldMs", "peakRssBytes"] as const;
export type Quantity = (typeof QUANTITIES)[number];

/** Both sides must spend this long in a bucket before their ratio says anything. */
export const COMPARABLE_MS = 0.02;

/** For files that count samples without saying how long one lasts. */
export const UNITLESS_WARNING =
  "The file has no unit of time: every sample is shown as 1 ms, and only shares mean something.";

/** Whether a profile, or what it was attributed to, counts samples and no time. */
export const isUnitless = ({ warnings }: { readonly warnings: readonly string[] }): boolean =>
  warnings.includes(UNITLESS_WARNING);

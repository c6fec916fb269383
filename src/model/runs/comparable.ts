/** Whether what two runs measured is the same: a suite's major version says so. */
export const isComparable = (
  a: { readonly suiteVersion: string },
  b: { readonly suiteVersion: string },
): boolean => majorOf(a.suiteVersion) === majorOf(b.suiteVersion);

const majorOf = (version: string): string => version.split(".")[0]!;

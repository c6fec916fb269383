/** @throws RangeError with the ids that there are, where one is not among them */
export function found<Value>(
  value: Value | undefined,
  what: string,
  id: string,
  known: readonly string[],
): Value {
  if (value !== undefined) return value;
  throw new RangeError(`there is no ${what} “${id}”; there are ${known.join(", ") || "none"}`);
}

/** Small words of English that several findings share. */
const NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/** "three", and digits above ten. */
export function inWords(count: number): string {
  return NUMBERS[count] ?? String(count);
}

/** "one workload", "two workloads". */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${inWords(count)} ${count === 1 ? noun : plural}`;
}

/** "a", "a and b", "a, b and c". */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

/** A title as it stands in a sentence: in quotation marks if it has a comma of its own. */
export function named({ title }: { readonly title: string }): string {
  return title.includes(",") ? `“${title}”` : title;
}

/** A factor with two digits: "2.1", "210". */
export function factor(value: number): string {
  return Number(value.toPrecision(2)).toLocaleString("en-US");
}

/** The first letter in upper case. */
export const capital = (text: string): string => `${text[0]!.toUpperCase()}${text.slice(1)}`;

/** A target's title; its id where the run knows none. */
export function titleOf(
  target: string,
  targets: readonly { readonly id: string; readonly title: string }[],
): string {
  return targets.find(({ id }) => id === target)?.title ?? target;
}

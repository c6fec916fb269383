/** Counts what was odd in a file, by kind, so that each kind becomes one warning with its number and first value. */
export class Oddities {
  readonly #kinds = new Map<string, { count: number; first: string }>();

  /**
   * @param kind what was odd and what was done about it, to follow a number: "weights that are no duration were dropped"
   * @param value the offending value
   */
  add(kind: string, value: unknown): void {
    const known = this.#kinds.get(kind);
    if (known) known.count++;
    else this.#kinds.set(kind, { count: 1, first: excerpt(value) });
  }

  /** One sentence for each kind. */
  warnings(): string[] {
    return [...this.#kinds].map(([kind, { count, first }]) => `${count} ${kind} (the first: ${first}).`);
  }
}

/** A value as it may be shown in a message: at most 60 characters; "nothing" where a field is missing. */
export function excerpt(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = typeof value === "number" ? String(value) : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

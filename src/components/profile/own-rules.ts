/** The reader's own rules as text: what goes before the standard table. */

/**
 * Puts a suggested rule at the end of the reader's rules.
 *
 * @param text the rules so far, perhaps empty
 * @param suggestion one YAML list item
 */
export function withRule(text: string, suggestion: string): string {
  const item = suggestion
    .trim()
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
  const head = text.trim() === "" ? "rules:" : text.trimEnd();
  return `${head}\n${item}\n`;
}

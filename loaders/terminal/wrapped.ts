const COLUMNS = 98;

/**
 * Breaks a sentence between words.
 *
 * @param indent spaces before every line but the first
 * @param columns most characters of a line, without the indent; a longer word stands alone
 */
export function wrapped(text: string, indent = 0, columns = COLUMNS): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= columns) {
      lines[lines.length - 1] = `${line} ${word}`;
    } else lines.push(word);
  }
  return lines.join(`\n${" ".repeat(indent)}`);
}

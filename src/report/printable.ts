/** Controls, those of a terminal among them, what turns the direction of text around, and separators that look like none. */
const OBEYED = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;
const OBEYED_IN_LINES = /(?![\n\t])[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

/**
 * Text of somebody else's as one line that nothing obeys: an escape sequence, a line break or a bidirectional override
 * stands there to be seen, as JSON writes it ("\u001b").
 */
export const printable = (text: string): string => text.replace(OBEYED, escaped);

/** The same for text of several lines: line breaks and tabs stay. What is valid JSON stays so, and means the same. */
export const printableLines = (text: string): string => text.replace(OBEYED_IN_LINES, escaped);

const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

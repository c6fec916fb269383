/** Names of a table's columns, from the statement that made it. */

/** What begins a constraint of the table rather than a column. */
const CONSTRAINT = /^(?:constraint|primary\s+key|unique|check|foreign\s+key)\b/i;

interface Columns {
  /** In lower case: SQL does not tell cases apart. */
  readonly columns: readonly string[];
  /** The column that stands for the row's number; −1 where there is none. */
  readonly rowId: number;
}

/** Null where it makes no table with row numbers. */
export function columnsOf(sql: string): Columns | null {
  const open = sql.indexOf("(");
  const close = sql.lastIndexOf(")");
  if (open < 0 || close < open || /\bwithout\s+rowid\b/i.test(sql.slice(close))) return null;
  const definitions = partsOf(sql.slice(open + 1, close)).filter((part) => !CONSTRAINT.test(part));
  return {
    columns: definitions.map((definition) => nameOf(definition).toLowerCase()),
    rowId: definitions.findIndex((definition) =>
      /^\s+integer\s+(?:not\s+null\s+)?primary\s+key\b(?!\s+desc\b)/i.test(
        definition.slice(quotedOf(definition).length),
      ),
    ),
  };
}

/** Between commas that are in no brackets, no quotes and no comments. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  let quote = "";
  for (let i = 0; i <= text.length; i++) {
    const character = text[i];
    if (quote !== "") {
      if (character === quote) quote = "";
    } else if (character === "'" || character === '"' || character === "`") quote = character;
    else if (character === "[") quote = "]";
    else if (character === "-" && text[i + 1] === "-") quote = "\n";
    else if (character === "(") depth++;
    else if (character === ")") depth--;
    if ((character === "," && depth === 0 && quote === "") || character === undefined) {
      parts.push(
        text
          .slice(from, i)
          .replace(/^(?:\s+|--[^\n]*\n?)+/, "")
          .trimEnd(),
      );
      from = i + 1;
    }
  }
  return parts;
}

/** A definition's name as it is written. */
function quotedOf(definition: string): string {
  return /^(?:"[^"]*"|`[^`]*`|\[[^\]]*\]|'[^']*'|\S+)/.exec(definition)?.[0] ?? "";
}

function nameOf(definition: string): string {
  return quotedOf(definition).replace(/^["`['](.*)["`\]']$/, "$1");
}

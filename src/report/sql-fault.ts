/** What DuckDB says is wrong with a query, in one sentence, and where. */
export interface SqlFault {
  readonly message: string;
  /** The place in the query, from 1; null where DuckDB names none. */
  readonly at: { readonly line: number; readonly column: number } | null;
  /** The place in the query, in letters from its start; null where that is not known. */
  readonly offset: number | null;
}

const EXCERPT = /\n+LINE (\d+): (.*)\n( *)\^/;

export function sqlFault(error: unknown, query: string): SqlFault {
  const text = error instanceof Error ? error.message : String(error);
  const found = EXCERPT.exec(text);
  const message = text.slice(0, found?.index ?? text.length).trim();
  if (!found) return { message, at: null, offset: null };
  const line = Number(found[1]);
  const excerpt = found[2]!;
  const lines = query.split("\n");
  // A long line is shown in part, between dots.
  const shown = excerpt.replace(/^\.\.\./, "").replace(/\.\.\.$/, "");
  const cut = excerpt.startsWith("...") ? 3 : 0;
  const begin = lines[line - 1]?.indexOf(shown) ?? -1;
  if (begin < 0) return { message, at: null, offset: null };
  const column = begin + found[3]!.length - `LINE ${line}: `.length - cut;
  const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  return { message, at: { line, column: column + 1 }, offset: before + column };
}

/** What a query must not be changed in: texts, quoted names and comments; then the word itself. */
const PARTS = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$run\b/g;

/** A query with `$run` as the id of the run that is shown. */
export function withRun(sql: string, runId: string): string {
  return sql.replace(PARTS, (part) => (part === "$run" ? `'${runId.replaceAll("'", "''")}'` : part));
}

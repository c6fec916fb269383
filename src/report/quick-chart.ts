/** What a result is best drawn as, where nobody has said yet. */
import type { SqlResult } from "./sql-result.js";

export interface ChartChoice {
  readonly x: string;
  readonly y: string;
  /** `NOTHING` for one colour. */
  readonly colour: string;
}

/** No column has this name. */
export const NOTHING = "";

type Sides = Pick<ChartChoice, "x" | "y">;

const isNumber = ({ kind }: SqlResult["columns"][number]) => kind === "number" || kind === "integer";

/** Columns by their names, each once, those that hold something. */
export function chartable({ columns, rows }: SqlResult): string[] {
  const held = columns.filter((_, k) => rows.some((row) => row[k] !== null));
  return [...new Set(held.map(({ name }) => name))];
}

/**
 * The first measure along the first category; two measures against each other where there is no category. Null where there is no
 * measure, or no second column.
 */
export function defaultChoice(result: SqlResult): ChartChoice | null {
  const names = chartable(result);
  const columns = names.map((name) => result.columns.findLast((column) => column.name === name)!);
  const measures = columns.filter(isNumber);
  const categories = columns.filter((column) => !isNumber(column));
  // A fraction is more often what was asked for than a count beside it.
  const measure = measures.find(({ kind }) => kind === "number") ?? measures[0];
  if (measure === undefined || names.length < 2) return null;
  const other = measures.find((column) => column !== measure);
  if (categories.length === 0) return { x: other!.name, y: measure.name, colour: NOTHING };
  const [finest, next] = [...categories].sort((a, b) => distinct(result, b.name) - distinct(result, a.name));
  return { x: measure.name, y: finest!.name, colour: next?.name ?? NOTHING };
}

/** Bars lie across where the categories stand below each other. */
export function markOf({ columns }: SqlResult, { x, y }: Sides): "across" | "up" | "dots" {
  const numeric = (name: string) => isNumber(columns.findLast((column) => column.name === name)!);
  if (numeric(x) && !numeric(y)) return "across";
  return numeric(y) && !numeric(x) ? "up" : "dots";
}

function distinct({ columns, rows }: SqlResult, name: string): number {
  const at = columns.findLastIndex((column) => column.name === name);
  return new Set(rows.map((row) => row[at])).size;
}

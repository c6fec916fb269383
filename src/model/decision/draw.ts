/** One draw of the scenario's ranges, by name, in an object that is filled again for every draw. */
import { RANGE_FIELDS, type RangeFieldId } from "../scenario/scenario.js";

export type Draw = Record<RangeFieldId, number>;

export const RANGE_IDS = RANGE_FIELDS.map(({ id }) => id) as readonly RangeFieldId[];

export function emptyDraw(): Draw {
  return Object.fromEntries(RANGE_IDS.map((id) => [id, 0])) as Draw;
}

/** Copies the first columns of a draw, which are the scenario's fields in the table's order. */
export function fillDraw(draw: Draw, columns: Float64Array): void {
  for (let i = 0; i < RANGE_IDS.length; i++) draw[RANGE_IDS[i]!] = columns[i]!;
}

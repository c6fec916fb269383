/** One draw of the scenario's ranges, by name, in an object that is filled again for every draw. */
import { RANGE_FIELDS, type RangeFieldId } from "../scenario/scenario.js";

export type Draw = Record<RangeFieldId, number>;

export const RANGE_IDS = RANGE_FIELDS.map(({ id }) => id) as readonly RangeFieldId[];

/** A draw that is filled again and again. Most inputs are the same in every draw, and cost a comparison then. */
export class FilledDraw {
  readonly draw = Object.fromEntries(RANGE_IDS.map((id) => [id, 0])) as Draw;
  readonly #last = new Float64Array(RANGE_IDS.length);

  /** Copies the first columns of a draw, which are the scenario's fields in the table's order. */
  fill(columns: Float64Array): void {
    for (let i = 0; i < RANGE_IDS.length; i++) this.#set(i, columns[i]!);
  }

  /** The same for draw `d` of a simulation's inputs. */
  fillFrom(inputs: readonly Float64Array[], d: number): void {
    for (let i = 0; i < RANGE_IDS.length; i++) this.#set(i, inputs[i]![d]!);
  }

  #set(i: number, value: number): void {
    if (value === this.#last[i]) return;
    this.#last[i] = value;
    this.draw[RANGE_IDS[i]!] = value;
  }
}

/** One draw of the scenario's ranges, by name. */
import { RANGE_FIELDS, type RangeFieldId } from "../scenario/scenario.js";

export type Draw = Readonly<Record<RangeFieldId, number>>;

export const RANGE_IDS = RANGE_FIELDS.map(({ id }) => id) as readonly RangeFieldId[];

/** A window on the columns of a draw: to move it on costs one assignment, and what no option asks for is never read. */
class ColumnDraw {
  columns = new Float64Array(RANGE_IDS.length);
}
for (const [i, id] of RANGE_IDS.entries())
  Object.defineProperty(ColumnDraw.prototype, id, {
    get(this: ColumnDraw) {
      return this.columns[i]!;
    },
  });

/** A draw that is filled again and again. */
export class FilledDraw {
  readonly #window = new ColumnDraw();
  readonly #own = this.#window.columns;

  get draw(): Draw {
    return this.#window as unknown as Draw;
  }

  /** @param columns a draw of a model, whose first inputs are the scenario's fields in the table's order; not copied */
  fill(columns: Float64Array): void {
    this.#window.columns = columns as Float64Array<ArrayBuffer>;
  }

  /** The same for draw `d` of a simulation's inputs. */
  fillFrom(inputs: readonly Float64Array[], d: number): void {
    for (let i = 0; i < RANGE_IDS.length; i++) this.#own[i] = inputs[i]![d]!;
    this.#window.columns = this.#own;
  }
}

import { centre } from "../scenario/range.js";
import type { RangeFieldId } from "../scenario/scenario.js";
import type { Decision } from "./decide.js";
import { CRITERIA, type Criterion } from "./decision-model.js";

export type CentralValues = (option: number, criterion: Criterion) => number;

/**
 * All simulated options with every input at its centre but one.
 *
 * @returns what reads an option's criterion, until the next call
 */
export function centralEvaluation({ simulation: { model } }: Decision, moved: RangeFieldId) {
  const draw = Float64Array.from(model.inputs, ({ range }) => centre(range));
  const at = model.inputs.findIndex(({ id }) => id === moved);
  const out = new Float64Array(model.options.length * CRITERIA.length);
  const read: CentralValues = (option, criterion) =>
    out[option * CRITERIA.length + CRITERIA.indexOf(criterion)]!;
  return (value: number): CentralValues => {
    draw[at] = value;
    model.evaluate(draw, out);
    return read;
  };
}

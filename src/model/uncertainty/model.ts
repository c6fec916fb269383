import type { Range } from "../scenario/range.js";

/** One uncertain number of a model. */
export interface UncertainInput {
  readonly id: string;
  readonly label: string;
  readonly unit: string | null;
  readonly range: Range;
  /** Set where only whole numbers are possible, from this one on. */
  readonly wholeFrom?: number | undefined;
}

/**
 * A decision as arithmetic: for one draw of the inputs, what every option scores on every criterion. All criteria are
 * "smaller is better". The same draw goes to all options (common random numbers), so that differences are sharp.
 */
export interface UncertainModel {
  readonly inputs: readonly UncertainInput[];
  readonly options: readonly string[];
  readonly criteria: readonly string[];
  /**
   * @param draw one value per input, in the order of `inputs`
   * @param out to be filled: `out[option * criteria.length + criterion]`; never NaN, may be Infinity
   */
  evaluate(draw: Float64Array, out: Float64Array): void;
}

/** All draws of a model, column by column. The columns of inputs are shared between simulations: read only. */
export interface Simulation {
  readonly model: UncertainModel;
  readonly draws: number;
  /** `inputs[i][d]`: value of input i in draw d. */
  readonly inputs: readonly Float64Array[];
  /** `outcomes[option][criterion][d]`. */
  readonly outcomes: readonly (readonly Float64Array[])[];
}

import { centre, isUncertain } from "../scenario/range.js";
import type { Simulation, UncertainInput } from "./model.js";
import { difference, type Outcome, outcomeOf } from "./outcome.js";
import { quantileOf } from "./quantile.js";

/** What one input alone does to an outcome, all others at their centre. */
interface TornadoBar {
  readonly input: UncertainInput;
  /** The input's value at the low and at the high probability, and the outcome there. */
  readonly low: { readonly value: number; readonly outcome: number };
  readonly high: { readonly value: number; readonly outcome: number };
}

interface Tornado {
  /** The outcome with every input at its centre. */
  readonly centre: number;
  /** Widest first; inputs that are known exactly are left out. */
  readonly bars: readonly TornadoBar[];
}

export const swingOf = ({ low, high }: TornadoBar): number => Math.abs(difference(high.outcome, low.outcome));

/**
 * One at a time: every uncertain input at its 5th and 95th percentile (or those given), the others at their centre.
 * It shows direction and size, not interactions; `varianceShares` does those.
 */
export function tornado(
  { model }: Simulation,
  outcome: Outcome,
  [low, high]: readonly [number, number] = [0.05, 0.95],
): Tornado {
  const central = Float64Array.from(model.inputs, ({ range }) => centre(range));
  const draw = central.slice();
  const out = new Float64Array(model.options.length * model.criteria.length);
  const outcomeAt = (i: number, value: number) => {
    draw[i] = value;
    model.evaluate(draw, out);
    draw[i] = central[i]!;
    return { value, outcome: outcomeOf(model, outcome, out) };
  };
  model.evaluate(draw, out);
  const middle = outcomeOf(model, outcome, out);
  const bars = model.inputs.flatMap((input, i): TornadoBar[] => {
    if (!isUncertain(input.range)) return [];
    const quantile = quantileOf(input.range);
    return [{ input, low: outcomeAt(i, quantile(low)), high: outcomeAt(i, quantile(high)) }];
  });
  return { centre: middle, bars: bars.sort((a, b) => swingOf(b) - swingOf(a)) };
}

import { exactly, type Range } from "../../../src/model/scenario/range.ts";
import type { UncertainModel } from "../../../src/model/uncertainty/model.ts";

export const interval = (p5: number, p95: number): Range => ({ kind: "interval", p5, p95 });
const Z95 = 1.6448536269514722;
/** A range that `quantileOf` draws as this normal; its 5th percentile must not be positive. */
export const normal = (mean: number, sd: number): Range => interval(mean - Z95 * sd, mean + Z95 * sd);

/** One criterion; every option is a function of the named inputs. */
export function modelOf<Id extends string>(
  ranges: Readonly<Record<Id, Range | number>>,
  options: Readonly<Record<string, (x: Record<Id, number>) => number>>,
): UncertainModel {
  return criteriaModel(
    ranges,
    Object.fromEntries(Object.entries(options).map(([name, f]) => [name, (x: Record<Id, number>) => [f(x)]])),
    ["cost"],
  );
}

export function criteriaModel<Id extends string>(
  ranges: Readonly<Record<Id, Range | number>>,
  options: Readonly<Record<string, (x: Record<Id, number>) => readonly number[]>>,
  criteria: readonly string[],
): UncertainModel {
  const ids = Object.keys(ranges) as Id[];
  const functions = Object.values(options);
  const x = {} as Record<Id, number>;
  return {
    inputs: ids.map((id) => {
      const range: Range | number = ranges[id];
      return { id, label: id, unit: null, range: typeof range === "number" ? exactly(range) : range };
    }),
    options: Object.keys(options),
    criteria,
    evaluate(draw, out) {
      ids.forEach((id, i) => {
        x[id] = draw[i]!;
      });
      functions.forEach((f, o) => {
        f(x).forEach((value, c) => {
          out[o * criteria.length + c] = value;
        });
      });
    },
  };
}

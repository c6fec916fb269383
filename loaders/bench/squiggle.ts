import { quantile, standardDeviation } from "simple-statistics";
import { simulate } from "../../src/model/uncertainty/simulate.ts";
import { type Spread, spreadOf } from "../../src/model/uncertainty/spread.ts";
import type { Figure } from "./figure.ts";
import { OUTCOMES, ourModel, READ, SQUIGGLE_MODEL } from "./squiggle-case.ts";

const PACKAGE = "@quri/squiggle-lang";
const VERSION = "0.10.0";
const DRAWS = 10_000;
const ROUNDS = 40;
const WARM_UP = 10;
const BOUND = 10;
/** Standard errors that two right answers may lie apart: one pair in 16,000 lies further. */
const APART = 4;

/** The part of Squiggle's interface that is used here. */
interface Squiggle {
  run(
    code: string,
    options: { environment: { sampleCount: number; xyPointLength: number; seed: string } },
  ): Promise<{
    result: { ok: true; value: { result: { asJS(): unknown } } } | { ok: false; value: unknown };
  }>;
}

/** Speed beside Squiggle on one model, and that both mean the same. Every round has a new seed: nothing is kept. */
export const squiggle: Figure = {
  id: "squiggle",
  title: `the simulation beside Squiggle ${VERSION}, on one model of 9 inputs`,
  async measure() {
    const theirs = await load();
    const bound = `≥ ${BOUND} ×`;
    if (theirs === null) {
      const value = `not measured here: npm i -D ${PACKAGE}@${VERSION}`;
      return [{ what: "speed over Squiggle", value, bound, within: true }];
    }
    const [ourMs, theirMs]: [number[], number[]] = [[], []];
    let apart = 0;
    for (let round = 0; round < WARM_UP + ROUNDS; round++) {
      const start = performance.now();
      const { outcomes } = simulate(ourModel, DRAWS, round);
      const spreads = outcomes[0]!.map(spreadOf);
      const middle = performance.now();
      const numbers = await runTheirs(theirs, String(round));
      const end = performance.now();
      if (round >= WARM_UP) {
        ourMs.push(middle - start);
        theirMs.push(end - middle);
      }
      OUTCOMES.forEach((_, o) => {
        READ.forEach((p, r) => {
          const their = numbers[o * READ.length + r]!;
          apart = Math.max(apart, standardErrorsApart(outcomes[0]![o]!, spreads[o]!, p, their));
        });
      });
    }
    const [ours, others] = [quantile(ourMs, 0.5), quantile(theirMs, 0.5)];
    return [
      {
        what: `speed over Squiggle, ${DRAWS.toLocaleString("en")} draws, medians of ${ROUNDS}`,
        value: `${(others / ours).toFixed(0)} × (${ours.toFixed(2)} ms against ${others.toFixed(1)} ms)`,
        bound,
        within: others / ours >= BOUND,
      },
      {
        what: `means and quantiles, furthest of ${OUTCOMES.length * READ.length * (WARM_UP + ROUNDS)}`,
        value: `${apart.toFixed(1)} standard errors apart`,
        bound: `≤ ${APART}`,
        within: apart <= APART,
      },
    ];
  },
};

async function load(): Promise<Squiggle | null> {
  try {
    return (await import(PACKAGE)) as Squiggle;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND") return null;
    throw error;
  }
}

async function runTheirs({ run }: Squiggle, seed: string): Promise<number[]> {
  const environment = { sampleCount: DRAWS, xyPointLength: 1000, seed };
  const { result } = await run(SQUIGGLE_MODEL, { environment });
  if (!result.ok) throw new Error(`Squiggle refused the model: ${String(result.value)}`);
  return result.value.result.asJS() as number[];
}

/**
 * How far their number lies from ours, in standard errors of the difference of two plain samples. For a quantile it is
 * asked which share of our draws lies below their number, whose error needs no density.
 */
function standardErrorsApart(
  column: Float64Array,
  { mean }: Spread,
  p: number | null,
  their: number,
): number {
  if (p === null)
    return Math.abs(mean - their) / (standardDeviation([...column]) * Math.sqrt(2 / column.length));
  let below = 0;
  for (const value of column) if (value <= their) below++;
  return Math.abs(below / column.length - p) / Math.sqrt((2 * p * (1 - p)) / column.length);
}

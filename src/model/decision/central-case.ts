import type { Bill } from "../cost/bill.js";
import { centre } from "../scenario/range.js";
import type { Scenario } from "../scenario/scenario.js";
import { type Draw, RANGE_IDS } from "./draw.js";
import { monthlyUsd, onceUsd } from "./people.js";
import type { Prepared } from "./prepare.js";
import type { RequestOutcome } from "./request.js";

/** An option at the centre of every range: what a bill or a table shows. */
export interface CentralCase {
  readonly outcome: RequestOutcome;
  /** Null where the platform has no price for it. */
  readonly bill: Bill | null;
  readonly onceUsd: number;
  readonly peopleUsdPerMonth: number;
}

export function centralCase({ outcome, compiled, people }: Prepared, scenario: Scenario): CentralCase {
  const draw = centralDraw(scenario);
  return {
    outcome,
    bill: compiled.state === "priced" ? compiled.pricer.bill(outcome.usage) : null,
    onceUsd: onceUsd(people, draw),
    peopleUsdPerMonth: monthlyUsd(people, draw),
  };
}

/** Every range at its centre. */
export function centralDraw(scenario: Scenario): Draw {
  return Object.fromEntries(RANGE_IDS.map((id) => [id, centre(scenario[id])])) as Draw;
}

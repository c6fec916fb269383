import { centre } from "../scenario/range.js";
import { leastWhole, type RangeFieldId, type Scenario } from "../scenario/scenario.js";
import { type Draw, RANGE_IDS } from "./draw.js";
import type { RequestOutcome } from "./request.js";

/** An option at the centre of every range: what it asks of its platform. What it costs is a mean, `ExpectedCost`. */
export interface CentralCase {
  readonly outcome: RequestOutcome;
}

/** Every range at its centre; a whole number where the field has only those. */
export function centralDraw(scenario: Scenario): Draw {
  const centreOf = (id: RangeFieldId) => {
    const [value, least] = [centre(scenario[id]), leastWhole(id)];
    return least === undefined ? value : Math.max(least, Math.round(value));
  };
  return Object.fromEntries(RANGE_IDS.map((id) => [id, centreOf(id)])) as Draw;
}

/** Where the options stand at other traffic, by few draws or by all, as the flip search moves it. */

import { remembered } from "../uncertainty/remembered.js";
import type { FlipContext } from "./flip-conditions.js";
import type { FlipInput } from "./flip-inputs.js";
import type { Standing } from "./leader.js";

export interface TrafficStandings {
  /** What the search may try, and where the traffic is now. */
  readonly input: FlipInput;
  /** By the few draws of the context: within some per cent. Kept. */
  roughly(requests: number): readonly Standing[];
  /** Some options by all draws of the decision. Kept. */
  exactly(requests: number, ids: ReadonlySet<string>): readonly Standing[];
}

export function trafficStandings(context: FlipContext): TrafficStandings {
  const { decision, draws, standings } = context;
  const input = context.inputs.find(({ id }) => id === "requestsPerMonth")!;
  const all = decision.simulation.draws;
  const roughly = remembered((requests) => standings.at(input.at(requests), { draws }));
  const known = remembered(
    (requests) => new Map(draws >= all ? roughly(requests).map((one) => [one.option.id, one]) : []),
  );
  return {
    input,
    roughly,
    exactly(requests, ids) {
      const here = known(requests);
      const only = new Set([...ids].filter((id) => !here.has(id)));
      if (only.size > 0)
        for (const one of standings.at(input.at(requests), { draws: all, only }))
          here.set(one.option.id, one);
      return [...ids].map((id) => here.get(id)!);
    },
  };
}

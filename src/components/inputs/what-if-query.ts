import type { AdviceInputs } from "../../model/advice.js";
import { DEFAULT_SCENARIO, type Scenario } from "../../model/scenario/scenario.js";
import { scenarioQuery } from "../../model/scenario/scenario-query.js";

/** The query of a what-if under the reader's limits. What a what-if does not ask for, or computes itself, is left out. */
export function whatIfQuery(inputs: AdviceInputs, states: Partial<Scenario> = {}): string {
  const { p99SloMs, memoryLimitMb, coldSloMs, reach } = inputs;
  return scenarioQuery({
    ...DEFAULT_SCENARIO,
    ...(p99SloMs === null ? {} : { p99SloMs }),
    ...(memoryLimitMb === null ? {} : { memoryLimitMb }),
    ...(coldSloMs === null ? {} : { coldSloMs }),
    // A server is where the pages begin; only another place is a demand.
    ...(reach === "server" ? {} : { reach }),
    ...states,
  });
}

/** The limits that the query carries, in words. */
export function carriedLimits({ p99SloMs, memoryLimitMb, coldSloMs }: AdviceInputs): string[] {
  const limit = (value: number | null, text: string) => (value === null ? [] : [text]);
  return [
    ...limit(p99SloMs, `p99 at most ${p99SloMs} ms`),
    ...limit(memoryLimitMb, `memory at most ${memoryLimitMb} MB`),
    ...limit(coldSloMs, `a cold start at most ${coldSloMs} ms`),
  ];
}

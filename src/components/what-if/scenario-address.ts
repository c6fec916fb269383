/** The page's state in its address: the scenario as the query, scenarios set aside for comparison as the fragment. */
import type { Scenario } from "../../model/scenario/scenario.js";
import { scenarioQuery } from "../../model/scenario/scenario-query.js";

/** The queries of the saved scenarios: `#compare=…&compare=…`. */
export function savedFromHash(hash: string): string[] {
  return new URLSearchParams(hash.replace(/^#/, "")).getAll("compare");
}

/** Whether a fragment holds scenarios, and is no place on the page. */
export const isSavedHash = (hash: string): boolean =>
  new URLSearchParams(hash.replace(/^#/, "")).has("compare");

export function hashOf(saved: readonly string[]): string {
  const parameters = new URLSearchParams(saved.map((query) => ["compare", query]));
  return saved.length === 0 ? "" : `#${parameters}`;
}

export function addressOf(pathname: string, scenario: Scenario, saved: readonly string[]): string {
  const query = scenarioQuery(scenario);
  return `${pathname}${query === "" ? "" : `?${query}`}${hashOf(saved)}`;
}

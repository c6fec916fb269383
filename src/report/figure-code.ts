/** The cells that draw a figure in a page of one's own (`docs/pages.md`). */
import type { Scenario } from "../model/scenario/scenario.js";
import { scenarioQuery } from "../model/scenario/scenario-query.js";

/** `display(latencyChart(run, "embed-text"))` */
export const figureCode = (name: string, ...values: readonly (string | number)[]): string =>
  `display(${name}(${["run", ...values.map((value) => JSON.stringify(value))].join(", ")}))`;

/** `display(ladder(decide(run, "embed-text", { memoryLimitMb: "512" })))`: with the conditions that are not the defaults. */
export function decidedCode(name: string, workload: string, scenario: Scenario): string {
  const conditions = [...new URLSearchParams(scenarioQuery(scenario))]
    .filter(([id]) => id !== "workload" && id !== "title")
    .map(([id, text]) => `${id}: ${JSON.stringify(text)}`);
  const asked = conditions.length === 0 ? "" : `, { ${conditions.join(", ")} }`;
  return `display(${name}(decide(run, ${JSON.stringify(workload)}${asked})))`;
}

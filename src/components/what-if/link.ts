import { html } from "htl";
import { listed } from "../findings/words.js";
import { carriedLimits, whatIfQuery } from "../inputs/what-if-query.js";
import type { WorkloadView } from "../workload/view.js";

/** From a workload's page to its what-if, under the same limits. */
export function whatIfLink({ workload, inputs, advice }: WorkloadView): HTMLElement {
  const query = whatIfQuery(inputs, { workload: workload.id });
  const address = `../what-if.html${query === "" ? "" : `?${query}`}`;
  return html`<p class="remark">${loadRemark(advice.state)} <a href=${address}>What it costs under load</a>${limitsRemark(inputs)}</p>`;
}

/** Why the what-if may answer otherwise than this page. */
export function loadRemark(state: WorkloadView["advice"]["state"]): string {
  const rest = "servers for a latency limit, cold starts and the people who port and maintain";
  return state === "recommended"
    ? `Faster is not yet cheaper: these are prices per request, without ${rest}. At little traffic a port may never earn back what it takes, and staying costs least.`
    : `These are prices per request, without ${rest}; they change the sum.`;
}

function limitsRemark(inputs: WorkloadView["inputs"]): string {
  const limits = carriedLimits(inputs);
  return limits.length === 0 ? "." : `, with ${listed(limits)}.`;
}

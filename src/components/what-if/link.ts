import { html } from "htl";
import { listed } from "../../report/words.js";
import { carriedLimits, whatIfQuery } from "../inputs/what-if-query.js";
import type { WorkloadView } from "../workload/view.js";

/** From a workload's page to its what-if, under the same limits. */
export function whatIfLink(view: WorkloadView): HTMLElement {
  return html`<p class="remark">${loadRemark(view.advice.state)} <a href=${whatIfAddress(view)}>What it costs under load</a>${limitsRemark(view.inputs)}</p>`;
}

/** Beside advice to port: what it rests on, and where the rest is counted. */
export function perRequestRemark(address: string): HTMLElement {
  return html`<p class="remark">This goes by the time and price of a request. Traffic and people’s hours can turn it: <a href=${address}>What-if</a> counts them.</p>`;
}

/** The what-if of a workload under the conditions of its page. */
export const whatIfAddress = ({ workload, inputs }: WorkloadView) =>
  withSearch("../what-if.html", whatIfQuery(inputs, { workload: workload.id }));

/** The what-if page under the conditions of the overview. */
export const overallWhatIfAddress = (inputs: WorkloadView["inputs"]) =>
  withSearch("./what-if.html", whatIfQuery(inputs));

const withSearch = (page: string, query: string) => (query === "" ? page : `${page}?${query}`);

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

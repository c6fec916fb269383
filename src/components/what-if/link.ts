import { html } from "htl";

/** From a workload's page to its what-if. */
export function whatIfLink(workload: string): HTMLElement {
  return html`<p class="remark">These are prices per request. Servers for a latency limit, cold starts, people and uncertainty change the sum: <a href=${`../what-if.html?workload=${encodeURIComponent(workload)}`}>what it costs under load</a>.</p>`;
}

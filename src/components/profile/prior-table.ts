import { html } from "htl";
import { type Prior, priorsFor } from "../../model/prior.js";
import type { TraceAttribution } from "../../model/traces/result.js";
import { largestBucket, priorFinding, ruleSilence, type Seen } from "../../report/profile.js";
import { dataTable } from "../data-table.js";

const PORT: Readonly<Record<Prior["port"], string>> = { wasm: "Wasm", native: "Native", gpu: "GPU" };

const EFFECT: Readonly<Record<Prior["prediction"], string>> = {
  helps: "helps",
  nothing: "does nothing",
  worse: "worse",
};

/** What the rule of thumb says of the largest bucket, for each kind of port; nothing where no bucket is the largest. */
export function priorTable(attribution: TraceAttribution, seen: Seen): HTMLElement {
  const silence = ruleSilence(attribution, seen);
  if (silence !== null) return html`<p>${silence}</p>`;
  const bucket = largestBucket(attribution);
  const priors = priorsFor(bucket);
  return html`<div class="priors">
    <h3>${priorFinding(bucket, priors)}</h3>
    ${dataTable(
      "The rule for the largest bucket, by kind of port",
      [
        { label: "Port", heading: true, value: ({ port }: Prior) => PORT[port] },
        { label: "The rule says", unbroken: true, value: verdict },
        { label: "Because", value: ({ reason }) => reason },
        { label: "Source", value: ({ source }) => source },
      ],
      priors,
    )}
  </div>`;
}

function verdict({ prediction, consistentWith }: Prior): HTMLElement {
  const words = consistentWith.map((effect) => EFFECT[effect]).join(" or ");
  return html`<strong class=${`effect ${prediction}`}>${words}</strong>`;
}

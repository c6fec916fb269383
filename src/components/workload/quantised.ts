import { html } from "htl";
import { type QuantisedRow, quantisedPair } from "../../report/quantised.js";
import { dataTable } from "../data-table.js";
import type { WorkloadView } from "./view.js";

/** A model as it was beside the one with smaller weights; nothing where there is no such pair. */
export function quantised({ workload, summary }: WorkloadView): Node {
  const pair = quantisedPair(workload, summary);
  if (!pair) return document.createDocumentFragment();
  return html`<section>
    <h2>With smaller weights</h2>
    ${dataTable(
      pair.finding,
      [
        { label: "Target", heading: true, value: ({ target }: QuantisedRow) => target },
        { label: "As it was", numeric: true, value: ({ before }) => before },
        { label: "int8", numeric: true, value: ({ after }) => after },
        { label: "Change", value: ({ change }) => change },
      ],
      pair.rows,
    )}
    <p>The weights were made by onnxruntime’s dynamic quantisation. What a changed output means for your data, only your
      data can tell.</p>
  </section>`;
}

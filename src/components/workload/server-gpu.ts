import { html } from "htl";
import { SERVER_GPU_NOTE, type ServerGpuRow, serverGpuRows } from "../../report/server-gpu.js";
import { dataTable } from "../data-table.js";
import type { WorkloadView } from "./view.js";

/** A request on each GPU of a server, here and on other machines; nothing where nobody measured one. */
export function serverGpu({ workload, summary }: WorkloadView): Node {
  const rows = serverGpuRows(workload, summary);
  if (rows.length === 0) return document.createDocumentFragment();
  return html`<section>
    <h2>A GPU on a server</h2>
    ${dataTable(
      "A request on a server’s GPU, against today’s program on the same machine",
      [
        { label: "Target", heading: true, value: ({ target }: ServerGpuRow) => target },
        { label: "GPU", value: ({ gpu }) => gpu },
        { label: "A request", numeric: true, value: ({ request }) => request },
        { label: "Today", numeric: true, value: ({ today }) => today },
        { label: "Against it", value: ({ change }) => change },
        { label: "Computing", numeric: true, value: ({ compute }) => compute },
        { label: "Moving", numeric: true, value: ({ moving }) => moving },
        { label: "Outputs", value: ({ outputs }) => outputs },
        { label: "Where and when", value: ({ where }) => where },
      ],
      rows,
    )}
    <p class="remark">${SERVER_GPU_NOTE}</p>
  </section>`;
}

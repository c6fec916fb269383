import { html } from "htl";
import { type EngineBuildTime, engineBuilds } from "../../model/features/engine-builds.js";
import { formatMs } from "../../model/format.js";
import type { MeasuredSummary } from "../../model/summary.js";
import { buildsFinding, speedOver } from "../../report/features.js";
import { dataTable } from "../data-table.js";

/** Builds of one engine on one model; the command where none were measured. */
export function buildTable(summary: MeasuredSummary): HTMLElement {
  const all = engineBuilds(summary);
  if (all.length === 0)
    return html`<div><p>Not measured here. It needs engines that come in several builds, which <code>npx portolan doctor</code> says how to
      install:</p><pre><code>npx portolan measure --workload classify-image --target browser-ort-scalar browser-ort-scalar-threads browser-ort-simd browser-ort-simd-threads</code></pre></div>`;
  return html`<div>${all.map((builds) =>
    dataTable(
      buildsFinding(builds),
      [
        {
          label: "Build",
          heading: true,
          value: ({ simd, threads }: EngineBuildTime) =>
            `${simd ? "SIMD" : "no SIMD"}, ${threads === 1 ? "1 thread" : `${threads} threads`}`,
        },
        { label: "Median of a request", numeric: true, value: ({ ms }) => formatMs(ms.value) },
        {
          label: "95 % interval",
          unbroken: true,
          value: ({ ms }) => `${formatMs(ms.low, 2)} to ${formatMs(ms.high, 2)}`,
        },
        {
          label: "Speed over the first",
          numeric: true,
          value: (build) => `${speedOver(builds.builds[0]!, build).toPrecision(2)}×`,
        },
      ],
      builds.builds,
    ),
  )}</div>`;
}

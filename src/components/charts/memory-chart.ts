import * as Plot from "@observablehq/plot";
import type { Option } from "../../model/advice.js";
import { formatBytes } from "../../model/format.js";
import { memoryFinding } from "../../report/workload.js";
import { dataTable } from "../data-table.js";
import { figure } from "../figure.js";
import { responsive } from "../responsive.js";
import { barLayout } from "./bar-layout.js";

const MIB = 1024 * 1024;

/** Largest resident set of each target's process, and the reader's limit where there is one. */
export function memoryChart(options: readonly Option[], limitMb: number | null): HTMLElement {
  const known = options
    .filter(({ memoryBytes }) => memoryBytes !== null)
    .sort((a, b) => a.memoryBytes! - b.memoryBytes!);
  return figure({
    title: memoryFinding(options),
    chart: responsive((width) => draw(known, limitMb, width)),
    description: `Peak resident set by target. ${known
      .map(({ target, memoryBytes }) => `${target.title}: ${formatBytes(memoryBytes!)}.`)
      .join(" ")}`,
    caption: `The largest resident set of any process of the target, read from outside it: runtime, engine, model and request together.${limitMb === null ? "" : ` The line is your limit of ${limitMb} MB.`}`,
    table: dataTable(
      "Peak memory by target",
      [
        { label: "Target", heading: true, value: ({ target }: Option) => target.title },
        {
          label: "Peak resident set",
          numeric: true,
          value: ({ memoryBytes }) => (memoryBytes === null ? "not measured" : formatBytes(memoryBytes)),
        },
      ],
      options,
    ),
  });
}

function draw(options: readonly Option[], limitMb: number | null, width: number): Element {
  return Plot.plot({
    ...barLayout(
      options.map(({ target }) => target.title),
      width,
    ),
    x: { label: "MiB →", grid: true, nice: true },
    marks: [
      Plot.barX(options, {
        x: ({ memoryBytes }: Option) => memoryBytes! / MIB,
        y: ({ target }: Option) => target.title,
        fill: "var(--phase-2)",
      }),
      Plot.text(options, {
        x: ({ memoryBytes }: Option) => memoryBytes! / MIB,
        y: ({ target }: Option) => target.title,
        text: ({ memoryBytes }: Option) => formatBytes(memoryBytes!, 2),
        textAnchor: "start",
        dx: 6,
        fontWeight: 600,
        fontSize: 12.5,
      }),
      ...(limitMb === null
        ? []
        : [Plot.ruleX([limitMb], { stroke: "var(--verdict-worse)", strokeDasharray: "4,3" })]),
      Plot.ruleX([0]),
    ],
  });
}

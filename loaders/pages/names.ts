/** What a page of one's own knows without an import, and where it is from, seen from the folder of the sites's sources. */
const OF_REPORT = [
  ...[
    "adviceTable",
    "batchChart",
    "billFigure",
    "bucketBar",
    "bucketChart",
    "bucketLegend",
    "calibrationChart",
  ],
  ...[
    "chart",
    "claimsTable",
    "coldChart",
    "costTable",
    "crossingChart",
    "decide",
    "formatBytes",
    "formatCount",
  ],
  ...[
    "formatEstimateMs",
    "formatIntervalMs",
    "formatMs",
    "formatRatio",
    "formatShare",
    "formatUsd",
    "gainChart",
  ],
  ...["gatesTable", "headline", "kernelChart", "ladder", "latencyChart", "measured", "memoryChart"],
  ...["paretoFigure", "sentences", "table", "today", "tornadoFigure", "workload"],
] as const;

const OF_LIBRARIES: Readonly<Record<string, string>> = {
  Plot: 'import * as Plot from "@observablehq/plot";',
  d3: 'import * as d3 from "d3";',
  html: 'import { html } from "htl";',
  svg: 'import { svg } from "htl";',
};

/** Names that Framework would fetch a library for. */
export const OF_NETWORK: ReadonlySet<string> = new Set([
  ...[
    "_",
    "aq",
    "Arrow",
    "dot",
    "duckdb",
    "DuckDBClient",
    "echarts",
    "htl",
    "Inputs",
    "L",
    "mapboxgl",
    "mermaid",
  ],
  ...["React", "ReactDOM", "sql", "SQLite", "SQLiteDatabaseClient", "tex", "topojson", "vg", "vl"],
  ...["aapl", "alphabet", "cars", "citywages", "diamonds", "flare", "industries", "miserables", "olympians"],
  ...["penguins", "pizza", "weather"],
]);

/** Packages that a page may import: Portolan's own. */
export const OWN_PACKAGES: ReadonlySet<string> = new Set(["@observablehq/plot", "d3", "htl"]);

/**
 * The cell that makes the names known that a page uses and does not declare.
 *
 * @param up the way from the page to the folder of the site's sources: "../"
 */
export function preamble(used: ReadonlySet<string>, up: string): string {
  const ours = OF_REPORT.filter((name) => used.has(name));
  const libraries = Object.entries(OF_LIBRARIES).flatMap(([name, line]) => (used.has(name) ? [line] : []));
  const files = ["summary", "recordings", "prices"].map(
    (name) => `${name}: FileAttachment("${up}data/${name}.json")`,
  );
  return [
    "```js",
    ...(ours.length > 0 ? [`import { ${ours.join(", ")} } from "${up}components/portolan.js";`] : []),
    ...libraries,
    `${used.has("run") ? "const run = " : ""}await (await import("${up}components/own/open-page.js")).openPage({ ${files.join(", ")} }, display);`,
    "```",
  ].join("\n");
}

import { batchChart } from "../../src/components/boundary/batch-chart.ts";
import { crossingCosts, crossingGaps, crossingsMissing } from "../../src/components/boundary/cost-table.ts";
import { crossingChart } from "../../src/components/boundary/crossing-chart.ts";
import { boundaryLead, boundaryPage } from "../../src/components/boundary/page.ts";
import { claimsTable } from "../../src/components/claims/claims-table.ts";
import { ledger, ledgerLead } from "../../src/components/claims/ledger.ts";
import { buildTable } from "../../src/components/features/build-table.ts";
import { kernelChart } from "../../src/components/features/kernel-chart.ts";
import { featuresLead, featuresPage } from "../../src/components/features/page.ts";
import { fittedCurves } from "../../src/report/boundary.ts";
import { BOUNDARY_CLAIMS } from "../../src/report/claims/boundary.ts";
import { FEATURE_CLAIMS } from "../../src/report/claims/features.ts";
import { crossingRows, curvesOf } from "../fixtures/crossings.ts";
import { featuresRow } from "../fixtures/features.ts";
import { summary, truth } from "./data.ts";
import type { Gallery } from "./entry.ts";

const crossings = curvesOf(crossingRows("node"), crossingRows("browser"));
const curves = fittedCurves(crossings);

/** Two targets of the run as builds of one engine. */
const builds = {
  ...summary,
  workloads: summary.workloads.slice(0, 1),
  targets: summary.targets.map((target) =>
    target.id === "native" || target.id === "js"
      ? { ...target, build: { engine: "an engine 1.0", simd: target.id === "native" } }
      : target,
  ),
};

/** What a machine's boundaries cost. */
export const evidence: Gallery = {
  "boundary/page": {
    lead: () => boundaryLead({ ...summary, crossings }),
    "nothing measured": () => boundaryPage(summary),
  },
  "boundary/crossing-chart": {
    memory: () => crossingChart("memory", "node", curves, summary.runId),
    "a GPU in software": () => crossingChart("gpu", "browser", curves, summary.runId),
  },
  "boundary/batch-chart": () => batchChart("node", curves, summary.runId),
  "boundary/cost-table": {
    costs: () => crossingCosts(curves),
    gaps: () => crossingGaps(crossings),
    none: () => crossingsMissing(),
  },
  "claims/claims-table": () =>
    claimsTable([...FEATURE_CLAIMS, ...BOUNDARY_CLAIMS], {
      ...summary,
      crossings,
      features: [featuresRow()],
    }),
  "claims/ledger": {
    lead: () => ledgerLead({ summary, truth }),
    "figures by source": () =>
      ledger({ summary: { ...summary, crossings, features: [featuresRow()] }, truth }),
  },
  "features/build-table": {
    measured: () => buildTable(builds),
    none: () => buildTable(summary),
  },
  "features/kernel-chart": () => kernelChart(featuresRow(), "matmul", summary.runId),
  "features/page": {
    lead: () => featuresLead({ ...summary, features: [featuresRow()] }),
    "nothing measured": () => featuresPage(summary),
    measured: () => featuresPage({ ...summary, features: [featuresRow()] }),
  },
};

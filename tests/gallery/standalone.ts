import {
  coldStartLead,
  coldStarts,
  savedByAhead,
  startClaims,
} from "../../src/components/standalone/cold-start.ts";
import {
  comparisonClaims,
  comparisonLead,
  comparisonTable,
} from "../../src/components/standalone/comparison.ts";
import { ratioFigure } from "../../src/components/standalone/ratio-figure.ts";
import {
  onEqualCode,
  roadsTable,
  runtimesLead,
  runtimeTable,
} from "../../src/components/standalone/runtimes.ts";
import { overNative } from "../../src/model/standalone/comparisons.ts";
import { standaloneSummary } from "../fixtures/standalone.ts";
import { book, summary as without } from "./data.ts";
import type { Gallery } from "./entry.ts";

const summary = standaloneSummary();
const [classify] = summary.workloads;

/** What runs without an interpreter and a browser. */
export const standalone: Gallery = {
  "standalone/ratio-figure": () => ratioFigure(classify!, overNative(classify!, summary.targets), summary),
  "standalone/runtimes": {
    lead: () => runtimesLead(summary),
    "runtimes side by side": () => runtimeTable(summary),
    "three roads": () => roadsTable(summary),
    "nothing measured": () => onEqualCode(without),
  },
  "standalone/cold-start": {
    lead: () => coldStartLead(summary),
    "by phase": () => coldStarts({ ...summary, workloads: [classify!] }),
    "compiled ahead": () => savedByAhead(summary),
    claims: () => startClaims(summary),
    "nothing measured": () => coldStarts(without),
    "nothing compiled ahead": () => savedByAhead(without),
  },
  "standalone/comparison": {
    lead: () => comparisonLead(summary),
    table: () => comparisonTable(summary, book),
    claims: () => comparisonClaims(summary),
    "another model": () => comparisonTable(without, book),
  },
};

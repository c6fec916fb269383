import { runComparison } from "../../src/components/runs/comparison.ts";
import { runsLead, runsList } from "../../src/components/runs/list.ts";
import { pairForm } from "../../src/components/runs/pair-form.ts";
import { trendSection } from "../../src/components/runs/trend-figure.ts";
import { trendForm } from "../../src/components/runs/trend-form.ts";
import { runsView } from "../../src/components/runs/view.ts";
import { runsFileApart } from "../fixtures/runs-apart.ts";
import type { Gallery } from "./entry.ts";

const runs = runsView(runsFileApart())!;
const [first, second, elsewhere] = runs.runs;
const one = { ...runs, runs: [first!], usual: null };

/** Runs side by side. */
export const sideBySide: Gallery = {
  "runs/list": {
    lead: () => runsLead(runs),
    list: () => runsList(runs),
    "one run": () => runsLead(one),
    "more than a file holds": () => runsList({ ...one, total: 10_000 }),
  },
  "runs/pair-form": () => pairForm(runs),
  "runs/comparison": {
    "before and after": () => runComparison(runs, { a: first!.runId, b: second!.runId }),
    "two machines": () => runComparison(runs, { a: second!.runId, b: elsewhere!.runId }),
    "one run twice": () => runComparison(runs, { a: first!.runId, b: first!.runId }),
  },
  "runs/trend-form": () => trendForm(runs),
  "runs/trend-figure": () => trendSection(runs, trendForm(runs).value),
};

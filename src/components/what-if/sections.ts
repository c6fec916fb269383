import { html } from "htl";
import { DrawingQueue } from "./drawing-queue.js";
import { FoldingSection } from "./folding-section.js";

/** In the order of an argument: what there is, what would change it, what it costs, how sure it is. */
const SECTIONS = {
  options: "Options",
  flips: "What would change it",
  courses: "The courses, in order of effort",
  curve: "Cost over traffic",
  bill: "The bill",
  pareto: "Cost against latency",
  tornado: "What it hangs on",
  weighed: "If cost were not all",
  capacity: "Servers and latency",
  batches: "In batches",
  cold: "Cold starts",
  comparison: "Scenarios side by side",
  excluded: "Excluded",
  assumptions: "Assumptions",
  case: "The published case, recomputed",
} as const;
export type SectionId = keyof typeof SECTIONS;

/** Where each figure stands that an address may name. */
const FIGURES: Readonly<Record<string, SectionId>> = {
  "#figure-cost-curve": "curve",
  "#figure-bill": "bill",
  "#figure-pareto": "pareto",
  "#figure-tornado": "tornado",
  "#figure-load": "capacity",
  "#figure-servers": "capacity",
  "#figure-batches": "batches",
  "#figure-cold-share": "cold",
};

/** The others state their findings until they are opened. */
const OPEN: readonly SectionId[] = ["options", "flips"];

/** Everything below the answer: what is drawn into it is `report.ts`'s matter. */
export interface Sections {
  readonly element: HTMLElement;
  /** What the scenario is about, over them all. */
  readonly summary: HTMLElement;
  readonly queue: DrawingQueue;
  readonly all: ReadonlyMap<SectionId, FoldingSection>;
  /** Takes over what was drawn when the site was built. */
  adopt(drawn: ParentNode): void;
  /** Opens the section of the figure that a fragment names, to be seen there (`#figure-bill`) or alone (`#figure=bill`). */
  reveal(hash: string): void;
}

export function whatIfSections(): Sections {
  const queue = new DrawingQueue();
  const all = new Map(
    (Object.keys(SECTIONS) as SectionId[]).map((id) => [
      id,
      new FoldingSection({ id, title: SECTIONS[id], open: OPEN.includes(id), queue }),
    ]),
  );
  all.get("case")!.element.hidden = true;
  const each = [...all.values()];
  const summary = html`<p class="scenario-summary"></p>`;
  addEventListener("beforeprint", () => {
    for (const section of each) section.unfoldForPaper();
  });
  addEventListener("afterprint", () => {
    for (const section of each) section.foldAfterPaper();
  });
  return {
    element: html`<div class="what-if-sections">${summary}${each.map(({ element }) => element)}</div>`,
    summary,
    queue,
    all,
    adopt(drawn) {
      for (const section of each) section.adopt(drawn);
    },
    reveal(hash) {
      const id = FIGURES[hash.replace("=", "-")];
      if (id !== undefined) all.get(id)!.element.open = true;
    },
  };
}

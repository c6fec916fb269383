import { html } from "htl";
import { treeDifference, type Way } from "../../model/traces/tree-difference.js";
import {
  differenceCells,
  differenceColumns,
  differingNodes,
  nodeDifferenceText,
  treeFinding,
} from "../../report/comparison.js";
import { profileSource } from "../../report/source.js";
import { dataTable } from "../data-table.js";
import { figure } from "../figure.js";
import { legend } from "../legend.js";
import { Icicle } from "./icicle.js";
import { place } from "./icicle-figure.js";
import type { ComparedResults } from "./protocol.js";

const CALLS_LISTED = 20;

const STYLE: Readonly<Record<Way, { readonly fill: string; readonly ink: string; readonly label: string }>> =
  {
    more: { fill: "var(--verdict-worse)", ink: "var(--theme-background)", label: "a larger share than in A" },
    less: {
      fill: "var(--verdict-better)",
      ink: "var(--theme-background)",
      label: "a smaller share than in A",
    },
    alike: { fill: "var(--sea)", ink: "var(--theme-foreground)", label: "alike, or within noise" },
  };

/** B's icicle, coloured by what differs from A. */
export function differenceFigure({ a, b, comparison }: ComparedResults): HTMLElement {
  const tree = b.views.folded.merged;
  const differences = treeDifference(
    { tree: a.views.folded.merged, samples: comparison.a.samples },
    { tree, samples: comparison.b.samples },
  );
  const icicle = new Icicle(tree, {
    label: "B by calling frame, coloured by what differs from A.",
    paint: (node) => {
      const { fill, ink } = STYLE[differences[node]!.way];
      return { fill, ink, says: nodeDifferenceText(differences[node]!) };
    },
  });
  const title = treeFinding(tree, differences);
  const shown = differingNodes(differences).slice(0, CALLS_LISTED);
  return figure({
    id: "frames-difference",
    source: profileSource(b),
    title,
    subtitle: "B by calling frame, coloured by how its share differs from A’s",
    unit: null,
    readable: true,
    legend: legend(Object.values(STYLE).map(({ label, fill }) => ({ label, colour: fill }))),
    chart: icicle.element,
    picture: () => icicle.drawing!.cloneNode(true) as Element,
    description: title,
    caption: "Width is B’s time. Calls that A alone has are not in it.",
    tableLabel: "The calls that differ most as a table",
    table: dataTable(
      `The ${shown.length} calls, each with all that it calls, whose share differs most`,
      [
        {
          label: "Call",
          heading: true,
          value: (node: number) => html`<span class="frame-name">${tree[node]!.name}</span>`,
        },
        ...differenceColumns(comparison).map((label, at) => ({
          label: label || "Remark",
          numeric: label !== "",
          value: (node: number) =>
            differenceCells(comparison, differences[node]!, differences[node]!.a.ms === 0 ? "b" : "both")[
              at
            ]!,
        })),
        { label: "File", value: (node: number) => place(tree[node]!.file, tree[node]!.line) },
      ],
      shown,
    ),
  });
}

import type { FigureTable } from "../../report/figure-files.js";
import { plainColumns } from "../../report/plain-table.js";
import { columnsAbout } from "../data-table.js";

interface ShownTable {
  readonly caption: string;
  readonly labels: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly about: readonly (string | null)[];
}

/** The tables of a figure as they stand there, by column; those of one form as one, which names each row's table first. */
export function figureTables(element: Element): FigureTable[] {
  const forms = new Map<string, [Element, ShownTable][]>();
  for (const table of element.querySelectorAll("table")) {
    const shown = shownTable(table);
    const form = JSON.stringify(shown.labels);
    forms.set(form, [...(forms.get(form) ?? []), [table, shown]]);
  }
  return [...forms.values()].map((alike) => {
    const [[table, first]] = alike as [[Element, ShownTable]];
    if (alike.length === 1) return plainTable(first);
    return plainTable({
      caption: partTitle(table, element) ?? first.caption,
      labels: ["Table", ...first.labels],
      rows: alike.flatMap(([, { caption, rows }]) => rows.map((cells) => [caption, ...cells])),
      about: [null, ...first.about],
    });
  });
}

function shownTable(table: Element): ShownTable {
  return {
    caption: textOf(table.querySelector("caption")),
    labels: [...table.querySelectorAll("thead th, thead td")].map(textOf),
    rows: [...table.querySelectorAll("tbody tr")].map((row) => [...row.children].map(textOf)),
    about: columnsAbout(table.parentElement!),
  };
}

function plainTable({ caption, labels, rows, about }: ShownTable): FigureTable {
  const columns = labels.flatMap((label, i) =>
    plainColumns(
      label,
      rows.map((cells) => cells[i] ?? ""),
    ).map((column) => ({ ...column, about: about[i] ?? null })),
  );
  return { caption, columns };
}

/** What unfolds the part of the figure that a table stands in. */
function partTitle(table: Element, figure: Element): string | null {
  let part = table;
  while (part.parentElement !== null && part.parentElement !== figure) part = part.parentElement;
  const title = part.querySelector(":scope > summary");
  return title && textOf(title);
}

/** What stands on a line of its own stands behind a semicolon. */
function textOf(node: Node | null): string {
  const parts = [...(node?.childNodes ?? [])].flatMap((child) => {
    const text = child.nodeType === 1 ? textOf(child) : (child.textContent ?? "");
    const isLine = /^(?:small|li|p|div|br)$/i.test(child.nodeName);
    return isLine ? ["; ", text] : [text];
  });
  return parts
    .join("")
    .replace(/\s+/g, " ")
    .replace(/^[; ]+/, "")
    .trim();
}

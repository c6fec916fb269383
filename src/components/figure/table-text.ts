import type { FigureTable } from "../../report/figure-files.js";
import { plainColumns } from "../../report/plain-table.js";
import { columnsAbout } from "../data-table.js";

/** The tables of a figure as they stand there, by column. */
export function figureTables(element: Element): FigureTable[] {
  return [...element.querySelectorAll("table")].map((table) => {
    const rows = [...table.querySelectorAll("tbody tr")].map((row) => [...row.children].map(cellText));
    const about = columnsAbout(table.parentElement!);
    return {
      caption: table.querySelector("caption")?.textContent ?? "",
      columns: [...table.querySelectorAll("thead th")].flatMap((head, i) =>
        plainColumns(
          (head.textContent ?? "").trim(),
          rows.map((cells) => cells[i] ?? ""),
        ).map((column) => ({ ...column, about: about[i] ?? null })),
      ),
    };
  });
}

/** What stands on a line of its own stands behind a semicolon. */
function cellText(node: Node): string {
  const parts = [...node.childNodes].flatMap((child) => {
    const text = child.nodeType === 1 ? cellText(child) : (child.textContent ?? "");
    const isLine = /^(?:small|li|p|div|br)$/i.test(child.nodeName);
    return isLine ? ["; ", text] : [text];
  });
  return parts
    .join("")
    .replace(/\s+/g, " ")
    .replace(/^[; ]+/, "")
    .trim();
}

import { html } from "htl";
import { STORE_TABLES } from "../../model/store-tables.js";
import { dataTable } from "../data-table.js";

/** Every table and column of the store, folded away. */
export function storeDocumentation(): HTMLElement {
  return html`<div>${STORE_TABLES.map(
    ({ name, description, columns }) => html`<details>
      <summary><code>${name}</code> – ${description}</summary>
      ${dataTable(
        `Columns of ${name}`,
        [
          { label: "Column", value: (column) => html`<code>${column.name}</code>`, heading: true },
          { label: "Type", value: ({ type }) => type },
          { label: "Unit", value: ({ unit }) => unit },
          { label: "Meaning", value: (column) => column.description },
        ],
        columns,
      )}
    </details>`,
  )}</div>`;
}

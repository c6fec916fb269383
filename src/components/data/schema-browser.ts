import { html } from "htl";
import { STORE_TABLES } from "../../model/store-tables.js";

/**
 * Every table of the store with its columns, each with its type and meaning.
 *
 * @param insert takes the name of a table or a column that was chosen
 */
export function schemaBrowser(insert: (name: string) => void): HTMLElement {
  const name = (text: string) =>
    html`<button type="button" class="name" title="Put it into the query" ${{ onclick: () => insert(text) }}><code>${text}</code></button>`;
  return html`<div class="schema" role="group" aria-label="Tables of the store">${STORE_TABLES.map(
    ({ name: table, description, columns }) => html`<details>
      <summary><code>${table}</code> <span>${description}</span></summary>
      <p>${name(table)} into the query; its columns:</p>
      <ul>${columns.map(
        (column) =>
          html`<li>${name(column.name)} <span class="type">${column.type}${column.unit ? `, ${column.unit}` : ""}</span> ${column.description}</li>`,
      )}</ul>
    </details>`,
  )}</div>`;
}

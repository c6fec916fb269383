import { html } from "htl";

export interface Column<Row> {
  readonly label: string;
  /** Text or an element. */
  readonly value: (row: Row) => unknown;
  /** Numbers are set flush right, in tabular figures. */
  readonly numeric?: boolean;
  /** Short text that must not break. */
  readonly unbroken?: boolean;
  /** The column that names the row; its cells are row headers. */
  readonly heading?: boolean;
  /** What its values are, for the files that are made of the table. */
  readonly about?: string;
}

const ABOUT = new WeakMap<Element, readonly (string | null)[]>();

/** What each column of a table is about, by its frame; null where it does not say. */
export const columnsAbout = (frame: Element): readonly (string | null)[] => ABOUT.get(frame) ?? [];

/** A table that scrolls inside its own frame, so that the page never scrolls sideways. */
export function dataTable<Row>(
  caption: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): HTMLElement {
  const frame = html`<div class="table-frame" role="region" tabindex="0" aria-label=${caption}>
    <table>
      <caption>${caption}</caption>
      <thead><tr>${columns.map(head)}</tr></thead>
      <tbody>${rows.map((row) => html`<tr>${columns.map((column) => cell(column, row))}</tr>`)}</tbody>
    </table>
  </div>` as HTMLElement;
  ABOUT.set(
    frame,
    columns.map(({ about }) => about ?? null),
  );
  return frame;
}

/** A column of names needs none of its own; an empty header would be read as one. */
function head<Row>(column: Column<Row>): HTMLElement {
  return column.label === ""
    ? html`<td></td>`
    : html`<th scope="col" class=${cellClass(column)}>${column.label}</th>`;
}

function cell<Row>(column: Column<Row>, row: Row): HTMLElement {
  const value = column.value(row);
  return column.heading
    ? html`<th scope="row">${value}</th>`
    : html`<td class=${cellClass(column)}>${value}</td>`;
}

function cellClass<Row>({ numeric, unbroken }: Column<Row>): string {
  return numeric ? "numeric" : unbroken ? "unbroken" : "";
}

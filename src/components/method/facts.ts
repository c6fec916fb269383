import { type Column, dataTable } from "../data-table.js";

/** A named value, and what it means for the reader. */
interface Fact {
  readonly name: string;
  readonly value: string;
  readonly meaning: string;
}

const COLUMNS: readonly Column<Fact>[] = [
  { label: "", value: ({ name }) => name, heading: true },
  { label: "Value", value: ({ value }) => value },
  { label: "Meaning", value: ({ meaning }) => meaning },
];

export function factTable(caption: string, facts: readonly Fact[]): HTMLElement {
  return dataTable(caption, COLUMNS, facts);
}

/** Whole numbers with thousands separators. */
export function formatCount(count: number): string {
  return count.toLocaleString("en-US");
}

import { html } from "htl";
import { formatBytes } from "../../model/format.js";
import type { CellName } from "../../model/live/runner.js";
import { fetchSentence, rowText } from "../../report/live.js";
import { dataTable } from "../data-table.js";
import type { LiveRow } from "./session.js";

interface QueueTable {
  readonly element: HTMLElement;
  /** The rows that are chosen, and can run. */
  readonly chosen: readonly CellName[];
  /** Draws their states anew. */
  show(rows: readonly LiveRow[], isRunning: boolean): void;
}

const idOf = ({ workload, target }: CellName): string => `live-${workload}-${target}`;

/**
 * Everything that can run here, each with a box to choose it and its state.
 *
 * @param budgetBytes rows with a larger model are not chosen by themselves
 */
export function queueTable(rows: readonly LiveRow[], budgetBytes: number, onChoice: () => void): QueueTable {
  const boxes = new Map(
    rows.map((row) => {
      const box = html`<input type="checkbox" id=${idOf(row)}>` as HTMLInputElement;
      box.disabled = row.state.state === "unavailable";
      box.checked = !box.disabled && row.modelBytes <= budgetBytes;
      return [idOf(row), box] as const;
    }),
  );
  const states = new Map(rows.map((row) => [idOf(row), html`<span></span>`] as const));
  const fetched = html`<p class="hint"></p>`;
  const chosenRows = () => rows.filter((row) => boxes.get(idOf(row))!.checked);
  const sum = () => {
    const chosen = chosenRows();
    const engines = new Map(chosen.map((row) => [row.engineBytes, row.engineBytes]));
    const workloads = new Map(chosen.map((row) => [row.workload, row.workloadBytes]));
    const bytes = [...engines.values(), ...workloads.values()].reduce((total, one) => total + one, 0);
    fetched.textContent = fetchSentence(bytes, chosen.length);
  };
  const table = dataTable(
    "What can run here",
    [
      {
        label: "Workload and target",
        heading: true,
        value: (row: LiveRow) =>
          html`<label for=${idOf(row)}>${boxes.get(idOf(row))} ${row.workloadTitle}, ${row.targetTitle}</label>`,
      },
      {
        label: "Model",
        numeric: true,
        value: ({ modelBytes }: LiveRow) =>
          html`${formatBytes(modelBytes, 2)}${modelBytes > budgetBytes ? html`<small>over the budget</small>` : null}`,
      },
      { label: "State", value: (row: LiveRow) => states.get(idOf(row)) },
    ],
    rows,
  );
  table.addEventListener("change", () => {
    sum();
    onChoice();
  });
  sum();
  return {
    element: html`<div class="live-queue">${table}${fetched}</div>`,
    get chosen() {
      return chosenRows();
    },
    show(now, isRunning) {
      for (const row of now) {
        const state = states.get(idOf(row))!;
        const text = rowText(row.state);
        if (state.textContent !== text) state.textContent = text;
        state.dataset.state = row.state.state;
        boxes.get(idOf(row))!.disabled = isRunning || row.state.state === "unavailable";
      }
    },
  };
}

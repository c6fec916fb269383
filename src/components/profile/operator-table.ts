import { html } from "htl";
import { formatMs, formatShare } from "../../model/format.js";
import type { OperatorTime } from "../../model/traces/profile.js";
import { dataTable } from "../data-table.js";

const SHOWN = 12;

/** The engine's operators, where the profile names them; else nothing. */
export function operatorTable(operators: readonly OperatorTime[]): HTMLElement | null {
  const first = operators[0];
  if (!first) return null;
  const all = operators.reduce((sum, { ms }) => sum + ms, 0);
  return html`<div>
    <h3>Inside the model, ${first.operator} takes most: ${formatShare(all > 0 ? first.ms / all : 0)} of the operators’ time.</h3>
    ${dataTable(
      operators.length > SHOWN ? `The ${SHOWN} largest of ${operators.length} operators` : "Time by operator",
      [
        { label: "Operator", heading: true, value: ({ operator }: OperatorTime) => operator },
        { label: "Time", numeric: true, value: ({ ms }) => formatMs(ms) },
        { label: "Share", numeric: true, value: ({ ms }) => formatShare(all > 0 ? ms / all : 0) },
        { label: "Calls", numeric: true, value: ({ calls }) => calls.toLocaleString("en-US") },
      ],
      operators.slice(0, SHOWN),
    )}
  </div>`;
}

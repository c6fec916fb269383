/** The runs that there are, as a list, and what a page about them opens with. */
import { compareRuns } from "../../model/runs/compare-runs.js";
import type { ListedRun } from "../../model/runs/runs-file.js";
import { machineText } from "../other-machine.js";
import { capital, counted } from "../words.js";
import { comparisonFinding, incomparableText } from "./compare-runs.js";
import { dateText, measuredBy } from "./run-name.js";

export const RUN_COLUMNS: readonly { readonly label: string; readonly text: (run: ListedRun) => string }[] = [
  { label: "Date (UTC)", text: ({ startedAt }) => dateText(startedAt) },
  { label: "Machine", text: ({ environment }) => machineText(environment) },
  { label: "Effort", text: ({ effort }) => effort },
  { label: "Cells", text: ({ cells }) => String(cells.length) },
  {
    label: "Measured by",
    text: (run) =>
      `${measuredBy(run)}${run.isReference ? ", a reference run" : ""}${run.complete ? "" : ", ended early"}`,
  },
  { label: "Run", text: ({ runId }) => runId },
];

/** What a page opens with. */
export function runsFinding(
  runs: readonly ListedRun[],
  pair: readonly [a: ListedRun, b: ListedRun] | null,
): string {
  if (pair === null)
    return "There is one run, and nothing to lay beside it: `npx portolan measure` makes another, and `npx portolan import` takes one of another machine.";
  const [a, b] = pair;
  const comparison = compareRuns(a, b);
  const machines = new Set(runs.map(({ environment }) => environment.machineId)).size;
  const where = machines === 1 ? "one machine" : `${machines} machines`;
  const found =
    comparison.state === "compared" ? comparisonFinding(comparison) : `${incomparableText(comparison)}.`;
  const same = a.environment.machineId === b.environment.machineId;
  return (
    `${capital(counted(runs.length, "run"))} of ${where}. The newest (B), of ${dateText(b.startedAt)}, beside ` +
    `${same ? "the one before on its machine" : "one of another machine"} (A), of ${dateText(a.startedAt)}: ${lowered(found)}`
  );
}

const lowered = (text: string): string => `${text[0]!.toLowerCase()}${text.slice(1)}`;

/** Where a file can't hold them all. */
export const cappedText = (shown: number, total: number): string | null =>
  shown === total
    ? null
    : `The newest ${shown.toLocaleString("en-US")} of ${total.toLocaleString("en-US")} runs are here; \`npx portolan compare-runs\` and \`npx portolan sql\` reach them all.`;

import { runName } from "../../report/runs/run-name.js";
import { selectForm } from "./select-form.js";
import type { RunsView } from "./view.js";

/** Which two runs are laid side by side, by their ids: `{ a, b }`. */
export function pairForm({ runs, usual }: RunsView) {
  const [a, b] = usual!;
  const newest = [...runs].reverse();
  const choices = () =>
    newest.map((run) => [run.runId, `${runName(run)}, ${run.cells.length} cells`] as const);
  const nameOf = (id: string | undefined) => runName(runs.find(({ runId }) => runId === id)!);
  return selectForm(
    "Which two runs are compared",
    [
      { name: "a", label: "A, what is compared with", choices, first: a.runId },
      { name: "b", label: "B, over it", choices, first: b.runId },
    ],
    (chosen) => `A: ${nameOf(chosen.a)}. B: ${nameOf(chosen.b)}.`,
  );
}

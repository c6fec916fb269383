import { html } from "htl";
import type { MeasuredSummary } from "../../model/summary.js";

/** How often the engine's profile could be used in this run, and where it could not. */
export function profilerSentence({ workloads, targets }: MeasuredSummary): HTMLElement {
  const cells = workloads.flatMap((workload) =>
    workload.cells.flatMap((cell) => (cell.state === "measured" ? [{ workload, cell }] : [])),
  );
  const used = cells.filter(({ cell }) => cell.attribution.engine.state === "profiled");
  const withheld = cells.filter(({ cell }) => cell.attribution.engine.state === "withheld");
  const unprofiled = cells.length - used.length - withheld.length;
  const names = withheld.map(
    ({ workload, cell }) =>
      `${workload.title} on ${targets.find(({ id }) => id === cell.target)?.title ?? cell.target}`,
  );
  return html`<p>In this run the profile could be used for ${used.length} of ${cells.length} measured pairs of workload
    and target.${names.length > 0 ? ` It was withheld for ${names.length}: ${names.join("; ")}.` : ""}${
      unprofiled > 0 ? ` For ${unprofiled} there is none.` : ""
    }</p>`;
}

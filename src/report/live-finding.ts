/** What the page “In your own browser” opens with: what a browser made of the workloads on the machine that was measured. */
import { formatRatio } from "../model/format.js";
import type { MeasuredSummary } from "../model/summary.js";
import { counted, inWords, titleOf } from "./words.js";

export function liveFinding({ workloads, targets }: MeasuredSummary): string {
  const inBrowser = new Set(targets.flatMap((target) => target.inBrowser ?? []));
  const shown = workloads.flatMap(({ title, cells }) => {
    const measured = cells.flatMap((cell) =>
      cell.state === "measured" && inBrowser.has(cell.target) && cell.ratio
        ? [{ title, target: cell.target, ratio: cell.ratio }]
        : [],
    );
    return measured.length > 0 ? [measured.sort((a, b) => a.ratio.value - b.ratio.value)] : [];
  });
  if (shown.length === 0)
    return "This report’s run measured no browser: what one makes of the workloads, yours says first.";
  const sooner = shown.filter((measured) => measured.some(({ ratio }) => ratio.verdict === "faster"));
  const begin = `On the machine of this report, a browser answers surely sooner than today’s program in ${inWords(sooner.length)} of ${counted(shown.length, "workload")}`;
  const most = sooner
    .flat()
    .filter(({ ratio }) => ratio.verdict === "faster")
    .sort((a, b) => a.ratio.value - b.ratio.value)[0];
  if (!most) return `${begin}.`;
  return `${begin}; most with ${titleOf(most.target, targets)} on “${most.title}”, ${formatRatio(most.ratio)}.`;
}

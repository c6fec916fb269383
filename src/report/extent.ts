/** What a run holds, and how much of it is more than noise. */
import { formatShare } from "../model/format.js";
import type { Verdict } from "../model/statistics/ratio.js";
import type { MeasuredSummary } from "../model/summary.js";
import { counted, inWords, listed } from "./words.js";

/** "2,634 timed requests of seven workloads on nine targets, in 147 processes" */
export function extentText({ samples, processes, workloads, targets }: MeasuredSummary): string {
  const measured = targets.filter(({ id }) =>
    workloads.some(({ cells }) => cells.some((cell) => cell.target === id && cell.state === "measured")),
  );
  return `${samples.toLocaleString("en-US")} timed requests of ${counted(workloads.length, "workload")} on ${counted(measured.length, "target")}, in ${processes.toLocaleString("en-US")} processes`;
}

/** What the page about the data opens with. */
export const storeFinding = (summary: MeasuredSummary): string =>
  `The run that this report shows holds ${extentText(summary)}: every one of them can be asked for here.`;

const COMES_OUT: Readonly<Record<Verdict, string>> = {
  faster: "came out faster",
  slower: "came out slower",
  equivalent: "showed no difference",
  inconclusive: "stayed undecided",
};

/** What the page about the method opens with: how many comparisons the run decides, and what it cannot tell apart. */
export function methodFinding(summary: MeasuredSummary): string {
  const { workloads, noiseFloor } = summary;
  const verdicts = workloads.flatMap(({ cells, baseline }) =>
    cells.flatMap((cell) =>
      cell.state === "measured" && cell.target !== baseline && cell.ratio ? [cell.ratio.verdict] : [],
    ),
  );
  const count = (verdict: Verdict) => verdicts.filter((one) => one === verdict).length;
  const parts = (["faster", "slower", "equivalent", "inconclusive"] as const).flatMap((verdict) =>
    count(verdict) > 0 ? [`${inWords(count(verdict))} ${COMES_OUT[verdict]}`] : [],
  );
  const compared =
    verdicts.length === 0
      ? "Nothing in it can be compared with what runs today."
      : `Of ${counted(verdicts.length, "comparison")} with what runs today, ${listed(parts)}.`;
  const floor =
    noiseFloor === null
      ? "It has no A/A arm, so that its noise floor is not known."
      : `Two equal measurements differ by up to ${formatShare(noiseFloor)}.`;
  return `This run holds ${extentText(summary)}. ${compared} ${floor}`;
}

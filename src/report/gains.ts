import type { Ratio } from "../model/statistics/ratio.js";
import type { MeasuredSummary } from "../model/summary.js";
import { titleOf } from "./review.js";
import { inWords, listed } from "./words.js";

/** One port of one workload, as a speed-up: above 1 is faster. */
export interface GainRow {
  readonly workload: string;
  readonly target: string;
  readonly ratio: Ratio;
  readonly gain: number;
  readonly low: number;
  readonly high: number;
}

export function gainRows({ workloads, targets }: MeasuredSummary): GainRow[] {
  return workloads.flatMap(({ title, cells }) =>
    cells.flatMap((cell) => {
      if (cell.state !== "measured" || cell.ratio === null) return [];
      const { ratio } = cell;
      const gain = 1 / ratio.value;
      return [
        {
          workload: title,
          target: titleOf(cell.target, targets),
          ratio,
          gain,
          low: 1 / ratio.high,
          high: 1 / ratio.low,
        },
      ];
    }),
  );
}

/** Which target is surely faster, by enough, most often; and which is surely slower. */
export function gainTitle(rows: readonly GainRow[], minimumGain: number): string {
  const workloads = new Set(rows.map(({ workload }) => workload)).size;
  const often = (counts: (row: GainRow) => boolean) => {
    const byTarget = new Map<string, number>();
    for (const row of rows.filter(counts)) byTarget.set(row.target, (byTarget.get(row.target) ?? 0) + 1);
    const most = Math.max(0, ...byTarget.values());
    return {
      most,
      targets: [...byTarget].filter(([, count]) => count === most).map(([target]) => `“${target}”`),
    };
  };
  const faster = often(({ ratio, gain }) => ratio.verdict === "faster" && gain >= minimumGain);
  const slower = often(({ ratio }) => ratio.verdict === "slower");
  const of = workloads === 1 ? "the one workload" : `of ${inWords(workloads)} workloads`;
  const inHowMany = (count: number) => (workloads === 1 ? of : `${inWords(count)} ${of}`);
  const clauses = [
    faster.most > 0
      ? `${listed(faster.targets)} ${faster.targets.length > 1 ? "are each" : "is"} at least ${minimumGain}× faster in ${inHowMany(faster.most)}`
      : `No port is at least ${minimumGain}× faster in ${workloads === 1 ? of : `any ${of}`}`,
    ...(slower.most > 0
      ? [
          `${listed(slower.targets)} ${slower.targets.length > 1 ? "are each" : "is"} slower in ${inWords(slower.most)}`,
        ]
      : []),
  ];
  return clauses.join("; ");
}

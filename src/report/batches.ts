/** What a target gains from company: its model's call with more and more requests in it. */
import { type BatchCurve, batchCurve } from "../model/capacity/batch-curve.js";
import { type BatchKnee, batchKnee, throughputOf } from "../model/capacity/batch-knee.js";
import { countText, formatBytes, formatMs } from "../model/format.js";
import type { BatchRow } from "../model/run-file.js";
import type { MeasuredSummary, WorkloadSummary } from "../model/summary.js";
import { otherMachine } from "./other-machine.js";
import { capital, counted, factor, listed, named, titleOf } from "./words.js";

export interface BatchSeries {
  readonly title: string;
  /** Of another machine's run: which, and when. Null for the report's own. */
  readonly elsewhere: string | null;
  readonly curve: BatchCurve;
  readonly knee: BatchKnee;
  readonly points: BatchRow["points"];
  /** Why no larger batch was tried; null where each was. */
  readonly stopped: string | null;
}

interface Batches {
  readonly series: readonly BatchSeries[];
  /** Those of which no batch could be made, and why. */
  readonly refused: readonly { readonly title: string; readonly reason: string }[];
}

type Runs = Pick<MeasuredSummary, "batches" | "targets" | "elsewhere">;

/** Of a workload: here, and on other machines that were given the same model and requests of the same size. */
export function batchesOf(workload: WorkloadSummary, summary: Runs): Batches {
  const others = (summary.elsewhere ?? []).filter(({ workloads }) =>
    workloads.some((other) => isSame(other, workload)),
  );
  const here = ofRun(workload.id, summary, null);
  const there = others.map((other) => ofRun(workload.id, other, otherMachine(other)));
  return {
    series: [...here.series, ...there.flatMap(({ series }) => series)],
    refused: here.refused,
  };
}

export const isSame = (other: WorkloadSummary, { id, size, model }: WorkloadSummary): boolean =>
  other.id === id && other.size === size && other.model.sha256 === model.sha256;

function ofRun(id: string, { batches, targets }: Runs, elsewhere: string | null): Batches {
  // A process that was cut off and run again left its rows before.
  const last = new Map(batches.flatMap((row) => (row.workload === id ? [[row.target, row] as const] : [])));
  const series: BatchSeries[] = [];
  const refused: { title: string; reason: string }[] = [];
  for (const target of targets) {
    const row = last.get(target.id);
    if (row === undefined) continue;
    const title = titleOf(target.id, targets);
    const { points, stopped } = row;
    const curve = batchCurve(points);
    if (curve) series.push({ title, elsewhere, curve, knee: batchKnee(curve), points, stopped });
    else refused.push({ title, reason: stopped ?? "one size alone was measured" });
  }
  return { series, refused };
}

/** Less than this is no gain that a wait is worth. */
const SOME_GAIN = 1.1;

/** "With 16 requests in a call, “Python, GPU” answers 9.1× as many a second as one by one; Python at most 1.2×, with any number". */
export function batchesFinding(series: readonly BatchSeries[]): string {
  const byGain = [...series].sort((a, b) => b.knee.gain - a.knee.gain || b.knee.mostGain - a.knee.mostGain);
  const gaining = byGain.filter(({ knee }) => knee.gain >= SOME_GAIN);
  const others = byGain.filter((one) => !gaining.includes(one));
  const atMost = listed(others.map((one) => `${nameOf(one)} at most ${factor(one.knee.mostGain)}×`));
  const [most, ...less] = gaining;
  if (most === undefined)
    return `Waiting for company pays nowhere: with more requests in a call ${atMost.replace(" at most", " answers at most")} as many a second as one by one`;
  const rest = less.map((one) => `${nameOf(one)} ${factor(one.knee.gain)}×`);
  return [
    `With ${most.knee.batch} requests in a call, ${nameOf(most)} answers ${factor(most.knee.gain)}× as many a second as one by one`,
    ...(rest.length > 0 ? [listed(rest)] : []),
    ...(others.length > 0 ? [`${atMost}, with any number`] : []),
  ].join("; ");
}

const nameOf = ({ title, elsewhere }: BatchSeries): string =>
  elsewhere === null ? named({ title }) : `${named({ title })} on another machine`;

/** How a size is read off the chart, and what it leaves out. */
export const BATCHES_CAPTION =
  "Each point is a call with twice as many requests as the one before it, from one on; both scales are logarithmic, and up and to the left is better. The ring is the knee: there throughput over latency is greatest, and beyond it requests wait longer than it gains. What glue does for each request is not in it, and neither is the wait for company.";

export interface BatchTableRow {
  readonly target: string;
  readonly batch: string;
  readonly call: string;
  readonly perSecond: string;
  readonly gain: string;
  readonly parts: string;
  readonly memory: string;
}

/** Every size of every series. */
export function batchRows(series: readonly BatchSeries[]): BatchTableRow[] {
  return series.flatMap((one) =>
    one.curve.points.map(({ batch, ms, deviceMemoryBytes }) => {
      const parts = one.points.find((point) => point.batch === batch)?.parts ?? null;
      const perSecond = throughputOf(batch, ms.value);
      const alone = throughputOf(1, one.curve.points[0]!.ms.value);
      return {
        target: nameOf(one),
        batch: `${countText(batch)}${batch === one.knee.batch ? " (knee)" : ""}`,
        call: formatMs(ms.value),
        perSecond: perSecond.toLocaleString("en-US", { maximumSignificantDigits: 3 }),
        gain: `${factor(perSecond / alone)}×`,
        parts:
          parts === null
            ? "not told apart"
            : [parts.toDeviceMs, parts.computeMs, parts.fromDeviceMs]
                .map((ms) => formatMs(ms, 2))
                .join(" + "),
        memory: deviceMemoryBytes === null ? "–" : formatBytes(deviceMemoryBytes),
      };
    }),
  );
}

/** Where each stopped, whose numbers are another machine's, and of what no batch could be made. */
export function batchesNotes({ series, refused }: Batches): string[] {
  const places = [...new Set(series.flatMap(({ elsewhere }) => elsewhere ?? []))];
  return [
    ...places.map((place) => `${place}.`),
    ...series.flatMap((one) => (one.stopped === null ? [] : [`${capital(nameOf(one))}: ${one.stopped}.`])),
    ...series.flatMap((one) =>
      one.knee.isLast && one.knee.batch > 1
        ? [
            `${capital(nameOf(one))}: the knee lies at the largest of ${counted(one.points.length, "size")}, or beyond.`,
          ]
        : [],
    ),
    ...refused.map(
      ({ title, reason }) => `${capital(named({ title }))} was not tried in batches: ${reason}.`,
    ),
  ];
}

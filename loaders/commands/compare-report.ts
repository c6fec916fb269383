import { BUCKET_LABEL, BUCKETS_AND_REST } from "../../src/model/buckets.ts";
import { formatMs } from "../../src/model/format.ts";
import type { ComparedProfile, Difference, TraceComparison } from "../../src/model/traces/compare.ts";
import { renderTable } from "../terminal/table.ts";
import { wrapped } from "../terminal/wrapped.ts";
import { percent, shortened, shortenedFile } from "./attribute-report.ts";

/** What `portolan compare` prints for a person. */
export function comparisonReport(comparison: TraceComparison, frameCount: number): string {
  const { buckets, waiting, frames } = comparison;
  const shown = frames.slice(0, frameCount);
  const rows = BUCKETS_AND_REST.map((bucket) => [BUCKET_LABEL[bucket], ...cells(buckets[bucket])]);
  if (waiting.a.ms > 0 || waiting.b.ms > 0) rows.push(["  of which waiting", ...cells(waiting)]);
  return [
    profiles(comparison),
    renderTable(["bucket", ...COLUMNS], rows),
    ...(shown.length === 0
      ? []
      : [
          [
            `Frames, by their own time: the ${shown.length} of ${frames.length} that differ most`,
            renderTable(
              ["frame", "file", "goes to", ...COLUMNS],
              shown.map((frame) => [
                shortened(frame.frame),
                frame.file === null ? "–" : shortenedFile(frame.file),
                frame.destination,
                ...cells(frame, frame.in),
              ]),
            ),
          ].join("\n"),
        ]),
    ...(comparison.warnings.length === 0
      ? []
      : [["Warnings", ...comparison.warnings.map((warning) => wrapped(`- ${warning}`, 2))].join("\n")]),
  ].join("\n\n");
}

const COLUMNS = ["A", "B", "B − A", "share of A", "share of B", "B − A", ""];

function cells(difference: Difference, side: "both" | "a" | "b" = "both"): string[] {
  const { a, b, differenceMs, differenceShare, withinNoise } = difference;
  const note = withinNoise ? "within noise" : side === "both" ? "" : `only in ${side.toUpperCase()}`;
  return [
    ...[formatMs(a.ms), formatMs(b.ms), signed(differenceMs, formatMs)],
    ...[
      percent(a.share),
      percent(b.share),
      signed(differenceShare * 100, (points) => `${points.toFixed(1)} pp`),
    ],
    note,
  ];
}

function signed(value: number, format: (magnitude: number) => string): string {
  return `${value < 0 ? "−" : "+"}${format(Math.abs(value))}`;
}

function samples({ sampled, samples }: ComparedProfile): string {
  if (samples !== null) return samples.toLocaleString("en-US");
  return sampled === false ? "every event" : "not said";
}

function profiles({ a, b }: TraceComparison): string {
  const row = (label: string, profile: ComparedProfile) => [
    label,
    profile.producer ?? profile.format,
    formatMs(profile.wallMs),
    percent(profile.coverage),
    samples(profile),
    profile.intervalMs === null ? "–" : formatMs(profile.intervalMs),
  ];
  return renderTable(
    ["", "profile", "wall time", "coverage", "samples", "one every"],
    [row("A", a), row("B", b)],
  );
}

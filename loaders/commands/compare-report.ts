import { BUCKETS_AND_REST } from "../../src/model/buckets.ts";
import { formatMs, formatPercent } from "../../src/model/format.ts";
import type { ComparedProfile, TraceComparison } from "../../src/model/traces/compare.ts";
import {
  bucketDifferences,
  comparisonFinding,
  differenceCells,
  differenceColumns,
  sampleCount,
} from "../../src/report/comparison.ts";
import { renderTable } from "../terminal/table.ts";
import { wrapped } from "../terminal/wrapped.ts";
import { shortened, shortenedFile } from "./attribute-report.ts";

/** What `portolan compare` prints for a person. */
export function comparisonReport(comparison: TraceComparison, frameCount: number): string {
  const { frames } = comparison;
  const shown = frames.slice(0, frameCount);
  const columns = differenceColumns(comparison);
  const rows = bucketDifferences(comparison).map(({ title, cells }, i) => [
    i < BUCKETS_AND_REST.length ? title : `  ${title}`,
    ...cells,
  ]);
  return [
    wrapped(comparisonFinding(comparison), 0),
    profiles(comparison),
    renderTable(["bucket", ...columns], rows),
    ...(shown.length === 0
      ? []
      : [
          [
            `Frames, by their own time: the ${shown.length} of ${frames.length} that differ most`,
            renderTable(
              ["frame", "file", "goes to", ...columns],
              shown.map((frame) => [
                shortened(frame.frame),
                frame.file === null ? "–" : shortenedFile(frame.file),
                frame.destination,
                ...differenceCells(comparison, frame, frame.in),
              ]),
            ),
          ].join("\n"),
        ]),
    ...(comparison.warnings.length === 0
      ? []
      : [["Warnings", ...comparison.warnings.map((warning) => wrapped(`- ${warning}`, 2))].join("\n")]),
  ].join("\n\n");
}

function profiles({ a, b }: TraceComparison): string {
  const row = (label: string, profile: ComparedProfile) => [
    label,
    profile.producer ?? profile.format,
    formatMs(profile.wallMs),
    formatPercent(profile.coverage),
    sampleCount(profile),
    profile.intervalMs === null ? "–" : formatMs(profile.intervalMs),
  ];
  return renderTable(
    ["", "profile", "wall time", "coverage", "samples", "one every"],
    [row("A", a), row("B", b)],
  );
}

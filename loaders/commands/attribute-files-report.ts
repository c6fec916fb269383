import { BUCKETS_AND_REST, type BucketOrUnattributed } from "../../src/model/buckets.ts";
import { formatMs, formatPercent } from "../../src/model/format.ts";
import { type AttributedFile, dominantBucket } from "../../src/model/traces/attributed-file.ts";
import type { TraceAttribution } from "../../src/model/traces/result.ts";
import { renderTable } from "../terminal/table.ts";
import { shortenedFile } from "./attribute-report.ts";

const MOST_NAMED = 5;

const SHORT: Readonly<Record<BucketOrUnattributed, string>> = {
  interpreter: "interpreter",
  compute: "compute",
  io: "IO",
  unattributed: "unattributed",
};

/** What `portolan attribute` prints of many profiles, in the order in which they are given. */
export function attributedFilesReport(files: readonly AttributedFile[]): string {
  const read = files.filter((file) => "attribution" in file);
  const folder = commonFolder(read.map(({ file }) => file));
  return [
    renderTable(
      [
        folder === "" ? "profile" : `profile in ${folder}`,
        ...["format", "wall", "mostly", ...BUCKETS_AND_REST.map((bucket) => SHORT[bucket]), "warnings"],
      ],
      read.map(({ file, attribution }) => [shortenedFile(file.slice(folder.length)), ...cells(attribution)]),
    ),
    summary(read.map(({ attribution }) => attribution)),
  ].join("\n\n");
}

function cells(attribution: TraceAttribution): string[] {
  const { format, wallMs, buckets, warnings } = attribution;
  return [
    format,
    formatMs(wallMs),
    SHORT[dominantBucket(attribution)],
    ...BUCKETS_AND_REST.map((bucket) => formatPercent(buckets[bucket].share)),
    warnings.length === 0 ? "" : String(warnings.length),
  ];
}

/** "12 profiles: 7 mostly interpreter, 5 mostly compute." */
function summary(attributions: readonly TraceAttribution[]): string {
  const dominant = attributions.map(dominantBucket);
  const parts = BUCKETS_AND_REST.map((bucket) => ({
    bucket,
    count: dominant.filter((one) => one === bucket).length,
  }))
    .filter(({ count }) => count > 0)
    .map(({ bucket, count }) => `${count} mostly ${SHORT[bucket]}`);
  const { length } = attributions;
  return `${length} ${length === 1 ? "profile" : "profiles"}: ${parts.join(", ")}.`;
}

/** The folder that all paths lie in, with its separator; empty where there is none. */
function commonFolder(paths: readonly string[]): string {
  const folder = (path: string) => path.slice(0, Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  return paths.map(folder).reduce((common, one) => {
    let shared = common;
    while (!one.startsWith(shared)) shared = folder(shared.slice(0, -1));
    return shared;
  });
}

/** "Skipped: 12 that are no profiles (README.md, …), and 3 hidden."; null where nothing was. */
export function skippedLine(hidden: number, others: readonly string[]): string | null {
  const named = others.slice(0, MOST_NAMED).join(", ");
  const more = others.length > MOST_NAMED ? ", …" : "";
  const parts = [
    ...(others.length > 0 ? [`${others.length} that are no profiles (${named}${more})`] : []),
    ...(hidden > 0 ? [`${hidden} hidden`] : []),
  ];
  return parts.length === 0 ? null : `Skipped: ${parts.join(", and ")}.`;
}

import { BUCKET_LABEL, BUCKETS_AND_REST } from "../../src/model/buckets.ts";
import { evidenceGate } from "../../src/model/evidence-gate.ts";
import { formatBytes, formatMs } from "../../src/model/format.ts";
import { coresText } from "../../src/model/machine-load.ts";
import {
  evidenceOfRecording,
  subjectOfRecording,
  unprofiledAttribution,
} from "../../src/model/recorded-attribution.ts";
import type { RecordedAttribution, RecordingSummary } from "../../src/model/recording.ts";
import { CHILD_CAPTION, CHILD_COLUMNS } from "../../src/report/children.ts";
import { evidenceLines } from "../../src/report/evidence-gate.ts";
import { slowdownText } from "../../src/report/recording.ts";
import { startUpSentence } from "../../src/report/start-up.ts";
import type { RecordResult } from "../profile/record.ts";
import { renderTable } from "../terminal/table.ts";

/** What `portolan profile --json` prints. The call trees stay in the recording. */
export interface ProfileJson {
  readonly path: string | null;
  /** Null for a process that ran already. */
  readonly logPath: string | null;
  readonly end: RecordResult["end"];
  readonly detail: string;
  readonly recording:
    | (Omit<RecordingSummary, "attributions"> & {
        readonly attributions: readonly Omit<RecordedAttribution, "tree">[];
      })
    | null;
}

/** What a recording says when it ends: as text for a person, as JSON for a program. */
export function reportOf(result: RecordResult): {
  readonly json: ProfileJson;
  /** Empty if nothing was measured. */
  readonly text: string;
  /** What went wrong; empty if nothing did. */
  readonly problem: string;
} {
  const { path, logPath, end, detail, summary } = result;
  const json = { path, logPath, end, detail, recording: summary && withoutTrees(summary) };
  return { json, text: summary ? text(summary, result) : "", problem: problem(result) };
}

function withoutTrees(summary: RecordingSummary): ProfileJson["recording"] {
  return { ...summary, attributions: summary.attributions.map(({ tree: _, ...rest }) => rest) };
}

function problem({ end, detail, path }: RecordResult): string {
  if (end === "complete") return "";
  if (end === "interrupted")
    return path ? `interrupted; what was measured is in ${path}` : "interrupted before anything was measured";
  return path ? detail : `${detail}\nNothing was recorded.`;
}

function text(summary: RecordingSummary, { path, logPath, detail }: RecordResult): string {
  const [best, ...others] = summary.attributions;
  const warnings = [
    // The reason for an early end is on stderr.
    ...summary.warnings.filter((warning) => detail === "" || !warning.endsWith(detail)),
  ];
  return [
    ...facts(summary),
    ...(best
      ? [
          "",
          table(best),
          ...evidence(best),
          ...startUpLines(summary, best),
          ...children(best),
          ...others.flatMap((other) => ["", ...second(other)]),
        ]
      : []),
    ...[...warnings, ...(best ? caveats(summary, best) : [])].map((warning) => `! ${warning}`),
    "",
    `Recording: ${path}`,
    ...(logPath === null ? [] : [`What the command printed: ${logPath}`]),
    ...(best
      ? [
          `Next: npx portolan build puts it into the report; npx portolan forecast ${summary.id} estimates the ports.`,
        ]
      : []),
  ].join("\n");
}

function caveats(summary: RecordingSummary, best: RecordedAttribution): string[] {
  const gate = evidenceGate(evidenceOfRecording(summary, best));
  return evidenceLines(gate, subjectOfRecording(summary));
}

function facts(summary: RecordingSummary): string[] {
  const { wallMs, cpuPerWall, peakRssBytes } = summary;
  const range =
    wallMs.n > 1
      ? ` (${ms(wallMs.low)} to ${ms(wallMs.high)} in ${wallMs.n} executions)`
      : " (one execution)";
  const rows: readonly (readonly [string, string | null])[] = [
    ["requests", requestsText(summary)],
    ["CPU over wall", cpuPerWall?.toFixed(2) ?? summary.cpuMethod],
    ["peak memory", peakRssBytes === null ? "not read" : formatBytes(peakRssBytes)],
    ["others took", summary.load ? coresText(summary.load) : "not watched here"],
    ["start-up", startUp(summary)],
    ["inflation", inflationText(summary)],
  ];
  return [
    summary.attached
      ? `${summary.title}: ${ms(wallMs.median)} of ${summary.attached.place}`
      : `${summary.title}: ${ms(wallMs.median)}${range}, unprofiled, from start to exit`,
    ...rows.flatMap(([name, value]) => (value === null ? [] : [`  ${name.padEnd(14)} ${value}`])),
  ];
}

function requestsText({ requests, wallMs, attached }: RecordingSummary): string | null {
  return requests === 1
    ? null
    : `${requests.toLocaleString("en-US")}${attached ? " meanwhile" : " in an execution"}, ${ms(wallMs.median / requests)} each`;
}

const inflationText = (summary: RecordingSummary): string | null =>
  summary.inflation === null && !summary.attached ? null : slowdownText(summary);

function startUp({ bareStartMs, attributions }: RecordingSummary): string | null {
  if (bareStartMs === null) return null;
  const importMs = attributions.find((attribution) => attribution.importMs !== null)?.importMs;
  const imports = importMs == null ? "" : `, ${ms(importMs)} are imports`;
  return `${ms(bareStartMs)} are the interpreter alone${imports}; both are part of the wall time`;
}

function table({ buckets, waiting }: RecordedAttribution): string {
  const waits = waiting.share > 0 ? ` (${percent(waiting.share)} is waiting)` : "";
  return renderTable(
    ["bucket", "time", "share"],
    BUCKETS_AND_REST.map((bucket) => [
      BUCKET_LABEL[bucket] + (bucket === "unattributed" ? waits : ""),
      ms(buckets[bucket].ms),
      percent(buckets[bucket].share),
    ]),
  );
}

function evidence({ evidence: kind, attribution, buckets, scaling }: RecordedAttribution): string[] {
  const { samples: count, intervalMs } = attribution;
  const apart = intervalMs === null ? "" : `, one each ${formatMs(intervalMs, 2)}`;
  const samples = count === null ? "" : `, ${count} samples${apart}`;
  return [
    `From ${WORDS[kind]}${samples}; coverage ${percent(1 - buckets.unattributed.share)}. ${scaling}`,
    `Clock: ${attribution.clock}`,
    ...(attribution.bias ? [`Bias: ${attribution.bias}`] : []),
    ...attribution.warnings.map((warning) => `! ${warning}`),
  ];
}

/** In unprofiled time. */
function startUpLines(summary: RecordingSummary, best: RecordedAttribution): string[] {
  const requests = summary.requests === 1 ? null : summary.requests;
  const sentence = startUpSentence(unprofiledAttribution(summary, best), requests);
  return sentence === null ? [] : [`Start-up: ${sentence}`];
}

function children({ children }: RecordedAttribution): string[] {
  if (children.length === 0) return [];
  const rows = children.map((child) => CHILD_COLUMNS.map(({ value }) => value(child)));
  return [
    "",
    `${CHILD_CAPTION}:`,
    renderTable(
      CHILD_COLUMNS.map(({ label }) => label),
      rows,
    ),
  ];
}

function second(other: RecordedAttribution): string[] {
  const shares = BUCKETS_AND_REST.map(
    (bucket) => `${BUCKET_LABEL[bucket]} ${percent(other.buckets[bucket].share)}`,
  );
  return [`Beside it, ${shares.join(", ")}.`, ...evidence(other), ...children(other)];
}

const WORDS: Readonly<Record<RecordedAttribution["evidence"], string>> = {
  marked: "the pipeline's own marks",
  sampled: "a sampling profiler",
  traced: "a tracing profiler",
};

const ms = (value: number): string => formatMs(value, 3);
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

import { BUCKET_LABEL, BUCKETS_AND_REST } from "../../src/model/buckets.ts";
import { evidenceGate, evidenceOf } from "../../src/model/evidence-gate.ts";
import { formatMs, formatPercent } from "../../src/model/format.ts";
import type { TraceAttribution } from "../../src/model/traces/result.ts";
import { deviceSentence } from "../../src/report/device-use.ts";
import { evidenceLines } from "../../src/report/evidence-gate.ts";
import { REQUEST_COLUMNS, requestRows, requestsTitle } from "../../src/report/requests.ts";
import { startUpSentence } from "../../src/report/start-up.ts";
import { renderTable } from "../terminal/table.ts";
import { wrapped } from "../terminal/wrapped.ts";

const BAR_CELLS = 40;
const NAME_CHARACTERS = 60;
const MOST_THREADS = 10;
const REASON_CHARACTERS = 60;
/** Of the label of a fact, and of the lines beside it. */
const LABEL_CHARACTERS = 12;
const TEXT_CHARACTERS = 88;

/** What `portolan attribute` prints for a person. */
export function attributionReport(result: TraceAttribution, file: string): string {
  const gate = evidenceGate(evidenceOf(result));
  const caveats = gate.state === "unsound" ? evidenceLines(gate, { kind: "profile", file }) : [];
  return [
    buckets(result),
    facts(result),
    requests(result),
    threads(result),
    section(
      "Rules that took time",
      renderTable(
        ["rule", "sends to", "time", "share", "because"],
        result.rules.map(({ id, bucket, ms, share, reason }) => [
          ...[id, bucket, formatMs(ms), formatPercent(share)],
          wrapped(reason, 0, REASON_CHARACTERS),
        ]),
      ),
      result.rules.length,
    ),
    unmatched(result),
    section("No verdict", caveats.map((line) => wrapped(`- ${line}`, 2)).join("\n"), caveats.length),
    section(
      "Warnings",
      result.warnings.map((warning) => wrapped(`- ${warning}`, 2)).join("\n"),
      result.warnings.length,
    ),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function buckets({ buckets, waiting }: TraceAttribution): string {
  const rows = BUCKETS_AND_REST.map((bucket) => [
    BUCKET_LABEL[bucket],
    bar(buckets[bucket].share),
    formatPercent(buckets[bucket].share),
    formatMs(buckets[bucket].ms),
    bucket === "unattributed" && waiting.ms > 0
      ? `of which known to be waiting: ${formatMs(waiting.ms)} (${formatPercent(waiting.share)})`
      : "",
  ]);
  return renderTable(["bucket", "", "share", "time", ""], rows);
}

function facts(result: TraceAttribution): string {
  const { format, producer, wallMs, coverage, clock, bias, hiddenMs } = result;
  const rows: [string, string][] = [
    ["Profile", producer === null || producer === format ? format : `${format}, written by ${producer}`],
    ["Wall time", formatMs(wallMs)],
    ["Coverage", `${formatPercent(coverage)} of the wall time is attributed`],
    ["Sampling", sampling(result)],
    ["Clock", clock],
    ["Known bias", bias ?? "none known for this kind of profile"],
  ];
  const startUp = startUpSentence(result);
  if (startUp !== null) rows.push(["Start-up", startUp]);
  const device = deviceSentence(result);
  if (device !== null) rows.push(["Device", device]);
  if (hiddenMs > 0)
    rows.push(["Hidden", `${formatMs(hiddenMs)} of work ran at the same time as what is shown`]);
  return rows
    .map(
      ([label, text]) =>
        `${`${label}:`.padEnd(LABEL_CHARACTERS)}${wrapped(text, LABEL_CHARACTERS, TEXT_CHARACTERS)}`,
    )
    .join("\n");
}

function requests({ requests }: TraceAttribution): string {
  if (requests === null || requests.count < 2) return "";
  const rows = requestRows(requests).map(({ title, cells }) => [title, ...cells]);
  return section(requestsTitle(requests), renderTable(["", ...REQUEST_COLUMNS], rows), requests.count);
}

/** Where there is a choice. */
function threads({ threads }: TraceAttribution): string {
  const shown = threads.slice(0, MOST_THREADS);
  const rows = shown.map(({ name, busyMs, isRequest }) => [
    shortened(name),
    formatMs(busyMs),
    isRequest ? "the request's" : "",
  ]);
  const more =
    threads.length > shown.length ? ` (the ${shown.length} that worked most of ${threads.length})` : "";
  return section(
    `Threads${more}; --thread <name> takes another`,
    renderTable(["thread", "worked", ""], rows),
    threads.length < 2 ? 0 : threads.length,
  );
}

function sampling({ sampled, samples, intervalMs }: TraceAttribution): string {
  if (samples !== null) {
    return `${samples.toLocaleString("en-US")} samples${intervalMs === null ? "" : `, one every ${formatMs(intervalMs)}`}`;
  }
  if (sampled === null) return "the file does not say whether its times are sampled";
  return sampled
    ? "sampled; the file does not say how many samples it holds"
    : "every event is recorded, nothing is sampled";
}

function unmatched({ unmatched }: TraceAttribution): string {
  const table = renderTable(
    ["frame", "file", "time", "share"],
    unmatched.map(({ frame, file, ms, share }) => [
      shortened(frame),
      file === null ? "–" : shortenedFile(file),
      formatMs(ms),
      formatPercent(share),
    ]),
  );
  const lines = unmatched.map(({ suggestion }) => `  ${suggestion}`);
  return section(
    "Largest frames that no rule matched",
    [
      table,
      "",
      "To attribute them, put these lines into a file (correct the bucket and the reason) and pass it with --rules:",
      "",
      "rules:",
      ...lines,
    ].join("\n"),
    unmatched.length,
  );
}

function section(title: string, body: string, count: number): string {
  return count === 0 ? "" : `${title}\n${body}`;
}

function bar(share: number): string {
  const cells = share * BAR_CELLS;
  const full = Math.floor(cells);
  const eighth = Math.round((cells - full) * 8);
  return `${"█".repeat(full)}${eighth === 0 ? "" : "▏▎▍▌▋▊▉█"[eighth - 1]}`;
}

/** One decimal: the tables add up to the eye, and samples seldom support more. */
export function shortened(text: string): string {
  return text.length <= NAME_CHARACTERS ? text : `${text.slice(0, NAME_CHARACTERS - 1)}…`;
}

/** A path is known by its end. */
export function shortenedFile(file: string): string {
  return file.length <= NAME_CHARACTERS ? file : `…${file.slice(1 - NAME_CHARACTERS)}`;
}

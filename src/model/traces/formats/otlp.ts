import { CallTreeBuilder } from "../call-tree.js";
import { asWallMs } from "../duration.js";
import { type ReadProfile, TraceError, traceFormat } from "../format.js";
import { Oddities } from "../oddities.js";
import { type Misfits, type OtlpTrace, ownTimes, tracesOf } from "../otlp/own-time.js";
import { readOtlp } from "../otlp/spans.js";
import type { RequestTimes } from "../profile.js";
import { firstRunNote } from "../timeline/first-run.js";
import { countOf } from "../timeline/lanes.js";
import { requestTimes } from "../timeline/request-times.js";
import { resolve } from "../timeline/resolve.js";
import { Segments } from "../timeline/segments.js";

/** Kinds of requests that the clock's sentence names. */
const MOST_NAMED = 3;

/**
 * OpenTelemetry's spans, as the collector's file exporter and OTLP over HTTP with JSON write them. A trace is a request.
 *
 * @see https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
export const otlp = traceFormat({
  id: "otlp",
  title: "OpenTelemetry spans (OTLP JSON)",
  tool: "OpenTelemetry",
  host: null,
  madeBy:
    "the collector's file exporter (exporters: file: path: traces.json), with spans that say portolan.bucket",
  detect: ({ text }) => /^[[{]/.test(text) && /"(?:resourceSpans|resource_spans)"\s*:/.test(text),
  parse: parseOtlp,
});

function parseOtlp(bytes: Uint8Array): ReadProfile {
  const oddities = new Oddities();
  const { spans, languages } = readOtlp(bytes, oddities);
  const traces = tracesOf(spans).filter(({ root }) => root.endUs > root.startUs);
  if (traces.length === 0) {
    throw new TraceError(
      `This file of OpenTelemetry spans holds ${countOf(spans.length, "usable span")} and no trace that takes time. ${oddities
        .warnings()
        .map((sentence) => `${sentence} `)
        .join("")}Export finished traces.`,
    );
  }
  const tree = new CallTreeBuilder();
  const misfits: Misfits = { skewed: 0, beyond: 0, orphans: 0 };
  const each: RequestTimes[] = [];
  let hiddenMs = 0;
  for (const trace of traces) {
    const segments = place(trace, tree, misfits);
    hiddenMs += resolve(segments, trace.root, tree).reduce((sum, ms) => sum + ms, 0);
    each.push(...requestTimes(segments, [trace.root]));
  }
  const wallMs = each.reduce((sum, request) => sum + request.wallMs, 0);
  return {
    producer: ["OpenTelemetry", ...[...languages].sort()].join(" "),
    wallMs: asWallMs(wallMs, "OpenTelemetry"),
    tree: tree.build(),
    clock:
      `Wall time is the sum of ${countOf(traces.length, "request")}, one for each trace, on its root span's clock (${kindsOf(traces)}); ` +
      "requests that ran at the same time are not held against each other. The innermost span has the time, and spans that " +
      "run at the same time share it equally.",
    sampled: false,
    bias: "Only instrumented code has spans: what a span calls that has none of its own counts as the span's time. Traces that were not sampled are not in the file.",
    hiddenMs,
    requests: { what: "trace", each },
    warnings: [...oddities.warnings(), ...notesOf(misfits), ...firstNote(traces, each)],
  };
}

function place(trace: OtlpTrace, tree: CallTreeBuilder, misfits: Misfits): Segments {
  const segments = new Segments();
  ownTimes<number>(
    trace,
    ({ name, scope, category }, parent) =>
      tree.child(parent ?? 0, tree.frame({ name, file: scope, line: null, category })),
    (startUs, endUs, node) => segments.push(startUs, endUs, node, 0),
    misfits,
  );
  return segments;
}

/** "12 × POST /infer, 3 × GET /health" */
function kindsOf(traces: readonly OtlpTrace[]): string {
  const counts = new Map<string, number>();
  for (const { root } of traces) counts.set(root.name, (counts.get(root.name) ?? 0) + 1);
  const sorted = [...counts].sort((a, b) => b[1] - a[1]);
  const named = sorted
    .slice(0, MOST_NAMED)
    .map(([name, count]) => `${count.toLocaleString("en-US")} × ${name}`);
  const more = sorted.length - named.length;
  return [...named, ...(more > 0 ? [`${countOf(more, "other kind")}`] : [])].join(", ");
}

function notesOf({ skewed, beyond, orphans }: Misfits): string[] {
  return [
    ...(skewed > 0
      ? [
          `Spans that reach beyond a parent of another service, whose clock differs, were cut to it: ${skewed}.`,
        ]
      : []),
    ...(beyond > 0 ? [`Spans that reach beyond their request were cut to it: ${beyond}.`] : []),
    ...(orphans > 0
      ? [`Spans whose parent is not in the file were taken for the request's own: ${orphans}.`]
      : []),
  ];
}

/** Only where all requests are of one kind may one be told to be slow. */
function firstNote(traces: readonly OtlpTrace[], each: readonly RequestTimes[]): string[] {
  if (traces.some(({ root }) => root.name !== traces[0]!.root.name)) return [];
  return firstRunNote(
    each.map(({ wallMs }) => wallMs),
    "requests",
    "Leave out the first requests after a start.",
  );
}

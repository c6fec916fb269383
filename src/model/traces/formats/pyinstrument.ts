import { CallTreeBuilder, type Frame } from "../call-tree.js";
import { asDurationMs, asWallMs, medianMs } from "../duration.js";
import { type ReadProfile, TraceError, traceFormat } from "../format.js";
import { frameCategory } from "../frame-category.js";
import { asArray, asLine, asNumber, asText, isObject, type JsonObject, parseJsonFile } from "../json-file.js";
import { Oddities } from "../oddities.js";

const TITLE = "a pyinstrument file";

/**
 * A pyinstrument session (`-r session`: every sample's stack) or its JSON report (`-r json`: a tree of times).
 * Schemas: pyinstrument/session.py, frame_info.py and renderers/jsonrenderer.py.
 */
export const pyinstrument = traceFormat({
  id: "pyinstrument",
  title: "pyinstrument (session or JSON)",
  tool: "pyinstrument",
  host: "python",
  madeBy: "pyinstrument -r session -o profile.pyisession pipeline.py",
  detect: ({ text }) =>
    text.startsWith("{") &&
    /"sample_count"\s*:/.test(text) &&
    /"(?:frame_records|root_frame|start_call_stack|frame_tree)"\s*:/.test(text),
  parse: parsePyinstrument,
});

function parsePyinstrument(bytes: Uint8Array): ReadProfile {
  const file = parseJsonFile(bytes, TITLE);
  if (!isObject(file))
    throw new TraceError(`This looks like ${TITLE}, but is not an object. Record it again.`);
  // The HTML report's data wraps the session.
  const session = isObject(file.session) ? file.session : file;
  const tree = new CallTreeBuilder();
  const oddities = new Oddities();
  const records = asArray(session.frame_records);
  const root = isObject(file.root_frame) ? file.root_frame : file.frame_tree;
  let intervals: number[] | null = null;
  let totalMs: number;
  if (records) {
    intervals = addRecords(records, tree, oddities);
    totalMs = intervals.reduce((sum, ms) => sum + ms, 0);
  } else if (isObject(root)) {
    totalMs = addReport(root, tree, oddities);
  } else {
    throw new TraceError(
      `This looks like ${TITLE}, but has no samples: neither "frame_records" nor a root frame. Profile a run that lasts longer than pyinstrument's interval of 1 ms.`,
    );
  }
  if (totalMs === 0) {
    throw new TraceError(
      `This pyinstrument file holds no time${records ? ` (${records.length} records)` : ""}.${oddities
        .warnings()
        .map((sentence) => ` ${sentence}`)
        .join("")} Profile a run that lasts longer than pyinstrument's interval of 1 ms.`,
    );
  }
  const samples = asNumber(session.sample_count);
  return {
    producer: "pyinstrument",
    wallMs: asWallMs(Math.max(totalMs, asDurationMs(session.duration, 1000) ?? 0), "pyinstrument"),
    tree: tree.build(),
    clock:
      "One thread, the one that started pyinstrument; wall is the session's duration, awaiting included.",
    sampled: true,
    samples: samples !== null && samples >= 0 ? Math.trunc(samples) : (intervals?.length ?? null),
    intervalMs: intervals ? medianMs(intervals) : null,
    bias: "pyinstrument sees Python frames and the built-in functions that they call: compiled code behind an operator (numpy's @) counts as the Python function that used it, which is biased towards interpreter.",
    warnings: oddities.warnings(),
  };
}

/** Adds the samples of a session: [[frame, …] root first, seconds]. Returns their durations, ms. */
function addRecords(records: readonly unknown[], tree: CallTreeBuilder, oddities: Oddities): number[] {
  const frameOf = new Map<string, number>();
  const durations: number[] = [];
  for (const record of records) {
    const [stack, seconds] = asArray(record) ?? [];
    const ms = asDurationMs(seconds, 1000);
    if (!Array.isArray(stack) || ms === null) {
      oddities.add("records were dropped, as their stack or time is none", seconds);
      continue;
    }
    durations.push(ms);
    let node = 0;
    for (const info of stack) {
      if (typeof info !== "string") continue;
      let frame = frameOf.get(info);
      if (frame === undefined) {
        frame = tree.frame(readFrameInfo(info));
        frameOf.set(info, frame);
      }
      node = tree.child(node, frame);
    }
    if (node !== 0) tree.add(node, ms);
  }
  return durations;
}

/** `function NUL file NUL first line`, then attributes, each after a 0x01: `c` and the class, `l` and the current line. */
function readFrameInfo(info: string): Frame {
  const [identifier = "", ...attributes] = info.split("\u0001");
  const [name = "", file = "", line = ""] = identifier.split("\0");
  const className = attributes.find((attribute) => attribute.startsWith("c"))?.slice(1);
  return describe(name, file, Number(line), className);
}

function describe(name: string, file: string, line: unknown, className: string | undefined | null): Frame {
  const known = file === "" || file === "<thread>" ? null : file;
  return {
    name: className && !name.includes(".") ? `${className}.${name}` : name || "(anonymous)",
    file: known,
    line: known === null ? null : asLine(line),
    category: frameCategory(name, known) ?? (known === null ? null : "python"),
  };
}

/** Adds a report's tree of total times. Returns the root's time, ms. */
function addReport(root: JsonObject, tree: CallTreeBuilder, oddities: Oddities): number {
  let countedMs = 0;
  const open: { readonly item: JsonObject; readonly parent: number; readonly atMostMs: number }[] = [
    { item: root, parent: 0, atMostMs: Number.POSITIVE_INFINITY },
  ];
  for (let next = open.pop(); next; next = open.pop()) {
    const { item, parent, atMostMs } = next;
    const ms = asDurationMs(item.time, 1000);
    if (ms === null) {
      oddities.add("frames were dropped with their callees, as their time is none", item.time);
      continue;
    }
    const totalMs = Math.min(ms, atMostMs);
    const frame = reportFrame(item);
    const node = tree.child(parent, tree.frame(frame));
    let selfMs = totalMs;
    for (const child of asArray(item.children) ?? []) {
      if (!isObject(child)) continue;
      const childMs = asDurationMs(child.time, 1000) ?? 0;
      if (childMs > selfMs + 1e-3 * (1 + totalMs)) {
        oddities.add("frames last longer than their caller and were cut to fit", child.time);
      }
      open.push({ item: child, parent: node, atMostMs: Math.min(childMs, selfMs) });
      selfMs -= Math.min(childMs, selfMs);
    }
    tree.add(node, selfMs);
    if (parent === 0) countedMs += totalMs;
  }
  return countedMs;
}

function reportFrame(item: JsonObject): Frame {
  const identifier = asText(item.identifier);
  if (identifier !== null) return readFrameInfo(identifier);
  return describe(
    asText(item.function) ?? "",
    asText(item.file_path) ?? asText(item.file_path_short) ?? "",
    item.line_no,
    asText(item.class_name),
  );
}

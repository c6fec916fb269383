import type { Frame } from "../call-tree.js";
import { asWallMs, medianMs } from "../duration.js";
import {
  type FrameReader,
  geckoFrames,
  processedFrames,
  readCategories,
  readLibraries,
} from "../firefox/frames.js";
import { Table } from "../firefox/table.js";
import { addSamples } from "../firefox/thread.js";
import { type ReadOptions, type ReadProfile, TraceError, traceFormat } from "../format.js";
import { asArray, asNumber, asText, isObject, type JsonObject, parseJsonFile } from "../json-file.js";
import { Oddities } from "../oddities.js";
import { pythonFramesBias } from "../python-frames-bias.js";
import { readThreads, ThreadSamples } from "../thread-samples.js";

const TITLE = "a Firefox Profiler recording";

/**
 * The Firefox Profiler's processed profile, which samply writes too, and the one that Gecko itself writes.
 *
 * @see https://github.com/firefox-devtools/profiler/blob/main/docs-developer/processed-profile-format.md
 * @see https://github.com/firefox-devtools/profiler/blob/main/docs-developer/gecko-profile-format.md
 */
export const firefox = traceFormat({
  id: "firefox",
  title: "Firefox Profiler (samply and others)",
  tool: "Firefox Profiler",
  host: null,
  madeBy:
    "samply record --save-only -o profile.json.gz python pipeline.py, or profiler.firefox.com › Download",
  detect: ({ text }) =>
    text.startsWith("{") &&
    (/"preprocessedProfileVersion"\s*:/.test(text) ||
      (/"(?:breakpadId|stackwalk|pausedRanges)"\s*:/.test(text) && /"(?:libs|meta)"\s*:/.test(text))),
  parse: parseFirefox,
});

function parseFirefox(bytes: Uint8Array, { thread: asked }: ReadOptions): ReadProfile {
  const file = parseJsonFile(bytes, TITLE);
  const meta = isObject(file) && isObject(file.meta) ? file.meta : null;
  if (!isObject(file) || !meta || !asArray(file.threads)) {
    throw new TraceError(
      `This looks like ${TITLE}, but has no ${meta ? '"threads" list' : '"meta" object'}. Save it again.`,
    );
  }
  const oddities = new Oddities();
  const all = processesOf(file).flatMap((process) => threadsOf(process, oddities));
  const pages = all.filter(({ isPage }) => isPage).map(({ samples }) => samples);
  const { request, which, meanwhile, said } = readThreads(
    all.map(({ samples }) => samples),
    asked,
    oddities,
    "Firefox Profiler recording holds no samples on any of its threads, and markers alone do not tell what ran",
    pages,
  );
  const isTracing = all.find(({ samples }) => samples === request)!.isTracing;
  const wall = isTracing
    ? "wall is the sum of its calls' own times"
    : "wall is from its first sample to its last, and each lasts until the next one; markers do not count";
  return {
    ...said,
    // Other tools write what they profiled for a product.
    producer: asText(meta.importedFrom) ?? (pages.length > 0 ? "Firefox" : null),
    wallMs: asWallMs(request.wallMs, "Firefox Profiler"),
    clock: `${which}; ${wall}.${meanwhile}`,
    sampled: !isTracing,
    samples: isTracing ? null : request.durationsMs.length,
    intervalMs: isTracing ? null : medianMs(request.durationsMs),
    bias: biasOf(said.tree.frames, pages.includes(request)),
  };
}

const BROWSER_BIAS =
  "The browser's own native code, such as its compilers and its collector, counts as the script that called it, which is biased towards interpreter. A worker or a process that the page waits for is a thread of its own.";

const NO_SYMBOLS =
  "Functions without a symbol are told by their library alone, so an interpreter's helpers cannot be told from what it waits for.";

function biasOf(frames: readonly Frame[], isPage: boolean): string | null {
  if (isPage) return BROWSER_BIAS;
  return frames.some(({ name }) => /^0x/.test(name)) ? NO_SYMBOLS : pythonFramesBias(frames);
}

/** The file's process and those that it holds within; a processed profile keeps all threads in one list. */
function processesOf(file: JsonObject): JsonObject[] {
  const found: JsonObject[] = [];
  const open: JsonObject[] = [file];
  for (let next = open.pop(); next; next = open.pop()) {
    found.push(next);
    open.push(...(asArray(next.processes) ?? []).filter(isObject).reverse());
  }
  return found;
}

interface ReadThread {
  readonly samples: ThreadSamples;
  /** Whether it runs pages, in a process of the browser's for them. */
  readonly isPage: boolean;
  /** Whether it holds every call rather than samples. */
  readonly isTracing: boolean;
}

function threadsOf(process: JsonObject, oddities: Oddities): ReadThread[] {
  const meta = isObject(process.meta) ? process.meta : {};
  const units = isObject(meta.sampleUnits) ? meta.sampleUnits : {};
  const cpuUnit = asText(units.threadCPUDelta);
  return (asArray(process.threads) ?? []).filter(isObject).flatMap((thread) => {
    const table = isObject(thread.samples) ? thread.samples : {};
    const samples = new Table(table);
    if (samples.length === 0) return [];
    if (units.time === "bytes" || table.weightType === "bytes") {
      throw new TraceError(
        "This Firefox Profiler recording counts bytes, not time. Record CPU time instead: samply record, or the profiler's preset for JavaScript.",
      );
    }
    const read = new ThreadSamples(nameOf(thread));
    const tables = {
      samples,
      stacks: new Table(sharedOr(thread, process, "stackTable")),
      frameOf: framesOf(thread, process, meta),
      isTracing: table.weightType === "tracing-ms",
      intervalMs: asNumber(meta.interval),
      cpuUnitMs: cpuUnit === "ns" ? 1e-6 : cpuUnit === "µs" ? 1e-3 : null,
    };
    addSamples(read, tables, oddities);
    return [{ samples: read, isPage: runsPages(thread), isTracing: tables.isTracing }];
  });
}

/** A thread's own table, or, in newer files, the one that all threads share. */
function sharedOr(thread: JsonObject, process: JsonObject, table: string): unknown {
  const shared = isObject(process.shared) ? process.shared : {};
  return thread[table] ?? shared[table];
}

function framesOf(thread: JsonObject, process: JsonObject, meta: JsonObject): FrameReader {
  const table = (name: string) => new Table(sharedOr(thread, process, name));
  const strings =
    asArray(sharedOr(thread, process, "stringArray")) ??
    asArray(sharedOr(thread, process, "stringTable")) ??
    [];
  const shared = { categories: readCategories(meta), libraries: readLibraries(process.libs ?? thread.libs) };
  const frames = table("frameTable");
  if (frames.has("location")) return geckoFrames(frames, strings, shared);
  return processedFrames(
    {
      frames,
      functions: table("funcTable"),
      resources: table("resourceTable"),
      sources: table("sources"),
    },
    strings,
    shared,
  );
}

function nameOf(thread: JsonObject): string {
  const name = asText(thread.name) ?? "a thread";
  const { tid, pid } = thread;
  const isMain = thread.isMainThread === true || (tid !== undefined && String(tid) === String(pid));
  const process = asText(thread.processName) ?? asText(thread.processType) ?? "process";
  const which = isMain ? `MainThread of ${process} ${pid}` : `thread ${tid} of ${process} ${pid}`;
  return `${name} (${which})`;
}

/** Firefox runs add-ons, and what it keeps ready, in processes of the same kind. */
function runsPages(thread: JsonObject): boolean {
  return (
    /^(?:tab|web)/.test(asText(thread.processType) ?? "") &&
    !/WebExtensions|Preallocated|Privileged/i.test(asText(thread.processName) ?? "")
  );
}

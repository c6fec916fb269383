import type { Frame } from "../call-tree.js";
import { frameCategory } from "../frame-category.js";
import { asArray, asLine, asNumber, asText, isObject, type JsonObject } from "../json-file.js";
import { perfMapFrame } from "../perf-map.js";
import type { Table } from "./table.js";

const ADDRESS = /^0x[\da-f]+$/i;

/** Names of Firefox's categories, and what a frame of each is where nothing else tells. */
const CATEGORIES: Readonly<Record<string, string>> = {
  Idle: "idle",
  "GC / CC": "gc",
  // A label for a function of the engine's own, such as JSON.parse.
  JavaScript: "builtin",
};

/** Reads one frame of a thread's frame table. */
export type FrameReader = (row: number) => Frame;

/** What frames of all threads of a process refer to. */
export interface Shared {
  readonly categories: readonly string[];
  readonly libraries: readonly Library[];
}

interface Library {
  readonly file: string;
  /** Where a process had it in memory; a processed profile does not say. */
  readonly start: number | null;
  readonly end: number | null;
}

export function readLibraries(libs: unknown): Library[] {
  return (asArray(libs) ?? []).map((value) => {
    const lib = isObject(value) ? value : {};
    const file = asText(lib.path) ?? asText(lib.debugPath) ?? asText(lib.name) ?? "";
    return { file, start: asNumber(lib.start), end: asNumber(lib.end) };
  });
}

export function readCategories(meta: JsonObject): string[] {
  return (asArray(meta.categories) ?? []).map((value) => (isObject(value) && asText(value.name)) || "");
}

/** Of a processed profile, in which frames have functions, and these resources: libraries or hosts. */
export function processedFrames(
  tables: Readonly<Record<"frames" | "functions" | "resources" | "sources", Table>>,
  strings: readonly unknown[],
  { categories, libraries }: Shared,
): FrameReader {
  const { frames, functions, resources, sources } = tables;
  const text = (index: unknown): string | null =>
    typeof index === "number" ? asText(strings[index]) : asText(index);
  return (row) => {
    const called = asNumber(frames.at("func", row)) ?? -1;
    const name = text(functions.at("name", called)) ?? "(anonymous)";
    const source = functions.at("source", called);
    const file =
      text(functions.at("fileName", called)) ??
      (typeof source === "number" ? text(sources.at("filename", source)) : null);
    const resource = functions.at("resource", called);
    const library = typeof resource === "number" ? asNumber(resources.at("lib", resource)) : null;
    const isScript = functions.at("isJS", called) === true;
    return frameOf({
      name,
      file: isScript || library === null ? file : (libraries[library]?.file ?? file),
      line: asLine(frames.at("line", row)) ?? asLine(functions.at("lineNumber", called)),
      isScript,
      label: labelOf(frames.at("category", row), categories),
      isLabel: library === null && !isScript,
    });
  };
}

/** `serve (https://host/app.mjs:47:22)[3]`; the number is of a source, which the rest tells as well. */
const LOCATED = /^(.*) \((.+?):(\d+)(?::\d+)?\)(?:\[\d+\])?$/s;
/** The same of a script's top level, which has no name, and maybe no line. */
const LOCATION = /^([a-z][\w+.-]*:\/\/[^ ]+?|self-hosted)(?::(\d+)(?::\d+)?)?(?:\[\d+\])?$/is;

/** Of a profile as Gecko writes it, in which a frame is a text: a name and a place, an address, or a label. */
export function geckoFrames(
  frames: Table,
  strings: readonly unknown[],
  { categories, libraries }: Shared,
): FrameReader {
  const loaded = libraries.filter(({ start, end }) => start !== null && end !== null);
  loaded.sort((a, b) => a.start! - b.start!);
  return (row) => {
    const at = frames.at("location", row);
    const location = (typeof at === "number" ? asText(strings[at]) : null) ?? "(anonymous)";
    const label = labelOf(frames.at("category", row), categories);
    if (ADDRESS.test(location)) {
      const address = Number(location);
      const within = lastStartingBy(loaded, address);
      return {
        name: location,
        file: within && address < within.end! ? within.file : null,
        line: null,
        category: "native",
      };
    }
    const [, name, file, line] = LOCATED.exec(location) ?? [];
    if (name !== undefined)
      return frameOf({ name, file: file!, line: Number(line), isScript: true, label, isLabel: false });
    const [, script, scriptLine] = LOCATION.exec(location) ?? [];
    if (script !== undefined) {
      const top = { name: "(top level)", file: script, line: Number(scriptLine ?? 0) || null };
      return frameOf({ ...top, isScript: true, label, isLabel: false });
    }
    return frameOf({ name: location, file: null, line: null, isScript: false, label, isLabel: true });
  };
}

/** Of libraries in order of their starts, the last that starts at an address or before it. */
function lastStartingBy(libraries: readonly Library[], address: number): Library | undefined {
  let low = 0;
  let high = libraries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (libraries[middle]!.start! <= address) low = middle + 1;
    else high = middle;
  }
  return libraries[low - 1];
}

function labelOf(category: unknown, categories: readonly string[]): string | null {
  const name = typeof category === "number" ? categories[category] : undefined;
  return name !== undefined && Object.hasOwn(CATEGORIES, name) ? CATEGORIES[name]! : null;
}

interface Told {
  readonly name: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly isScript: boolean;
  /** Of the frame's category. */
  readonly label: string | null;
  /** Whether the frame is neither a script's nor a library's. */
  readonly isLabel: boolean;
}

function frameOf({ name, file, line, isScript, label, isLabel }: Told): Frame {
  const generated = isScript ? null : perfMapFrame(name);
  if (generated) return generated;
  const known = frameCategory(name, file);
  // Wherever wasm was loaded from, its functions are called so.
  const isWasm = known === "wasm" || /\.wasm$|wasm-function\[/.test(`${file} ${name}`);
  const category = isWasm ? "wasm" : isScript ? "js" : isLabel ? (label ?? known) : (known ?? "native");
  return { name, file: file?.replace(/^file:\/\//, "") ?? null, line, category };
}

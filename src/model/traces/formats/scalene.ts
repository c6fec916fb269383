import { CallTreeBuilder, type Frame } from "../call-tree.js";
import { asDurationMs } from "../duration.js";
import { type ReadProfile, TraceError, traceFormat } from "../format.js";
import { asArray, asLine, asNumber, asText, isObject, type JsonObject, parseJsonFile } from "../json-file.js";
import { Oddities } from "../oddities.js";

const TITLE = "a Scalene profile";

/** The category of what Scalene calls system time. */
const SYSTEM = "scalene_system";

/** Above this, what the time really was may change which bucket dominates. */
const LARGE_SYSTEM_PERCENT = 10;

const SYSTEM_FORMULA = "a line's CPU share × (1 − the process's CPU time in user mode ÷ wall time)";

/**
 * Scalene's JSON: per line the share of the run in Python, in native code and in the system, and how busy the GPU was.
 * Schema: scalene/scalene_json.py of https://github.com/plasma-umass/scalene (1.5 and 2.x).
 */
export const scalene = traceFormat({
  id: "scalene",
  title: "Scalene (JSON)",
  tool: "Scalene",
  host: "python",
  madeBy:
    "scalene run -o profile.json pipeline.py (before 2.0: scalene --json --outfile profile.json pipeline.py)",
  detect: ({ text }) =>
    text.startsWith("{") &&
    (/"n_cpu_percent_(?:c|python)"\s*:/.test(text) ||
      // Keys are sorted: a long list of stacks may come before the first line.
      (/"alloc_samples"\s*:/.test(text) &&
        /"(?:args|elapsed_time_sec|entrypoint_dir|combined_stacks)"\s*:/.test(text))),
  parse: parseScalene,
});

/** One source line; shares are percent of the run. */
interface LineShares {
  readonly file: string;
  readonly functionName: string | null;
  readonly functionLine: number | null;
  readonly source: string;
  readonly line: number | null;
  readonly python: number;
  readonly native: number;
  readonly system: number;
  readonly gpu: number;
}

function parseScalene(bytes: Uint8Array): ReadProfile {
  const file = parseJsonFile(bytes, TITLE);
  const wallMs = isObject(file) ? asDurationMs(file.elapsed_time_sec, 1000) : null;
  if (!isObject(file) || !isObject(file.files) || wallMs === null || wallMs === 0) {
    throw new TraceError(
      `This looks like ${TITLE}, but has no ${isObject(file) && isObject(file.files) ? '"elapsed_time_sec" above 0' : '"files"'}. Is it complete? Profile a run of at least a second.`,
    );
  }
  const oddities = new Oddities();
  let copiedMbPerS = 0;
  // Up to 1.5.41 the GPU column is a line's part of all GPU time; in 1.5.55 and since, which name the device, how busy
  // the GPU was during the line.
  const showsUtilisation = "gpu_device" in file;
  const lines: LineShares[] = [];
  for (const [path, content] of Object.entries(file.files)) {
    if (!isObject(content)) continue;
    const functions = functionNames(content);
    for (const line of asArray(content.lines) ?? []) {
      if (!isObject(line)) continue;
      copiedMbPerS += Math.max(0, asNumber(line.n_copy_mb_s) ?? 0);
      const functionLine = asLine(line.start_function_line);
      lines.push({
        file: path,
        functionName: functionLine === null ? null : (functions.get(functionLine) ?? null),
        functionLine,
        source: sourceOf(line) || "(blank line)",
        line: asLine(line.lineno),
        python: percent(line, "n_cpu_percent_python", oddities),
        native: percent(line, "n_cpu_percent_c", oddities),
        system: percent(line, "n_sys_percent", oddities),
        gpu: percent(line, "n_gpu_percent", oddities),
      });
    }
  }
  const sum = lines.reduce((total, { python, native, system }) => total + python + native + system, 0);
  if (sum === 0) {
    throw new TraceError(
      `This Scalene profile gives no line any CPU time (${lines.length} lines).${oddities
        .warnings()
        .map((sentence) => ` ${sentence}`)
        .join("")} Profile a longer run, or add --profile-all.`,
    );
  }
  const built = buildTree(lines, wallMs / Math.max(100, sum), showsUtilisation);
  const hasGpu = lines.some(({ gpu }) => gpu > 0);
  const warnings = [...oddities.warnings()];
  if (sum > 100.5)
    warnings.push(`The lines' shares sum to ${sum.toFixed(1)} %; they were scaled down to 100 %.`);
  const system = lines.reduce((total, line) => total + line.system, 0) * Math.min(1, 100 / sum);
  if (system > LARGE_SYSTEM_PERCENT) {
    warnings.push(
      `${system.toFixed(1)} % of the run is Scalene's system share, ${SYSTEM_FORMULA}: the process slept, waited, read, was in the kernel, or the machine ran something else. Only lines that show a call which waits or reads count as waiting or IO; the rest is unattributed.`,
    );
  }
  if (hasGpu && !showsUtilisation) {
    warnings.push(
      "The GPU column of this older Scalene gives each line's part of all GPU time, not how long the GPU ran: it was left out. Profile with Scalene 2.",
    );
  }
  if (copiedMbPerS > 0) {
    warnings.push(
      `Scalene counted ${copiedMbPerS.toFixed(1)} MB/s of memory copies. They are a volume, not a time, and are in no bucket: the time is within the native share of the lines that copy.`,
    );
  }
  return {
    producer: "scalene",
    wallMs,
    tree: built.tree.build(),
    clock: `Wall is Scalene's elapsed time; a line's shares of the CPU samples are shares of it, all threads together; what Scalene lists in no line (under 1 % a file) stays unattributed.${hasGpu && showsUtilisation ? " Where the GPU was busy during a line, it wins over the CPU." : ""}`,
    sampled: true,
    bias: `Scalene splits Python from native time by how late its signals arrive, and takes ${SYSTEM_FORMULA} for system time: a sleep counts partly as native or Python, and time in which the machine ran something else as system. Time in libraries counts as the line of your program that called them, unless --profile-all was given.`,
    hiddenMs: built.hiddenMs,
    warnings,
  };
}

/** Scalene escapes brackets for a page before it writes them as JSON, which escapes the escapes. */
function sourceOf(line: JsonObject): string | undefined {
  const text = asText(line.line)?.replaceAll("\\u003c", "<").replaceAll("\\u003e", ">");
  return text?.trim().slice(0, 120);
}

function percent(line: JsonObject, key: string, oddities: Oddities): number {
  const value = line[key];
  if (value === undefined) return 0;
  if (typeof value === "number" && value >= 0 && value <= 1000) return value;
  oddities.add("shares are no percentage and were read as 0", value);
  return 0;
}

/** The names of a file's functions by the line they start at. */
function functionNames(content: JsonObject): Map<number, string> {
  const names = new Map<number, string>();
  for (const item of asArray(content.functions) ?? []) {
    const line = isObject(item) ? asLine(item.lineno) : null;
    const name = isObject(item) ? asText(item.line) : null;
    if (line !== null && name !== null) names.set(line, name.trim());
  }
  return names;
}

function buildTree(
  lines: readonly LineShares[],
  msPerPercent: number,
  showsUtilisation: boolean,
): { readonly tree: CallTreeBuilder; readonly hiddenMs: number } {
  const tree = new CallTreeBuilder();
  let hiddenMs = 0;
  for (const line of lines) {
    const totalMs = (line.python + line.native + line.system) * msPerPercent;
    if (totalMs === 0) continue;
    const name = line.functionName ?? "(file)";
    const add = (category: string, ms: number, parentCategory = "python"): void => {
      if (ms <= 0) return;
      const within: Frame = { name, file: line.file, line: line.functionLine, category: parentCategory };
      const frame: Frame = { name: line.source, file: line.file, line: line.line, category };
      tree.add(tree.child(tree.child(0, tree.frame(within)), tree.frame(frame)), ms);
    };
    const busyGpu = showsUtilisation ? Math.min(1, line.gpu / 100) : 0;
    hiddenMs += (line.python + line.native) * msPerPercent * busyGpu;
    add("kernel", totalMs * busyGpu);
    add("python", line.python * msPerPercent * (1 - busyGpu));
    add("native", line.native * msPerPercent * (1 - busyGpu));
    // Apart from the function's own code: where the line does not tell what this time was, neither does the function.
    add(SYSTEM, line.system * msPerPercent * (1 - busyGpu), SYSTEM);
  }
  return { tree, hiddenMs };
}

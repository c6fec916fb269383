import { CallTreeBuilder } from "../call-tree.js";
import { asDurationMs, asWallMs } from "../duration.js";
import { type ReadProfile, TraceError, type TraceHead, traceFormat } from "../format.js";
import { decodeText } from "../json-file.js";
import { Oddities } from "../oddities.js";
import { isCollective } from "../on-device.js";
import { csvCells, msPerUnitOf } from "../text-table.js";

const TITLE = "a table of nsys stats";

/** Columns that tell a table of nsys: a share, a total with its unit, and how many there were. */
const HEAD = /^"?Time ?\(%\)"?,"?Total Time(?: \(\w+\))?"?,"?(?:Instances|Num Calls|Count|Operations)"?,/m;

/**
 * The CSV of Nsight Systems' `nsys stats`: one table or several, each with a line of column names.
 *
 * @see https://docs.nvidia.com/nsight-systems/UserGuide/index.html#stats-command
 */
export const nsysStats = traceFormat({
  id: "nsys-stats",
  title: "Nsight Systems statistics (nsys stats)",
  tool: "Nsight Systems",
  host: null,
  madeBy:
    "nsys stats --format csv --report cuda_gpu_kern_sum --report cuda_gpu_mem_time_sum report.nsys-rep > stats.csv",
  detect: ({ text }: TraceHead) => HEAD.test(text),
  parse: parseStats,
});

/** Of one table. */
interface Columns {
  readonly total: number;
  readonly msPerUnit: number;
  readonly name: number;
  readonly category: number;
  readonly kind: "kernels" | "copies" | "mixed" | "calls";
}

function parseStats(bytes: Uint8Array): ReadProfile {
  const oddities = new Oddities();
  const tree = new CallTreeBuilder();
  let columns: Columns | null = null;
  let wallMs = 0;
  let callMs = 0;
  for (const line of decodeText(bytes, TITLE).split(/\r?\n/)) {
    const cells = csvCells(line);
    if (HEAD.test(line)) columns = columnsOf(cells);
    else if (line.trim() === "" || cells.length < 4) columns = line.trim() === "" ? null : columns;
    else if (columns) {
      const name = cells[columns.name] ?? "";
      const total = cells[columns.total] ?? "";
      const ms = total === "" ? null : asDurationMs(Number(total), columns.msPerUnit);
      if (ms === null || name === "") oddities.add("rows have no name or total time and were dropped", line);
      else if (columns.kind === "calls") callMs += ms;
      else {
        const category = isCopy(columns, cells)
          ? "gpu_memcpy"
          : isCollective(name)
            ? "gpu_collective"
            : "kernel";
        tree.add(tree.child(0, tree.frame({ name, file: null, line: null, category })), ms);
        wallMs += ms;
      }
    }
  }
  if (wallMs === 0) {
    throw new TraceError(
      `This table of nsys stats holds no time of the GPU${callMs > 0 ? `, but ${callMs.toFixed(0)} ms of calls on the CPU, whose waiting cannot be told from work` : ""}. Add the reports cuda_gpu_kern_sum and cuda_gpu_mem_time_sum.`,
    );
  }
  return {
    producer: "Nsight Systems",
    wallMs: asWallMs(wallMs, "nsys stats"),
    tree: tree.build(),
    clock:
      "Wall is the sum of the GPU's kernels and copies. The table tells neither when they ran nor what ran at the same time: streams that overlap add up, and gaps and the CPU's work are not in it.",
    sampled: false,
    bias: "Only the GPU's own work is in the table: pre- and post-processing on the CPU is missing, so it is biased towards compute.",
    hiddenMs: callMs,
    warnings: oddities.warnings(),
  };
}

function columnsOf(heads: readonly string[]): Columns {
  const at = (pattern: RegExp) => heads.findIndex((head) => pattern.test(head));
  const total = at(/^Total Time/);
  const category = at(/^Category$/);
  const operation = at(/^Operation$/);
  const isCalls = at(/^Num Calls$/) >= 0;
  return {
    total,
    msPerUnit: msPerUnitOf(heads[total] ?? "") ?? 1e-6,
    name: operation >= 0 ? operation : at(/^(?:Name|Range)$/),
    category,
    kind: isCalls ? "calls" : category >= 0 ? "mixed" : operation >= 0 ? "copies" : "kernels",
  };
}

function isCopy({ kind, category }: Columns, cells: readonly string[]): boolean {
  return kind === "copies" || (kind === "mixed" && /MEM/i.test(cells[category] ?? ""));
}

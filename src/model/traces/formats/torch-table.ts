import { CallTreeBuilder, type Frame } from "../call-tree.js";
import { asDurationMs, asWallMs } from "../duration.js";
import { type ReadProfile, TraceError, traceFormat } from "../format.js";
import { decodeText } from "../json-file.js";
import { Oddities } from "../oddities.js";
import { isCollective } from "../on-device.js";
import type { OperatorTime } from "../profile.js";
import { printedMs } from "../text-table.js";

const TITLE = "a table of torch.profiler";

/**
 * What `print(prof.key_averages().table())` prints: columns under lines of dashes, and sums below.
 *
 * @see https://pytorch.org/docs/stable/profiler.html
 */
export const torchTable = traceFormat({
  id: "torch-table",
  title: "PyTorch profiler table (key_averages)",
  tool: "PyTorch",
  host: "python",
  madeBy: "print(p.key_averages().table(row_limit=-1)), of torch.profiler.profile(…) as p",
  detect: ({ text }) => /(?:^|\n)-{3}[- ]*\r?\n *Name {2,}[^\n]*\bSelf CPU\b/.test(text),
  parse: parseTable,
});

interface Row {
  readonly name: string;
  readonly cpuMs: number;
  readonly deviceMs: number;
  readonly calls: number;
}

interface Table {
  readonly rows: readonly Row[];
  /** As the lines below the table, or a row's share, say; the rows' sum where neither does. */
  readonly cpuMs: number;
}

function parseTable(bytes: Uint8Array): ReadProfile {
  const oddities = new Oddities();
  const { rows, cpuMs } = readTable(decodeText(bytes, TITLE), oddities);
  // A kernel has a row of its own, and its time once more in the row of the operator that launched it.
  const kernels = rows.filter((row) => row.deviceMs > 0 && row.cpuMs === 0);
  const onDevice = kernels.length > 0 ? kernels : rows.filter((row) => row.deviceMs > 0);
  const deviceMs = onDevice.reduce((sum, row) => sum + row.deviceMs, 0);
  const wallMs = Math.max(cpuMs, deviceMs);
  if (wallMs === 0) {
    throw new TraceError(
      `This table of torch.profiler holds no time: ${rows.length} usable rows.${oddities
        .warnings()
        .map((sentence) => ` ${sentence}`)
        .join("")} Print it whole: p.key_averages().table(row_limit=-1)`,
    );
  }
  const tree = new CallTreeBuilder();
  const add = (frame: Frame, ms: number) => tree.add(tree.child(0, tree.frame(frame)), ms);
  for (const { name, deviceMs } of onDevice) add(deviceFrame(name), deviceMs);
  // While the device works, the CPU's own work is hidden behind it.
  const shown = cpuMs === 0 ? 0 : (wallMs - deviceMs) / cpuMs;
  for (const row of rows) if (row.cpuMs > 0) add(cpuFrame(row.name), row.cpuMs * shown);
  const listedMs = rows.reduce((sum, row) => sum + row.cpuMs, 0);
  return {
    producer: "PyTorch",
    wallMs: asWallMs(wallMs, "torch.profiler"),
    tree: tree.build(),
    clock:
      deviceMs === 0
        ? "Wall is the sum of the operators' own times on the CPU."
        : `Wall is the CPU's ${cpuMs.toFixed(1)} ms or the device's ${deviceMs.toFixed(1)} ms, whichever is more. The table does not tell when what ran: the device's time comes first, and the CPU's operators share what is left in proportion.`,
    sampled: false,
    bias: "Only PyTorch's operators are in the table: the Python code between them counts as nobody's, or as a label's.",
    hiddenMs: deviceMs === 0 ? 0 : Math.max(0, listedMs * (1 - shown)),
    operators: operatorsOf(rows),
    warnings: [
      ...oddities.warnings(),
      ...(listedMs < 0.98 * cpuMs
        ? [
            `The table's rows have ${listedMs.toFixed(1)} of the ${cpuMs.toFixed(1)} ms: it was cut to its first rows, and the others stay unattributed. Print it whole: table(row_limit=-1).`,
          ]
        : []),
    ],
  };
}

function readTable(text: string, oddities: Oddities): Table {
  const lines = text.split(/\r?\n/);
  const columns = (line: string) => line.trim().split(/\s{2,}/);
  const headAt = lines.findIndex((line) => /^\s*Name\s{2,}/.test(line));
  const heads = columns(lines[headAt] ?? "");
  const cpuAt = heads.indexOf("Self CPU");
  const shareAt = heads.indexOf("Self CPU %");
  const deviceAt = heads.findIndex((head) => /^Self (?!CPU)\w+$/.test(head) && !/Mem/.test(head));
  const callsAt = heads.findIndex((head) => /^# of Calls$/.test(head));
  const rows: Row[] = [];
  let totalMs = asDurationMs(printedMs(/Self CPU time total: (\S+)/.exec(text)?.[1]));
  for (const line of lines.slice(headAt + 2)) {
    if (/^[-\s]*$/.test(line)) continue;
    if (/ time total: /.test(line)) break;
    const cells = columns(line);
    const cpuMs = asDurationMs(printedMs(cells[cpuAt]));
    if (cells.length !== heads.length || cpuMs === null) {
      oddities.add("rows do not fit the table's columns and were dropped", line.trim());
      continue;
    }
    const share = Number.parseFloat(cells[shareAt] ?? "") / 100;
    if (totalMs === null && share > 0.01 && share <= 1) totalMs = cpuMs / share;
    const deviceMs = asDurationMs(printedMs(cells[deviceAt])) ?? 0;
    rows.push({ name: cells[0]!, cpuMs, deviceMs, calls: Number(cells[callsAt] ?? 0) || 0 });
  }
  const listedMs = rows.reduce((sum, row) => sum + row.cpuMs, 0);
  return { rows, cpuMs: Math.max(listedMs, totalMs ?? 0) };
}

function deviceFrame(name: string): Frame {
  const copy = /^Mem(cpy|set)\b/.exec(name)?.[1];
  const category = copy ? `gpu_mem${copy}` : isCollective(name) ? "gpu_collective" : "kernel";
  return { name, file: null, line: null, category };
}

/** The table does not tell an operator from the user's own labels: PyTorch's names do. */
function cpuFrame(name: string): Frame {
  const category = /^(?:cuda|cu|hip|xpu|ze)[A-Z]\w*$/.test(name)
    ? "cuda_runtime"
    : /::|^\w+Backward\d*$|^enumerate\(DataLoader\)/.test(name)
      ? "cpu_op"
      : /^(?:ProfilerStep\*?|Optimizer\.|Torch-Compiled)/.test(name)
        ? "user_annotation"
        : null;
  return { name, file: null, line: null, category };
}

function operatorsOf(rows: readonly Row[]): OperatorTime[] {
  return rows
    .filter(({ name, cpuMs }) => cpuMs > 0 && name.startsWith("aten::"))
    .map(({ name, cpuMs, calls }) => ({ operator: name.slice("aten::".length), ms: cpuMs, calls }))
    .sort((a, b) => b.ms - a.ms);
}

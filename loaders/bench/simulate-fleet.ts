import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { mulberry32 } from "../../src/model/random.ts";
import { checkedLine } from "../../src/model/row-line.ts";
import type { Run, RunHeader, RunRow } from "../../src/model/run-file.ts";

/** Kinds of machines that a fleet has. */
const MACHINES = 40;
const WORKLOADS = 2;
const TARGETS = ["python-numpy", "python", "python-slice", "native"];
const APART_MS = 3_600e3;

/**
 * Writes as many runs as asked, made from a real one as a kit would have measured it: two workloads on Python and natively. Each has an
 * id, a date, a machine and times of its own.
 *
 * @returns how many bytes they have
 */
export function simulateFleet({ header, ...rows }: Run, count: number, folder: string): number {
  const random = mulberry32(1);
  const workloads = header.workloads.slice(0, WORKLOADS);
  const targets = header.targets.filter(({ id }) => TARGETS.includes(id));
  const isOf = (row: object) =>
    "process" in row &&
    workloads.some(({ id }) => id === (row as { workload?: string }).workload) &&
    TARGETS.includes((row as { target?: string }).target ?? "");
  const kept: RunRow[] = [
    ...rows.cold,
    ...rows.samples,
    ...rows.memory,
    ...rows.engine,
    ...rows.outcomes,
  ].filter(isOf);
  const speeds = Array.from({ length: MACHINES }, () => 0.5 + 2 * random());
  let bytes = 0;
  for (let i = 0; i < count; i++) {
    const machine = Math.floor(random() * MACHINES);
    const factor = speeds[machine]! * (0.97 + 0.06 * random());
    const startedAt = new Date(Date.parse(header.startedAt) - (count - i) * APART_MS).toISOString();
    const head: RunHeader = {
      ...header,
      runId: `${startedAt.replace(/[-:]|\.\d+/g, "")}-fleet-${i}`,
      startedAt,
      seed: i,
      environment: {
        ...header.environment,
        machineId: machine.toString(16).padStart(12, "0"),
        cpuModel: `CPU ${machine}`,
      },
      workloads,
      targets,
    };
    bytes += write(join(folder, `${head.runId}.jsonl`), [
      head,
      ...kept.map((row) => slower(row, factor)),
      {
        kind: "end",
        reason: "complete",
        detail: "",
        elapsedMs: 60_000,
        at: startedAt,
        rows: kept.length + 1,
      },
    ]);
  }
  return bytes;
}

function write(path: string, rows: readonly RunRow[]): number {
  let checksum = 0;
  const lines = rows.map((row) => {
    const checked = checkedLine(row, checksum);
    checksum = checked.checksum;
    return `${checked.line}\n`;
  });
  const text = lines.join("");
  writeFileSync(path, text);
  return Buffer.byteLength(text);
}

/** Every time in it times so much, to the nanosecond. */
function slower<T>(value: T, factor: number, key = ""): T {
  if (typeof value === "number")
    return (/Ms$/.test(key) ? Math.max(1e-6, Math.round(value * factor * 1e6) / 1e6) : value) as T;
  if (Array.isArray(value)) return value.map((one) => slower(one, factor, key)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, slower(one, factor, name)]),
  ) as T;
}

/** A small run of four workloads and three targets, written where the commands look for runs. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import type { RunRow } from "../../src/model/run-file.ts";
import { around, endRow, header, processRows, target, writeRows } from "../fixtures/run.ts";

const WORKLOADS = ["embed-text", "classify-image", "detect-objects", "score-telemetry"] as const;
/** Wall times, milliseconds; every target keeps its ratio to Python within a few per cent. */
const PYTHON_MS = [12, 50, 80, 40];
const RATIO = { python: 1, js: 0.8, native: 0.25 };
/** As `SHARES` in the run's fixture: io, interpreter, compute, io. A port's IO takes a little longer than Python's. */
const SHARES = {
  python: [0.02, 0.5, 0.46, 0.02],
  js: [0.05, 0.2, 0.7, 0.05],
  native: [0.1, 0.2, 0.6, 0.1],
};

export const RUN_ID = "20260102T030405Z-quick-1";

/** Returns the path of the run file. */
export function writeForecastRun(home: string, { runId = RUN_ID, machineId = "" } = {}): string {
  const { workloads, environment } = header();
  const [record] = workloads;
  const head = header({
    runId,
    ...(machineId === "" ? {} : { environment: { ...environment, machineId } }),
    workloads: WORKLOADS.map((id, i) => ({ ...record!, id, title: id, payloadBytes: 1000 * 10 ** i })),
    targets: [
      target("python", "stay"),
      target("js", "wasm", { glue: "javascript" }),
      target("native", "native"),
    ],
  });
  const rows: RunRow[] = [head];
  for (const [i, workload] of WORKLOADS.entries()) {
    for (const replicate of [0, 1, 2]) {
      for (const id of ["python", "js", "native"] as const) {
        const own = id === "python" ? 1 : 1 + (i - 1.5) * 0.04;
        const wallMs = around(PYTHON_MS[i]! * RATIO[id] * own, replicate);
        rows.push(...processRows({ workload, target: id, replicate, wallMs, shares: SHARES[id] }));
      }
    }
  }
  mkdirSync(join(home, "runs"), { recursive: true });
  const path = join(home, "runs", `${runId}.jsonl`);
  writeRows(path, [...rows, endRow()]);
  return path;
}

/** Runs one command in this process; returns what it wrote on stdout. */
export async function outputOf(
  register: (program: Command) => void,
  args: readonly string[],
): Promise<string> {
  const program = new Command("portolan").exitOverride().configureOutput({ writeErr: () => {} });
  register(program);
  for (const command of program.commands) command.exitOverride().configureOutput({ writeErr: () => {} });
  const [write, writeError] = [process.stdout.write, process.stderr.write];
  let text = "";
  process.stdout.write = ((part: string) => {
    text += part;
    return true;
  }) as typeof process.stdout.write;
  process.stderr.write = (() => true) as typeof process.stderr.write;
  try {
    await program.parseAsync(["node", "portolan", ...args]);
  } finally {
    process.stdout.write = write;
    process.stderr.write = writeError;
  }
  return text;
}

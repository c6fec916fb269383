import { rmSync } from "node:fs";
import { join } from "node:path";
import { formatBytes } from "../../src/model/format.ts";
import { Child } from "../child.ts";
import { Interrupted } from "../interruption.ts";
import { projectRoot } from "../paths.ts";
import { endedChildrenCpuS, treeRssBytes } from "../platform/process-tree.ts";
import type { FigureResult } from "./figure.ts";

const TIMEOUT_MS = 30 * 60_000;
const LOOK_MS = 200;

interface Cost {
  readonly seconds: number;
  /** Of all its processes. Null where the system does not tell, as the next. */
  readonly cpuSeconds: number | null;
  /** The most that all its processes had at once. */
  readonly peakBytes: number | null;
}

/** Runs a `portolan` command as a process of its own. */
export async function portolan(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Cost> {
  const printed: string[] = [];
  const keep = (text: string) => printed.push(text);
  const cpuBefore = endedChildrenCpuS();
  let peakBytes: number | null = null;
  const child = new Child(process.execPath, [join(projectRoot, "bin", "portolan.js"), ...args], {
    env,
    timeoutMs: TIMEOUT_MS,
    output: { stdout: keep, stderr: keep },
  });
  const timer = setInterval(() => {
    const bytes = child.pid === undefined ? null : treeRssBytes(child.pid);
    if (bytes !== null) peakBytes = Math.max(bytes, peakBytes ?? 0);
  }, LOOK_MS);
  const ending = await child.ended.finally(() => clearInterval(timer));
  if (ending.state === "interrupted") throw new Interrupted();
  if (ending.state !== "exited" || ending.exitCode !== 0)
    throw new Error(`portolan ${args.join(" ")} failed:\n${printed.join("")}`);
  const cpuAfter = endedChildrenCpuS();
  return {
    seconds: child.wallMs / 1e3,
    cpuSeconds: cpuBefore === null || cpuAfter === null ? null : cpuAfter - cpuBefore,
    peakBytes,
  };
}

/** A build's time against a bound, and its memory against another where there is one. */
export function costFigures(
  what: string,
  { seconds, cpuSeconds, peakBytes }: Cost,
  { boundS, boundBytes }: { readonly boundS: number; readonly boundBytes?: number },
): FigureResult[] {
  const cpu = cpuSeconds === null ? "" : ` (${cpuSeconds.toFixed(0)} s of CPU time)`;
  const time: FigureResult = {
    what,
    value: `${seconds.toFixed(0)} s${cpu}`,
    bound: `≤ ${boundS} s`,
    within: seconds <= boundS,
  };
  if (peakBytes === null) return [time];
  return [
    time,
    {
      what: `${what}: memory of all its processes, at most`,
      value: formatBytes(peakBytes),
      bound: boundBytes === undefined ? "–" : `≤ ${formatBytes(boundBytes)}`,
      within: boundBytes === undefined || peakBytes <= boundBytes,
    },
  ];
}

/** Removes what builds keep for the next one; models and requests stay. */
export function forgetBuilds(home: string): void {
  for (const name of ["shell", "store", "drawn"])
    rmSync(join(home, "cache", name), { recursive: true, force: true });
}

/** What is said of starts: a module, an engine, an interpreter, a container and a browser, each to its first answer. */
import { formatEstimateMs, formatMs } from "../../model/format.js";
import { savedAhead } from "../../model/standalone/comparisons.js";
import { isStandalone, type Placed, placed, ROLES, type Role } from "../../model/standalone/roles.js";
import type { MeasuredSummary, WorkloadSummary } from "../../model/summary.js";
import { changeText } from "../change-text.js";
import { COLD_PHASE_LABEL, largestPhase } from "../cold-phases.js";
import { listed, named } from "../words.js";

export interface Starts {
  readonly workload: WorkloadSummary;
  /** The first to answer first. */
  readonly starts: readonly Placed[];
}

/** Of each workload that ran without an interpreter and a browser; the one that most were measured on first. */
export function startsOf({ workloads, targets }: MeasuredSummary): Starts[] {
  return workloads
    .map((workload) => ({ workload, starts: placed(workload, targets) }))
    .filter(({ starts }) => starts.some(({ target }) => isStandalone(target)))
    .map(({ workload, starts }) => ({
      workload,
      starts: [...starts].sort((a, b) => a.cell.coldTotalMs.value - b.cell.coldTotalMs.value),
    }))
    .sort((a, b) => b.starts.length - a.starts.length);
}

/** As it stands in a sentence. */
const A_ROLE: Readonly<Record<Role, string>> = {
  "native program with an engine": "a native program with an engine",
  "native program with its model": "a native program with its model",
  "module with its model": "a Wasm module with its model",
  "module on its host’s engine": "a module on its host’s engine",
  "engine in Wasm": "an engine in Wasm",
  "native engine in Node": "a native engine in Node",
  interpreter: "an interpreter",
  container: "a container",
  browser: "a browser",
};

/** "For Classify an image, a native program with an engine answers after 180 ms (“Native”), a Wasm module … after …; …" */
export function startsFinding(summary: MeasuredSummary): string {
  const [most] = startsOf(summary);
  if (!most) return "No start without an interpreter and a browser was measured here.";
  const { workload, starts } = most;
  const firsts = ROLES.flatMap((role) => starts.find((one) => one.role === role) ?? []).sort(
    (a, b) => a.cell.coldTotalMs.value - b.cell.coldTotalMs.value,
  );
  const said = firsts.map(({ role, cell }, i) => {
    const after = formatMs(cell.coldTotalMs.value, 2);
    return i === 0
      ? `${A_ROLE[role]} gives its first answer after ${after}`
      : `${A_ROLE[role]} after ${after}`;
  });
  const [ahead] = aheadSentences(summary, workload);
  return `For ${named(workload)}, ${listed(said)}.${ahead === undefined ? "" : ` ${ahead}`}`;
}

/** The title of a workload’s figure. */
export function startFinding({ workload, starts }: Starts): string {
  const [first, last] = [starts[0]!, starts.at(-1)!];
  const phase = COLD_PHASE_LABEL[largestPhase(last.cell)].toLowerCase();
  return first === last
    ? `${workload.title}: ${named(first.target)} is ready after ${formatMs(first.cell.coldTotalMs.value, 2)}`
    : `${workload.title}: ready after ${formatMs(first.cell.coldTotalMs.value, 2)} in ${named(first.target)}, after ${formatMs(last.cell.coldTotalMs.value, 2)} in ${named(last.target)}, most of it ${phase}`;
}

/** "Compiled before it starts, Wasmtime is ready after 320 ms in place of 480 ms: 1.5 times as fast." */
export function aheadSentences(summary: MeasuredSummary, only?: WorkloadSummary): string[] {
  return savedAhead(summary)
    .filter(({ workload }) => only === undefined || workload === only)
    .map(({ workload, runtime, atStart, ahead }) => {
      const where = only === undefined ? `${workload.title}: compiled` : "Compiled";
      return `${where} before it starts, ${runtime} is ready after ${formatEstimateMs(ahead)} in place of ${formatEstimateMs(atStart)}: ${changeText(atStart, ahead)}.`;
    });
}

/** Figures that articles publish of starts, by their ids in the ledger. */
export const ABOUT_STARTS = ["000-d", "002-h", "003-a", "003-b"];

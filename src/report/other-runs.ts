/** What is said of options that another run than the report's own measured. */
import type { MeasuredElsewhere } from "../model/decision/other-runs.js";
import { formatRatio } from "../model/format.js";
import type { Environment } from "../model/run-file.js";
import type { MeasuredSummary, OtherRun } from "../model/summary.js";
import { otherMachine } from "./other-machine.js";
import { dateText } from "./runs/run-name.js";

/** "Native, on NVIDIA L4", "Native, run of 2026-11-27 05:16": a target's title where another run's stand beside it. */
export function titleElsewhere(title: string, run: MeasuredSummary, main: MeasuredSummary): string {
  if (run.environment.machineId === main.environment.machineId)
    return `${title}, run of ${dateText(run.startedAt)}`;
  const name = shortName(run.environment);
  return name === shortName(main.environment)
    ? `${title}, on another ${name}, ${run.startedAt.slice(0, 10)}`
    : `${title}, on ${name}`;
}

const shortName = ({ gpus = [], cpuModel, cores }: Environment): string =>
  gpus[0]?.name ?? `${cpuModel}, ${cores} ${cores === 1 ? "core" : "cores"}`;

/** Before anything is believed: whose times some options have, and by which price. */
export function otherRunWarning(
  { run, platform }: OtherRun,
  main: Pick<MeasuredSummary, "environment">,
): string {
  const isSame = run.environment.machineId === main.environment.machineId;
  const where = isSame ? `Measured on the same machine on ${run.startedAt.slice(0, 10)}` : otherMachine(run);
  const price =
    platform === null
      ? "They are priced on every platform of the scenario, as if each were as fast as that machine"
      : `That machine stands for ${platform}: they are options there alone, at its price`;
  const shown = isSame ? "What this run did not measure is" : "Some options of the decisions are";
  return `${shown} from run ${run.runId}. ${where}. Times are taken as they are, and no ratio pairs them with this run’s. ${price}.`;
}

/** Beside an option. */
export function elsewhereNote(elsewhere: MeasuredElsewhere): string {
  const { isSameMachine, startedAt, runId, ownRatio } = elsewhere;
  const where = isSameMachine
    ? `Measured on the same machine on ${startedAt.slice(0, 10)}`
    : otherMachine(elsewhere);
  const there = ownRatio === null ? "" : `; over today’s program there: ${formatRatio(ownRatio)}`;
  return `${where} (run ${runId})${there}.`;
}

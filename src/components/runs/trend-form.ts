import type { ListedRun } from "../../model/runs/runs-file.js";
import { trendsOf } from "../../model/runs/trend.js";
import { machineText } from "../../report/other-machine.js";
import { runName } from "../../report/runs/run-name.js";
import { trendRows } from "../../report/runs/trend.js";
import { selectForm } from "./select-form.js";
import type { RunsView } from "./view.js";

/** Which machine, workload and target are followed over time, and from which run on: `{ machine, workload, target, baseline }`. */
export function trendForm({ runs }: RunsView) {
  const newest = [...runs].reverse();
  const machines = [
    ...new Map(newest.map(({ environment }) => [environment.machineId, environment])).values(),
  ];
  const rowsOf = (machine: string) => {
    const own = runsOf(runs, machine);
    return trendRows(trendsOf(own), own);
  };
  const first = machines[0]!.machineId;
  const rows = rowsOf(first);
  const most = rows.reduce((a, b) => (b.trend.points.length > a.trend.points.length ? b : a), rows[0]!);
  const targetsOf = (machine: string, workload: string) =>
    rowsOf(machine).filter(({ trend }) => trend.workload === workload);
  const today = (machine: string) => todayOf(runs, machine);
  const others = targetsOf(first, most.trend.workload)
    .filter(({ trend }) => !today(first).has(trend.target))
    .sort((a, b) => b.trend.points.length - a.trend.points.length);
  return selectForm(
    "What is followed over time",
    [
      {
        name: "machine",
        label: "Machine",
        first,
        choices: () =>
          machines.map((one) => [one.machineId, `${machineText(one)} (${one.machineId})`] as const),
      },
      {
        name: "workload",
        label: "Workload",
        first: most.trend.workload,
        choices: ({ machine }) => [
          ...new Map(rowsOf(machine!).map(({ trend, workload }) => [trend.workload, workload])),
        ],
      },
      {
        name: "target",
        label: "Target, beside today’s",
        first: others[0]?.trend.target ?? most.trend.target,
        choices: ({ machine, workload }) =>
          targetsOf(machine!, workload!).map(({ trend, target }) => [
            trend.target,
            `${target} (${trend.points.length})`,
          ]),
      },
      {
        name: "baseline",
        label: "Baseline run",
        first: "",
        choices: ({ machine }) => [
          ["", "the oldest of each"],
          ...runsOf(newest, machine!).map((run) => [run.runId, runName(run)] as const),
        ],
      },
    ],
    ({ workload, target, baseline }) =>
      `Workload ${workload}, target ${target} beside today’s; baseline: ${baseline || "the oldest run of each"}.`,
  );
}

/** A machine's own, in the order given. */
export const runsOf = (runs: readonly ListedRun[], machine: string): ListedRun[] =>
  runs.filter(({ environment }) => environment.machineId === machine);

/** Targets that stand for today's program. */
export const todayOf = (runs: readonly ListedRun[], machine: string): ReadonlySet<string> =>
  new Set(
    runsOf(runs, machine).flatMap(({ targets }) => targets.flatMap((one) => (one.isToday ? [one.id] : []))),
  );

import { digestOf } from "../../src/model/runs/digest.ts";
import { trendsOf } from "../../src/model/runs/trend.ts";
import { trendColumns, trendFinding, trendJson, trendRows } from "../../src/report/runs/trend.ts";
import { chosenRun, eachRun } from "../store/runs.ts";
import { say } from "../terminal/print.ts";
import { renderTable } from "../terminal/table.ts";
import { wrapped } from "../terminal/wrapped.ts";

/**
 * What `portolan runs --trend` prints: of the baseline's machine, else of the newest run's.
 *
 * @throws Error where there is no run, or none of that id
 */
export function trendText(baseline: string | null, json: boolean): string {
  const newest = chosenRun(baseline ?? undefined, say);
  if (newest === undefined)
    throw new Error("nothing was measured yet: `npx portolan measure` makes a run in about five minutes");
  const { environment } = newest.run.header;
  const digests = [];
  for (const { run } of eachRun(say, ({ machineId }) => machineId === environment.machineId))
    digests.push(digestOf(run));
  const rows = trendRows(trendsOf(digests, baseline), digests);
  if (json) return JSON.stringify(rows.map(trendJson), null, 2);
  const columns = trendColumns(({ runId }) => runId);
  const repeated = rows.filter(({ trend }) => trend.points.length > 1);
  return [
    wrapped(trendFinding(rows)),
    ...(repeated.length === 0
      ? []
      : [
          renderTable(
            columns.map(({ label }) => label.toLowerCase()),
            repeated.map((row) => columns.map(({ text }) => text(row))),
          ),
        ]),
  ].join("\n\n");
}

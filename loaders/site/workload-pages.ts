import { workloads } from "../workloads/index.ts";
import { shownRun } from "./summary-loader.ts";

interface WorkloadPage {
  readonly name: string;
  readonly path: string;
}

/** A page for each workload: what else the shown run measured, and those that are built in. */
export function workloadPages(): WorkloadPage[] {
  const shown = shownRun(process.env.PORTOLAN_RUN ?? null, () => {})?.run.header.workloads ?? [];
  return [...shown.filter(({ id }) => !workloads.some((one) => one.id === id)), ...workloads].map(
    ({ id, title }) => ({
      name: title,
      path: `/workload/${id}`,
    }),
  );
}

import { workloads } from "../workloads/index.ts";
import { isModelAlone } from "../workloads/model-alone/name.ts";
import { shownRun } from "./summary-loader.ts";

interface WorkloadPage {
  readonly name: string;
  readonly path: string;
}

/** A page for each workload: the models alone that the shown run measured, and those that are built in. */
export function workloadPages(): WorkloadPage[] {
  const shown = shownRun(process.env.PORTOLAN_RUN ?? null, () => {})?.run.header.workloads ?? [];
  return [...shown.filter(({ id }) => isModelAlone(id)), ...workloads].map(({ id, title }) => ({
    name: title,
    path: `/workload/${id}`,
  }));
}

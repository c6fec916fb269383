import { isModelAlone } from "../../src/model/model-alone/name.ts";
import { workloads } from "../workloads/index.ts";
import { shownRun, wantedRun } from "./summary-loader.ts";

interface WorkloadPage {
  readonly name: string;
  readonly path: string;
}

interface PagedWorkload {
  readonly id: string;
  readonly title: string;
}

/** What an id must be to become part of a path. */
const ID = /^[a-z\d][\w.-]*$/i;

/** The models alone and the workloads of one's own that the shown run measured, and those that are built in. */
export function pagedWorkloads(wanted = wantedRun()): readonly PagedWorkload[] {
  const shown = shownRun(wanted, () => {})?.run.header.workloads ?? [];
  return [...shown.filter(({ id, own }) => isModelAlone(id) || (own && ID.test(id))), ...workloads];
}

/** A page for each of them. */
export function workloadPages(): WorkloadPage[] {
  return pagedWorkloads().map(({ id, title }) => ({ name: title, path: `/workload/${id}` }));
}

import { isModelAlone } from "../../src/model/model-alone/name.ts";
import type { RunHeader } from "../../src/model/run-file.ts";
import { isChat } from "../workloads/chat/id.ts";
import { workloads } from "../workloads/index.ts";
import type { ModelFormat } from "../workloads/workload.ts";
import type { NamedPage } from "./navigation.ts";

interface PagedWorkload {
  readonly id: string;
  readonly title: string;
}

/** What an id must be to become part of a path. */
const ID = /^[a-z\d][\w.-]*$/i;

/**
 * The models alone, the workloads of one's own and the language models that the shown run measured, and the other workloads that are
 * built in, measured or not.
 */
export function pagedWorkloads(shown: RunHeader | null): readonly PagedWorkload[] {
  const measured = shown?.workloads ?? [];
  const builtIn: readonly (PagedWorkload & { readonly reads?: ModelFormat })[] = workloads;
  const isBuiltIn = ({ id }: PagedWorkload) => builtIn.some((one) => one.id === id);
  const ofRun = measured.filter(
    (one) => !isBuiltIn(one) && (isModelAlone(one.id) || isChat(one.id) || (one.own && ID.test(one.id))),
  );
  return [
    ...ofRun,
    ...builtIn.filter(({ id, reads }) => reads === undefined || measured.some((one) => one.id === id)),
  ];
}

/** A page for each of them. */
export const workloadPages = (shown: RunHeader | null): NamedPage[] =>
  pagedWorkloads(shown).map(({ id, title }) => ({ name: title, path: `/workload/${id}` }));

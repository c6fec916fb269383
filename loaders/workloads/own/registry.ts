import type { StepWorkload } from "../workload.ts";

/** A workload that somebody keeps in a folder of their own. */
export interface OwnWorkload {
  readonly workload: StepWorkload;
  readonly folder: string;
}

const registered = new Map<string, OwnWorkload>();

/** Makes a workload known to this process, by its id. */
export function register(own: OwnWorkload): void {
  registered.set(own.workload.id, own);
}

/** Those that this process was told of, in that order. */
export const ownWorkloads = (): readonly OwnWorkload[] => [...registered.values()];

/** Where a workload's glue lies that somebody brought; null of all others. */
export const ownFolder = (workloadId: string): string | null => registered.get(workloadId)?.folder ?? null;

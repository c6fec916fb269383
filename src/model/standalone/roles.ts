/** What a target stands for among programs with and without an interpreter, a browser and an engine: by its traits. */
import { courseOf } from "../course.js";
import { isInPage, type MeasuredTarget } from "../measured-target.js";
import type { TargetRecord } from "../run-file.js";
import type { WorkloadSummary } from "../summary.js";

/** From the least around the model to the most. */
export const ROLES = [
  "native program with an engine",
  "native program with its model",
  "module with its model",
  "module on its host’s engine",
  "engine in Wasm",
  "native engine in Node",
  "interpreter",
  "container",
  "browser",
] as const;
export type Role = (typeof ROLES)[number];

/** Null for what is a variant of another: with threads, tuned, on a GPU, or one of several builds of an engine. */
export function roleOf(target: TargetRecord): Role | null {
  const { standalone, port, glue, threads, tuned, build } = target;
  if (tuned || build || threads > 1 || (target.available && target.adapter)) return null;
  if (standalone) {
    if (standalone.container) return "container";
    if (standalone.road === "host-engine") return "module on its host’s engine";
    if (standalone.road === "compiled-model")
      return port === "wasm" ? "module with its model" : "native program with its model";
    if (port === "wasm") return "engine in Wasm";
    return glue === "compiled" ? "native program with an engine" : null;
  }
  if (isInPage(target)) return port === "wasm" && glue === "compiled" ? "browser" : null;
  if (port === "stay") return courseOf(target) === "stay" ? "interpreter" : null;
  if (glue !== "compiled") return null;
  return port === "wasm" ? "engine in Wasm" : "native engine in Node";
}

/** Runs without an interpreter and without a browser, as more than one thread or as a variant too. */
export const isStandalone = ({ standalone }: TargetRecord): boolean => standalone !== undefined;

export interface Placed extends MeasuredTarget {
  readonly role: Role;
}

/** The measured targets of a workload that have a role, in the order of the roles. */
export function placed({ cells }: WorkloadSummary, targets: readonly TargetRecord[]): Placed[] {
  return targets
    .flatMap((target) => {
      const [role, cell] = [roleOf(target), cells.find((one) => one.target === target.id)];
      return role !== null && cell?.state === "measured" ? [{ target, cell, role }] : [];
    })
    .sort((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role));
}

/** A module as a runtime takes it: with vectors, and compiled when it starts. */
export const isPlainModule = ({ standalone }: TargetRecord): boolean =>
  standalone !== undefined && !standalone.ahead && !standalone.scalar;

export const ofRole = (all: readonly Placed[], role: Role): Placed[] =>
  all.filter((one) => one.role === role);

/** How claims find programs without an interpreter and a browser in a run: by their traits. */
import { isPlainModule, type Role, roleOf } from "../../model/standalone/roles.js";
import type { MeasuredSummary } from "../../model/summary.js";
import type { Evidence } from "./claim.js";
import {
  byId,
  type gainBetween,
  type Picks,
  type Reading,
  type ReadsCell,
  readingsBetween,
} from "./reading.js";

const hasRole =
  (role: Role): Picks =>
  (target) =>
    roleOf(target) === role;

export const nativeProgram = hasRole("native program with an engine");
export const container = hasRole("container");

/** A module with its model on a runtime that compiles it when it starts, or on any. */
export const moduleOn =
  (runtime?: string): Picks =>
  (target) =>
    hasRole("module with its model")(target) &&
    (runtime === undefined || (target.standalone!.runtime === runtime && isPlainModule(target)));

export const compiledAhead =
  (runtime?: string): Picks =>
  (target) =>
    moduleOn()(target) &&
    target.standalone!.ahead === true &&
    (runtime === undefined || target.standalone!.runtime === runtime);

/** The runtimes that “The Hidden Cost of debunked WebAssembly” compares. */
export const ARTICLE_RUNTIMES = ["Wasmtime", "Wasmer"] as const;

/** Wasm and what it is held against. */
interface Setting {
  /** As it ends a sentence: "in Wasmtime"; empty where there is one alone. */
  readonly where: string;
  readonly from: Picks;
  readonly to: Picks;
}

const IN_NODE: Setting = { where: "", from: byId("native"), to: byId("wasm") };

/** The article's runtimes against a native program where the run has both, else V8 in Node against native code there. */
export function settingsOf(summary: MeasuredSummary): readonly Setting[] {
  const settings = ARTICLE_RUNTIMES.map((runtime) => ({
    where: ` in ${runtime}`,
    from: nativeProgram,
    to: moduleOn(runtime),
  }));
  const measured = settings.filter(({ from, to }) => wereMeasured(summary, from, to));
  return measured.length > 0 ? measured : [IN_NODE];
}

/** On one workload at least. */
const wereMeasured = ({ workloads, targets }: MeasuredSummary, ...picks: readonly Picks[]): boolean =>
  workloads.some(({ cells }) =>
    picks.every((pick) =>
      targets
        .filter(pick)
        .some(({ id }) => cells.some((cell) => cell.target === id && cell.state === "measured")),
    ),
  );

/** Whether Node stands in for the article's runtimes. */
export const isInNode = ({ summary }: Evidence): boolean =>
  summary === null || settingsOf(summary)[0] === IN_NODE;

/** From a container to a module that was compiled ahead, or to any. */
export const modulesBesideContainers = (
  summary: MeasuredSummary,
  reads: ReadsCell,
  between?: typeof gainBetween,
): Reading[] => readingsBetween(summary, container, fastestStarting(summary), reads, between);

/** Modules compiled ahead where the run has them, as nobody would start others cold. */
export const fastestStarting = (summary: MeasuredSummary, runtime?: string): Picks =>
  wereMeasured(summary, compiledAhead(runtime)) ? compiledAhead(runtime) : moduleOn(runtime);

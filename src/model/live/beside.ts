/** What a reader's browser measured, beside the run that the report shows. */
import { PLATFORMS } from "../cost/platforms/index.js";
import { exactly } from "../scenario/range.js";
import type { Scenario } from "../scenario/scenario.js";
import { EQUIVALENCE_BAND, FROM_95_TO_99, type Ratio, verdictOf } from "../statistics/ratio.js";
import type { Cell, Estimate, MeasuredCell, MeasuredSummary, WorkloadSummary } from "../summary.js";

/** Two medians of different machines, whose errors have nothing to do with each other: their logarithms' add up in squares. */
export function ratioOfEstimates(above: Estimate, under: Estimate): Ratio {
  const value = above.value / under.value;
  const down = Math.hypot(Math.log(above.value / above.low), Math.log(under.high / under.value));
  const up = Math.hypot(Math.log(above.high / above.value), Math.log(under.value / under.low));
  const at99 = { low: value * Math.exp(-down * FROM_95_TO_99), high: value * Math.exp(up * FROM_95_TO_99) };
  return {
    value,
    low: value * Math.exp(-down),
    high: value * Math.exp(up),
    low99: at99.low,
    high99: at99.high,
    verdict: verdictOf(value, at99, EQUIVALENCE_BAND, 0),
    floor: 0,
  };
}

export type Published =
  | { readonly state: "measured"; readonly cell: MeasuredCell; readonly ratio: Ratio }
  /** Why there is nothing to hold it against. */
  | { readonly state: "not"; readonly reason: string };

/** A cell of the reader's beside the same target of the run. */
export function publishedBeside(
  workload: WorkloadSummary,
  cell: MeasuredCell,
  published: MeasuredSummary | null,
): Published {
  const not = (reason: string): Published => ({ state: "not", reason });
  const like = likeWorkload(workload, published);
  if (typeof like === "string") return not(like);
  const other = like.cells.find(({ target }) => target === cell.target);
  if (other?.state !== "measured") return not("the run has no measurement of it");
  return { state: "measured", cell: other, ratio: ratioOfEstimates(cell.p50Ms, other.p50Ms) };
}

/** The run's measurement of the same work; a string that says why there is none. */
function likeWorkload(
  { id, size, model }: WorkloadSummary,
  published: MeasuredSummary | null,
): WorkloadSummary | string {
  const found = published?.workloads.find((workload) => workload.id === id);
  if (!published) return "nothing was published";
  if (!found) return "the run does not hold this workload";
  if (found.size !== size) return `the run has it at size ${found.size}`;
  if (found.model.sha256 !== model.sha256) return "the run has another model";
  return found;
}

/**
 * The run as if its browser targets had been measured where the reader is; null where it holds nothing, with
 * a baseline, that was measured here.
 */
export function withReader(published: MeasuredSummary, live: MeasuredSummary): MeasuredSummary | null {
  if (published.suiteVersion !== live.suiteVersion) return null;
  const workloads = published.workloads.flatMap((workload) => {
    const here = live.workloads.find(({ id }) => id === workload.id);
    if (!here || workload.baseline === null || typeof likeWorkload(here, published) === "string") return [];
    const cells = here.cells.filter((cell) => cell.state === "measured");
    return cells.length === 0 ? [] : [replaced(workload, cells)];
  });
  if (workloads.length === 0) return null;
  const kept = new Set(workloads.map(({ id }) => id));
  const cells = live.workloads.filter(({ id }) => kept.has(id)).flatMap((workload) => workload.cells);
  const records = live.targets.filter(({ id }) =>
    cells.some(({ target, state }) => target === id && state === "measured"),
  );
  const others = published.targets.filter(({ id }) => !records.some((record) => record.id === id));
  return { ...published, workloads, targets: [...others, ...records] };
}

function replaced(workload: WorkloadSummary, here: readonly MeasuredCell[]): WorkloadSummary {
  const base = workload.cells.find(({ target }) => target === workload.baseline);
  const none = { interpreter: null, compute: null, io: null };
  const cells: Cell[] = here.map((cell) => ({
    ...cell,
    ratio: base?.state === "measured" ? ratioOfEstimates(cell.p50Ms, base.p50Ms) : null,
    ...{ bucketRatios: none, likeTarget: null, likeRatio: null, likeBucketRatios: none },
  }));
  const others = workload.cells.filter(({ target }) => !here.some((cell) => cell.target === target));
  return { ...workload, cells: [...others, ...cells] };
}

/** Conditions under which a browser is a choice, too. */
export function withBrowser(scenario: Scenario): Scenario {
  const browsers = PLATFORMS.filter(({ reach }) => reach === "browser").map(({ id }) => id);
  const asked = scenario.platforms.some((id) => browsers.includes(id));
  return asked ? scenario : { ...scenario, platforms: [...scenario.platforms, ...browsers] };
}

/** The same where every user's device is as the reader's: nothing is left to assume of how much slower it is. */
export const onThisDevice = (scenario: Scenario): Scenario => ({
  ...scenario,
  deviceTimeFactor: exactly(1),
});

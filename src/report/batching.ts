/** What is said of requests that a server answers together. */
import type { BatchingChoice } from "../model/capacity/cheapest-batching.js";
import type { BatchView } from "../model/decision/batch-view.js";
import { canBatch } from "../model/decision/batching.js";
import type { Decision } from "../model/decision/decide.js";
import type { RankedOption } from "../model/decision/ranked-option.js";
import { shellWord } from "../model/decision/shell-word.js";
import { countText, formatMs, formatShare, usdText } from "../model/format.js";
import { centre, ends } from "../model/scenario/range.js";
import { latencyText, p99Text } from "./tail.js";
import { counted, listed } from "./words.js";

/** Below this a batch is mostly one request. */
const NO_COMPANY = 1.05;

/** "in batches of about 12 at your peak": a clause that ends a sentence; empty where requests are taken one by one. */
export function batchClause(meanBatch: number): string {
  return meanBatch < NO_COMPANY
    ? ""
    : `, in batches of about ${countText(roundBatch(meanBatch))} at your peak`;
}

const roundBatch = (mean: number) => (mean < 10 ? Number(mean.toPrecision(2)) : Math.round(mean));

/** What the answer takes for granted of batches; null where none was measured of what is ranked, and none is asked for. */
export function batchNote({ ranked, scenario }: Pick<Decision, "ranked" | "scenario">): string | null {
  const reserved = ranked.filter(({ option: { platform } }) => platform.reserved && !platform.spillsOver);
  const measured = reserved.filter(({ option }) => canBatch(option));
  const windowMs = ends(scenario.batchWindowMs)[1];
  const titles = (of: readonly RankedOption[]) =>
    listed([...new Set(of.map(({ option }) => option.target.title))]);
  if (windowMs === 0)
    return measured.length === 0
      ? null
      : `Every server takes requests one by one: the batch window is 0. Batches of ${titles(measured)} were measured; set “Batch window” to price them.`;
  if (measured.length === 0)
    return "The batch window changes nothing: no ranked option has servers to wait for and batches that were measured.";
  const single = reserved.filter((one) => !measured.includes(one));
  const rest =
    single.length === 0 ? "" : ` ${titles(single)}: no batch was measured, so requests go one by one.`;
  return `A server holds a request for ${formatMs(centre(scenario.batchWindowMs))} at most, to answer many in one call, in a batch no larger than was measured: ${batchesOf(measured)}. What is done around the call is done for each.${rest}`;
}

const MOST_NAMED = 3;

function batchesOf(measured: readonly RankedOption[]): string {
  const named = measured.slice(0, MOST_NAMED).map(({ option, central: { outcome } }) => {
    const { points } = option.target.batches!.curve;
    return `${option.title} in batches of about ${countText(roundBatch(outcome.meanBatch))} at your peak (measured to ${points.at(-1)!.batch})`;
  });
  const more = measured.length - named.length;
  return `${named.join("; ")}${more > 0 ? `; and ${more} more` : ""}`;
}

/** Where nobody measured a batch, with the command that does: of a profiled program, what others' batches cost tells of its own. */
export function unmeasuredBatches({
  kind,
  id,
}: {
  readonly kind: "measured" | "profiled";
  readonly id: string;
}) {
  const which = kind === "measured" ? ` --workload ${shellWord(id)}` : "";
  return `No batch was measured here of what is on a reserved server: \`npx portolan measure --batches${which}\` measures a model’s call with more and more requests in it.`;
}

/** What company saves at the peak, against one by one. */
export function batchTitle({ best, choices }: BatchView): string {
  const [single] = choices;
  if (best === null) return "No window and no batch keeps the p99 limit at your peak";
  if (best.mostBatch === 1) return `At your peak one by one costs least: ${serversText(best)}`;
  const how = `In batches of ${best.mostBatch} at most, ${best.windowMs === 0 ? "with no request held" : `each held for up to ${formatMs(best.windowMs)}`}`;
  const instead = `${serversText(best)} instead of ${countText(single!.instances)}`;
  if (!single!.keepsLimit)
    return `${how}, ${serversText(best)} keep the p99 limit, which one by one does not`;
  return best.instances < single!.instances
    ? `${how}, your peak takes ${instead}`
    : `${how}, your peak takes no fewer servers, and is answered sooner`;
}

const serversText = ({ instances }: BatchingChoice) => counted(instances, "server");

/** How sure the best is of its p99, and what the page is asked to price. */
export function batchCaption(view: BatchView): string {
  const { best, bestP99Ms, windowMs, basis, ratePerSecond } = view;
  const level = basis === "measured" ? "95 %" : "80 %";
  const sure =
    best === null || bestP99Ms === null || bestP99Ms.low === bestP99Ms.high
      ? ""
      : ` The best’s p99 of ${p99Text(view, best.run.latencyMs.p99)} is ${latencyText(bestP99Ms.low)} to ${latencyText(bestP99Ms.high)} over the ${level} intervals of its calls’ times.`;
  const asked =
    windowMs === 0
      ? " The answer above takes requests one by one, since the batch window is 0."
      : ` The answer above has a window of ${formatMs(windowMs)}.`;
  return `Simulated at ${countText(ratePerSecond)} requests a second, the peak, at the centre of every range, with the fewest servers that keep the limit. A server takes a batch as soon as the largest is there, or the first has waited for the window; no batch is larger than was measured. What breaks the limit by far, or costs more than twice as much as one by one, is in the table alone.${sure}${asked}`;
}

export const BATCH_COLUMNS = [
  "Largest batch",
  "Window",
  "Mean batch",
  "Servers",
  "Busy",
  "p50",
  "p99",
  "Per million requests",
  "p99 limit",
] as const;

/** One row of texts for each choice, in the view's order. */
export function batchRow(view: BatchView, choice: BatchingChoice): readonly string[] {
  const { mostBatch, windowMs, run, instances, usdPerMillion, keepsLimit } = choice;
  return [
    mostBatch === 1 ? "one by one" : String(mostBatch),
    windowMs === 0 ? "none" : formatMs(windowMs),
    countText(roundBatch(run.meanBatch)),
    countText(instances),
    formatShare(run.utilisation),
    latencyText(run.latencyMs.p50),
    latencyText(run.latencyMs.p99),
    usdText(usdPerMillion),
    view.sloMs === null ? "none" : keepsLimit ? "kept" : "broken",
  ];
}

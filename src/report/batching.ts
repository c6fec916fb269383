/** What is said of requests that a server answers together. */
import { canBatch } from "../model/decision/batching.js";
import type { Decision } from "../model/decision/decide.js";
import type { RankedOption } from "../model/decision/ranked-option.js";
import { countText, formatMs } from "../model/format.js";
import { centre, ends } from "../model/scenario/range.js";
import { listed } from "./words.js";

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

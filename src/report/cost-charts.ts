/** The findings of the what-if page's charts of cost: what each has as its title. */
import type { Bill } from "../model/cost/bill.js";
import type { Sensitivity, SensitivityBar } from "../model/decision/sensitivity.js";
import type { TrafficCrossing, TrafficCurve } from "../model/decision/traffic-curve.js";
import { countText, formatUsd } from "../model/format.js";
import type { Answer, OptionFacts, RankedAnswer } from "./answer.js";
import { listed } from "./words.js";

/** The title of an option by its id. */
export type TitleOf = (option: string) => string;

/** Who is cheapest beyond the nearest crossing, first above today's traffic, and how far that holds. */
export function curveTitle({ crossings, now, requests, lines }: TrafficCurve, titleOf: TitleOf): string {
  const next = crossings.findIndex((crossing) => crossing.requests > now);
  const last = crossings.findLastIndex((crossing) => crossing.requests <= now);
  if (next >= 0) {
    const { above } = crossings[next]!;
    return `${stretch(crossings[next], crossings[next + 1])}, ${leads(above, titleOf)}`;
  }
  if (last >= 0) {
    const { below } = crossings[last]!;
    return `${stretch(crossings[last - 1], crossings[last])}, ${leads(below, titleOf)}`;
  }
  const all = `from ${countText(requests[0]!)} to ${countText(requests.at(-1)!)} requests a month`;
  return lines.some(({ passes }) => passes.some(Boolean))
    ? `The same option is cheapest ${all}`
    : `No option passes the gates ${all}`;
}

function stretch(from: TrafficCrossing | undefined, to: TrafficCrossing | undefined): string {
  const count = (crossing: TrafficCrossing) => countText(crossing.requests);
  if (!from) return `Below ${count(to!)} requests a month`;
  return to
    ? `Between ${count(from)} and ${count(to)} requests a month`
    : `Above ${count(from)} requests a month`;
}

const leads = (option: string | null, titleOf: TitleOf) =>
  option === null ? "no option passes the gates" : `${titleOf(option)} is cheapest`;

/** "47.2 M requests a month: from Native on … to Python on …". */
export function crossingText({ requests, below, above }: TrafficCrossing, titleOf: TitleOf): string {
  const at = `${countText(requests)} requests a month`;
  if (below === null)
    return `${at}: ${titleOf(above!)} is cheapest from here; below, no option passes the gates`;
  if (above === null)
    return `${at}: ${titleOf(below)} is cheapest up to here; above, no option passes the gates`;
  return `${at}: from ${titleOf(below)} to ${titleOf(above)}`;
}

export type Billed = { readonly option: OptionFacts; readonly bill: Bill };

const MOST_BILLS = 12;

/** Every option with a bill, those that are drawn, and how many are not. */
export function billsOf({ ranked, excluded }: Pick<Answer, "ranked" | "excluded">) {
  const billed = [...ranked, ...excluded].flatMap(({ option, cost: { bill } }): Billed[] =>
    bill === null ? [] : [{ option, bill }],
  );
  const rankedBills = billed.slice(0, ranked.length);
  const drawable = rankedBills.length > 0 ? rankedBills : billed;
  const shown = drawable.slice(0, MOST_BILLS);
  return { billed, shown, more: drawable.length - shown.length };
}

/** Whose bill is smallest. */
export function billTitle(shown: readonly Billed[], ranked: readonly RankedAnswer[]): string {
  if (shown.length === 0) return "No option has a price";
  if (ranked.length === 0)
    return "No option meets the requirements; these are the bills of those that have a price";
  const least = shown.reduce((a, b) => (b.bill.totalUsd < a.bill.totalUsd ? b : a));
  const leader = shown[0]!;
  if (least === leader)
    return `${leader.option.title} also has the smallest bill, ${formatUsd(least.bill.totalUsd)} a month`;
  return `The smallest bill, ${formatUsd(least.bill.totalUsd)} a month, is that of ${least.option.title}; people make the difference`;
}

/** By mean cost and median p99; cheapest first. */
export function frontOf(rows: readonly RankedAnswer[]): RankedAnswer[] {
  const order = [...rows].sort(
    (a, b) => a.spread.totalUsd.mean - b.spread.totalUsd.mean || a.spread.p99Ms.p50 - b.spread.p99Ms.p50,
  );
  const front: RankedAnswer[] = [];
  for (const row of order)
    if (row.spread.p99Ms.p50 < (front.at(-1)?.spread.p99Ms.p50 ?? Number.POSITIVE_INFINITY)) front.push(row);
  return front;
}

/** What a chart of times leaves out, as a sentence with a space behind it; empty where it leaves out nothing. */
export function untimedText(ranked: readonly RankedAnswer[]): string {
  const untimed = ranked.filter(({ option }) => option.target.tail.state === "unknown");
  if (untimed.length === 0) return "";
  return `${listed(untimed.map(({ option }) => option.title))} ${untimed.length === 1 ? "is" : "are"} not in it: nobody timed ${untimed.length === 1 ? "it" : "them"}. `;
}

/** Who is cheapest, who is fastest, and how many lie between. */
export function paretoTitle(front: readonly RankedAnswer[], { ranked }: Answer): string {
  const [cheapest] = front;
  const fastest = front.at(-1);
  if (!cheapest || !fastest) return "No option is left to weigh";
  if (front.length === 1) return `${cheapest.option.title} is both the cheapest and the fastest`;
  return `${front.length} of ${ranked.length} options are worth weighing, from ${cheapest.option.title} to ${fastest.option.title}`;
}

/** How a bar is to be read, and what else the reader might take for a contradiction. */
export function readingOf({ leader, rival, passedOver, centreUsd }: Sensitivity): string {
  if (rival === null) return "";
  const sentences = [
    "Left of 0 the leader is cheaper; where a bar crosses 0, the two change places with all else at its centre.",
  ];
  if (centreUsd > 0)
    sentences.push(
      `At the centre ${rival} is the cheaper of the two; ${leader} leads by the mean over the draws, which the ranking goes by.`,
    );
  if (passedOver !== null)
    sentences.push(`${passedOver}, which is nearer in cost, is the leader’s own port with other threads.`);
  sentences.push(
    "“What would change it” moves each input as far as it may go, and “What to measure next” weighs all ranked options; both go by all draws, so that their order may differ.",
  );
  return sentences.join(" ");
}

const MOST_BARS = 10;
/** Narrower than this share of the widest, a bar would not be seen. */
const LEAST_SHARE = 0.004;

/** The bars that are drawn, widest first. */
export function barsShown({ bars }: Sensitivity): SensitivityBar[] {
  const widest = Math.abs((bars[0]?.highUsd ?? 0) - (bars[0]?.lowUsd ?? 0));
  return bars
    .filter(({ lowUsd, highUsd }) => Math.abs(highUsd - lowUsd) > LEAST_SHARE * widest)
    .slice(0, MOST_BARS);
}

/**
 * The finding: what moves the difference most. Whether anything turns the choice is the search's to say, so that a chart
 * of likely values and a list of all values cannot contradict each other.
 *
 * @param turning `turningSentence` of the search; null while it goes on
 */
export function tornadoTitle(sensitivity: Sensitivity, turning: string | null = null): string {
  const { rival, leader } = sensitivity;
  const [widest] = barsShown(sensitivity);
  if (!widest)
    return rival === null ? `Nothing moves the cost of ${leader}` : "No input moves the difference";
  if (rival === null) return `“${widest.label}” moves the cost of ${leader} most`;
  const moves = `“${widest.label}” moves the difference most`;
  return turning === null ? moves : `${moves}; ${turning}`;
}

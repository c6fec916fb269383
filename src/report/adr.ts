/**
 * A decision as an architecture decision record, MADR 4.0.0 (adr.github.io/madr, template of 2024-09-17): its re-visit
 * triggers are the flip conditions.
 */
import { stringify } from "yaml";
import type { Bill } from "../model/cost/bill.js";
import { isForecast } from "../model/decision/evidence.js";
import type { ExcludedOption, RankedOption } from "../model/decision/ranked-option.js";
import { countText, formatMs, formatShare, formatUsd } from "../model/format.js";
import { centre } from "../model/scenario/range.js";
import { phraseOf } from "../model/scenario/scenario.js";
import { confirmationOf } from "./adr-confirmation.js";
import { costText, dominatedText, excludedText, isMinor, labelOf, prosAndCons } from "./adr-options.js";
import { adviceSentences } from "./advice.js";
import { priceSentences } from "./bill-text.js";
import { rangeInWords } from "./conditions.js";
import { flipConditions, flipRemarks } from "./decision-markdown.js";
import type { DecisionReport } from "./decision-report.js";
import { horizonText, isWithheld, listText, reasonOf } from "./decision-sentences.js";
import { RUNG_COLUMNS, rungRows, rungSentences, settingsOf } from "./ladder.js";
import { codeSpan, fenced, heading, list, Markdown, sections, table } from "./markdown.js";
import { printable } from "./printable.js";
import { p99Text } from "./tail.js";
import { capital } from "./words.js";

export interface AdrFrame {
  /** ISO date of the record. */
  readonly date: string;
  /** Who decides; empty while nobody is named. */
  readonly decisionMakers: readonly string[];
  /** The command that computes the same again. */
  readonly command: string;
}

export function adrMarkdown(report: DecisionReport, frame: AdrFrame): string {
  return sections(
    frontMatter(frame),
    heading(1, titleOf(report)),
    heading(2, "Context and Problem Statement"),
    contextOf(report),
    heading(2, "Decision Drivers"),
    bullets(driversOf(report)),
    heading(2, "Considered Options"),
    bullets(optionsOf(report).map(({ option }) => labelOf(option))),
    ...ladderSection(report),
    heading(2, "Decision Outcome"),
    ...outcomeOf(report),
    heading(3, "Consequences"),
    bullets(consequencesOf(report)),
    heading(3, "Confirmation"),
    confirmationOf(report, frame.command),
    heading(2, "Pros and Cons of the Options"),
    ...detailed(report).flatMap((one) => [
      heading(3, labelOf(one.option)),
      bullets(prosAndCons(report.decision, one)),
    ]),
    ...summed("Dominated options", report.decision.ranked.slice(1).filter(isMinor), dominatedText),
    ...summed("Excluded options", report.decision.excluded, excludedText),
    heading(2, "More Information"),
    ...moreOf(report, frame),
  );
}

type Part = string | Markdown;

const bullets = (items: readonly string[]) => list(items, "*");

/** The courses in order of effort: a record without the cheaper ones beside the chosen answers nobody. */
function ladderSection({ advice, workload }: DecisionReport): Part[] {
  const rows = rungRows(advice);
  if (rows.length < 2 || advice.action.state === "withheld") return [];
  const code = workload.cells.flatMap(({ target }) => {
    const settings = settingsOf(target, workload);
    return settings?.code ? [`${codeSpan(target)}: ${settings.text}`, fenced(settings.code)] : [];
  });
  return [
    heading(3, "The courses in order of effort"),
    table(RUNG_COLUMNS, rows),
    bullets(rungSentences(advice)),
    ...code,
  ];
}

const optionsOf = ({ decision }: DecisionReport): (RankedOption | ExcludedOption)[] => [
  ...decision.ranked,
  ...decision.excluded,
];

function frontMatter({ date, decisionMakers }: AdrFrame): Markdown {
  const front = {
    status: "proposed",
    date,
    "decision-makers": decisionMakers.length > 0 ? printable(decisionMakers.join(", ")) : "to be named",
  };
  return new Markdown(`---\n${stringify(front).trimEnd()}\n---`);
}

function titleOf({ decision, advice: { action } }: DecisionReport): string {
  const title = `“${decision.evidence.title}”`;
  switch (action.state) {
    case "none":
      return `Find a platform for ${title}: no option passes`;
    case "withheld":
      return `Profile ${title} anew: nothing can be decided from its profile`;
    case "open":
      return `Measure before deciding about ${title}`;
    case "either":
      return `${capital(action.option.title)} or ${action.other.title} for ${title}`;
    case "stay":
      return `Keep ${title} as it is: ${action.option.title}`;
    case "move":
      return `Move ${title} to ${action.option.platform.title}`;
    case "setting":
      return `Change a setting of ${title}: ${action.option.title}`;
    case "slice":
      return `Compile the hot slice of ${title}: ${action.option.title}`;
    case "call":
      return `Call an API for ${title}: ${action.option.title}`;
    case "port":
      return `Port ${title} to ${action.option.title}`;
  }
}

function contextOf({ decision, run }: DecisionReport): string {
  const { scenario, evidence } = decision;
  const baseline = evidence.targets.find(({ target }) => target === evidence.baseline);
  const shares = baseline?.bucketShares;
  const spent =
    shares === undefined
      ? ""
      : ` Of that, ${formatShare(shares.interpreter)} is interpreter time, ${formatShare(shares.compute)} model compute, and ${formatShare(shares.io)} IO and marshalling.`;
  const how = isForecast(evidence)
    ? "by its profile"
    : `(median, ${baseline?.title}, ${run.environment.cpuModel})`;
  const now = baseline
    ? `Today one request of “${evidence.title}” takes ${formatMs(baseline.wallMs.value)} ${how}.${spent}`
    : "";
  const question = `Which course does it deserve, from a setting to a port or a move, given ${rangeInWords(scenario, "requestsPerMonth")} and ${horizonText(decision)} to pay for it?`;
  return [scenario.summary, `${now} ${question}`.trim()].filter((text) => text !== "").join("\n\n");
}

const PLACES = { any: "", server: "on a server", edge: "at the edge", browser: "in a browser" } as const;

function driversOf({ decision }: DecisionReport): string[] {
  const { scenario } = decision;
  const limit = (id: "p99SloMs" | "coldSloMs" | "budgetUsdPerMonth" | "memoryLimitMb") =>
    scenario[id] === null ? [] : [`Requirement: ${phraseOf(id, scenario[id]!)}.`];
  return [
    `Total cost over ${horizonText(decision)}: platform bill, porting, debugging and upkeep, discounted at ${countText(centre(scenario.discountPercentPerYear))} % a year.`,
    ...limit("p99SloMs"),
    ...limit("coldSloMs"),
    ...limit("budgetUsdPerMonth"),
    ...limit("memoryLimitMb"),
    ...(scenario.reach === "any" ? [] : [`Requirement: it runs ${PLACES[scenario.reach]}.`]),
    ...(scenario.dataStaysOnDevice ? ["Requirement: the data stays on the user’s device."] : []),
    ...(scenario.worksOffline ? ["Requirement: it works offline."] : []),
    ...(scenario.sandboxed ? ["Requirement: the engine runs in a memory-safe sandbox."] : []),
    ...(scenario.multiTenant
      ? [
          `Tenants share the host: what lies in no sandbox and in no container takes ${rangeInWords(scenario, "reviewHoursPerMonth")}.`,
        ]
      : []),
    `Demand: ${rangeInWords(scenario, "requestsPerMonth")}, with ${rangeInWords(scenario, "peakToMean")}.`,
    `People: ${rangeInWords(scenario, "hourUsd")}.`,
  ];
}

function outcomeOf({ decision, answer, advice, payback, measure }: DecisionReport): Part[] {
  const { verdict } = decision;
  const first = measure.map(({ sentence }) => sentence);
  const todo = first.length > 0 ? ["Measure first:", bullets(first)] : [];
  const [, ...fastest] = adviceSentences(advice);
  switch (verdict.state) {
    case "none":
      return [`No option is chosen. ${answer}`];
    case "unclear":
      return [`No option is chosen yet. ${[reasonOf(decision), ...fastest].join(" ")}`, ...todo];
    default:
      return [
        `Chosen option: “${labelOf(verdict.leader)}”. ${[reasonOf(decision), ...(payback === null ? [] : [payback]), ...fastest].join(" ")}`,
      ];
  }
}

function consequencesOf({ decision }: DecisionReport): string[] {
  const { verdict, ranked, scenario } = decision;
  const [first] = ranked;
  if (isWithheld(decision))
    return ["Bad, because nothing is decided until the program was profiled again, as the outcome says."];
  if (verdict.state === "none" || first === undefined)
    return ["Bad, because the requirements stay unmet until one of them, or the list of platforms, changes."];
  const { spread, cost, option } = first;
  const { p99SloMs } = scenario;
  const open =
    verdict.state === "unclear"
      ? [`Neutral, because these are the consequences of ${option.title}, which leads, but not clearly.`]
      : [];
  const least =
    verdict.twins.length === 0
      ? "no other option that passes costs less on average"
      : "no other option that passes costs less";
  const p99 = p99Text(option.target, spread.p99Ms.p50);
  const good = [
    `Good, because ${least}: ${costText(decision, first)}.`,
    p99SloMs === null || option.target.tail.state !== "measured"
      ? `Neutral, because its p99 is ${p99} at the peak.`
      : `Good, because its p99 is ${p99} at the peak, within the limit of ${formatMs(p99SloMs)}.`,
  ];
  const works = worksOf(first);
  const bad = [
    ...(cost.onceUsd > 0
      ? [
          `Bad, because ${listText(works)} ${works.length > 1 ? "take" : "takes"} about ${formatUsd(cost.onceUsd)} before anything is saved.`,
        ]
      : []),
    ...(cost.peopleUsdPerMonth > 0
      ? [
          `Bad, because people cost about ${formatUsd(cost.peopleUsdPerMonth)} a month in debugging and upkeep.`,
        ]
      : []),
  ];
  const stays = option.isToday ? ["Good, because nothing has to be ported, moved or learnt."] : [];
  return [...open, ...good, ...stays, ...bad, ...slowerThan(ranked)];
}

/** Of those that are no port. */
const WORKS: Partial<Record<RankedOption["people"]["work"], string>> = {
  setting: "the setting",
  slice: "the slice",
  call: "the integration",
};

/** What the money that is paid once pays for. */
const worksOf = ({ people: { work, moves } }: RankedOption) => [
  ...(work === "none" ? [] : [WORKS[work] ?? "the port"]),
  ...(moves ? ["the move"] : []),
];

/** What the leader gives up, where another is faster by a tenth or more. */
function slowerThan(ranked: readonly RankedOption[]): string[] {
  const [first] = ranked;
  const fastest = [...ranked].sort((a, b) => a.spread.p99Ms.p50 - b.spread.p99Ms.p50)[0]!;
  if (first === undefined || !(fastest.spread.p99Ms.p50 < 0.9 * first.spread.p99Ms.p50)) return [];
  const more = fastest.spread.totalUsd.mean - first.spread.totalUsd.mean;
  const price = more > 0 ? `at ${formatUsd(more)} more in total` : "at the same cost";
  return [
    `Bad, because ${fastest.option.title} would answer in ${p99Text(fastest.option.target, fastest.spread.p99Ms.p50)} at p99, ${price}.`,
  ];
}

const detailed = ({ decision }: DecisionReport) =>
  decision.ranked.filter((one, i) => i === 0 || !isMinor(one));

function summed<T>(title: string, items: readonly T[], text: (item: T) => string): Part[] {
  return items.length === 0 ? [] : [heading(3, title), bullets(items.map(text))];
}

function moreOf(report: DecisionReport, { command }: AdrFrame): Part[] {
  const { decision, run, grounds, seed, notes } = report;
  const bill = decision.ranked[0]?.cost.bill;
  const flips = flipConditions(report);
  const basis = isForecast(decision.evidence)
    ? "Today’s time comes from the profile, and what the ports would take from"
    : "The times come from";
  const { draws } = decision.simulation;
  return [
    ...(flips.length > 0
      ? [
          "Re-visit this decision when one of these comes true; each is solved for with all else as it is:",
          bullets(flips),
        ]
      : []),
    ...flipRemarks(report),
    `${basis} run ${run.runId} of ${run.startedAt.slice(0, 10)} on ${run.environment.cpuModel} (effort “${run.effort}”). The probabilities come from ${draws.toLocaleString("en-US")} draws with seed ${seed}; the same draws go to every option.`,
    ...(bill ? pricesOf(bill, `${grounds.compile.region} as of ${grounds.compile.date}`) : []),
    "Limits of the evidence:",
    bullets(notes),
    `The same again: ${codeSpan(command)}`,
  ];
}

function pricesOf(bill: Bill, at: string): Part[] {
  const prices = priceSentences(bill);
  return prices.length > 0
    ? [`Prices of ${at}:`, bullets(prices)]
    : [`At the prices of ${at}, nothing of the bill costs anything.`];
}

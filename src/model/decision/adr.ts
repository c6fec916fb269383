/**
 * A decision as an architecture decision record, MADR 4.0.0 (adr.github.io/madr, template of 2024-09-17): its re-visit
 * triggers are the flip conditions.
 */
import { stringify } from "yaml";
import { formatMs, formatShare } from "../format.js";
import { centre, ends, isUncertain } from "../scenario/range.js";
import type { Scenario } from "../scenario/scenario.js";
import { priceSentences } from "./bill-text.js";
import type { ExcludedOption, RankedOption } from "./decide.js";
import { flipSentences, list, sections } from "./markdown.js";
import { breakEvenOf, breakEvenText } from "./option-rows.js";
import { countText, FIELD_PHRASES, type NumericFieldId, usdText } from "./quantity-text.js";
import type { DecisionReport } from "./report.js";
import { exclusionText, GATE_LABEL, horizonText, listText } from "./sentences.js";

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
    `# ${titleOf(report)}`,
    `## Context and Problem Statement\n\n${contextOf(report)}`,
    `## Decision Drivers\n\n${bullets(driversOf(report))}`,
    `## Considered Options\n\n${bullets(optionsOf(report).map(({ option }) => labelOf(option)))}`,
    `## Decision Outcome\n\n${outcomeOf(report)}`,
    `### Consequences\n\n${bullets(consequencesOf(report))}`,
    `### Confirmation\n\n${confirmationOf(report)}`,
    "## Pros and Cons of the Options",
    ...detailed(report).map((one) => `### ${labelOf(one.option)}\n\n${bullets(prosAndCons(report, one))}`),
    ...summed("Dominated options", report.decision.ranked.filter(isMinor), dominatedText),
    ...summed("Excluded options", report.decision.excluded, excludedText),
    `## More Information\n\n${moreOf(report, frame)}`,
  );
}

const bullets = (items: readonly string[]) => items.map((item) => `* ${item}`).join("\n");

const labelOf = ({ title, isToday }: RankedOption["option"]) => (isToday ? `${title} (as today)` : title);

const optionsOf = ({ decision }: DecisionReport): (RankedOption | ExcludedOption)[] => [
  ...decision.ranked,
  ...decision.excluded,
];

function frontMatter({ date, decisionMakers }: AdrFrame): string {
  const front = {
    status: "proposed",
    date,
    "decision-makers": decisionMakers.length > 0 ? decisionMakers.join(", ") : "to be named",
  };
  return `---\n${stringify(front).trimEnd()}\n---`;
}

function titleOf({ decision }: DecisionReport): string {
  const { verdict, evidence } = decision;
  switch (verdict.state) {
    case "none":
      return `Find a platform for “${evidence.title}”: no option passes`;
    case "unclear":
      return `Measure before deciding about “${evidence.title}”`;
    default:
      return verdict.leader.isToday
        ? `Keep “${evidence.title}” on ${verdict.leader.title}`
        : `Move “${evidence.title}” to ${verdict.leader.title}`;
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
  const now = baseline
    ? `Today one request of “${evidence.title}” takes ${formatMs(baseline.wallMs.value)} (median, ${baseline.title}, ${run.environment.cpuModel}).${spent}`
    : "";
  const question = `Should it be ported or moved, and to what, given ${describe(scenario, "requestsPerMonth")} and ${horizonText(decision)} to pay for it?`;
  return [scenario.summary, `${now} ${question}`.trim()].filter((text) => text !== "").join("\n\n");
}

/** "3 M requests a month (2 M to 6 M)". */
function describe(scenario: Scenario, id: "requestsPerMonth" | "peakToMean" | "hourUsd"): string {
  const range = scenario[id];
  const phrase = FIELD_PHRASES[id](centre(range));
  if (!isUncertain(range)) return phrase;
  const [low, high] = ends(range);
  return `${phrase} (${countText(low)} to ${countText(high)})`;
}

const PLACES = { any: "", server: "on a server", edge: "at the edge", browser: "in a browser" } as const;

function driversOf({ decision }: DecisionReport): string[] {
  const { scenario } = decision;
  const limit = (id: "p99SloMs" | "coldSloMs" | "budgetUsdPerMonth" | "memoryLimitMb") =>
    scenario[id] === null ? [] : [`Requirement: ${FIELD_PHRASES[id as NumericFieldId](scenario[id]!)}.`];
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
    `Demand: ${describe(scenario, "requestsPerMonth")}, with ${describe(scenario, "peakToMean")}.`,
    `People: ${describe(scenario, "hourUsd")}.`,
  ];
}

function outcomeOf({ decision, answer, payback, measure }: DecisionReport): string {
  const { verdict } = decision;
  const first = measure.map(({ sentence }) => sentence);
  const todo = first.length > 0 ? `\n\nMeasure first:\n\n${bullets(first)}` : "";
  switch (verdict.state) {
    case "none":
      return `No option is chosen. ${answer}`;
    case "unclear":
      return `No option is chosen yet. ${answer}${todo}`;
    default: {
      const because = answer.replace(/^(Stay with|Move to) .*?\. /, "");
      return `Chosen option: “${labelOf(verdict.leader)}”. ${because}${payback === null ? "" : ` ${payback}`}`;
    }
  }
}

function consequencesOf({ decision }: DecisionReport): string[] {
  const { verdict, ranked } = decision;
  const [first] = ranked;
  if (verdict.state === "none" || first === undefined)
    return ["Bad, because the requirements stay unmet until one of them, or the list of platforms, changes."];
  const { spread, central, option } = first;
  const open =
    verdict.state === "unclear"
      ? [`Neutral, because these are the consequences of ${option.title}, which leads without being certain.`]
      : [];
  const good = [
    `Good, because the platform bill is about ${usdText(spread.billUsd.mean)} a month and the total ${usdText(spread.totalUsd.mean)} over ${horizonText(decision)} (nine times in ten between ${usdText(spread.totalUsd.p5)} and ${usdText(spread.totalUsd.p95)}).`,
    `Good, because the p99 is ${formatMs(spread.p99Ms.p50)} at the peak.`,
  ];
  const bad = [
    ...(central.onceUsd > 0
      ? [`Bad, because porting and moving take about ${usdText(central.onceUsd)} before anything is saved.`]
      : []),
    ...(central.peopleUsdPerMonth > 0
      ? [
          `Bad, because people cost about ${usdText(central.peopleUsdPerMonth)} a month in debugging and upkeep.`,
        ]
      : []),
  ];
  const fastest = [...ranked].sort((a, b) => a.spread.p99Ms.p50 - b.spread.p99Ms.p50)[0]!;
  const slower =
    fastest.option !== option && fastest.spread.p99Ms.p50 < 0.9 * spread.p99Ms.p50
      ? [
          `Bad, because ${fastest.option.title} would answer in ${formatMs(fastest.spread.p99Ms.p50)} at p99, at ${usdText(fastest.spread.totalUsd.mean - spread.totalUsd.mean)} more in total.`,
        ]
      : [];
  const stays = option.isToday ? ["Good, because nothing has to be ported, moved or learnt."] : [];
  return [...open, ...good, ...stays, ...bad, ...slower];
}

function confirmationOf({ decision, workload }: DecisionReport): string {
  const { verdict, scenario } = decision;
  if (verdict.state === "none") return "There is nothing to confirm until an option passes.";
  const levels = [
    ...(scenario.p99SloMs === null ? [] : [`p99 at most ${formatMs(scenario.p99SloMs)}`]),
    ...(scenario.budgetUsdPerMonth === null
      ? []
      : [`bill at most ${usdText(scenario.budgetUsdPerMonth)} a month`]),
  ];
  const gate = levels.length > 0 ? ` (${listText(levels)})` : "";
  return `Run \`portolan measure --workload ${workload.id}\` on the platform after every release, and \`portolan check\` with a policy that expects this option${gate} in continuous integration; it fails when a limit is broken, when the workload becomes significantly slower, or when the recommendation changes.`;
}

/** Dominated, and neither the first nor today's: worth a line, not a section. */
const isMinor = ({ dominatedBy, option }: RankedOption) => dominatedBy !== null && !option.isToday;

const detailed = ({ decision }: DecisionReport) =>
  decision.ranked.filter((one, i) => i === 0 || !isMinor(one));

function summed<T>(title: string, items: readonly T[], text: (item: T) => string): string[] {
  return items.length === 0 ? [] : [`### ${title}\n\n${bullets(items.map(text))}`];
}

const dominatedText = ({ option, dominatedBy, spread }: RankedOption) =>
  `${option.title} (${usdText(spread.totalUsd.mean)} in total, p99 ${formatMs(spread.p99Ms.p50)}): bad, because ${dominatedBy!.title} is no worse in cost, p99 and cold start, and better in one of them.`;

function excludedText(one: ExcludedOption): string {
  const bill = one.central.bill ? `; its bill would be ${usdText(one.central.bill.totalUsd)} a month` : "";
  return `${labelOf(one.option)}: bad, because it fails ${exclusionText(one)}${bill}.`;
}

function prosAndCons({ decision }: DecisionReport, one: RankedOption): string[] {
  const { spread, cheapest, fastest, dominatedBy, option, gates, central } = one;
  const leader = decision.ranked[0]!;
  const cost = `it costs ${usdText(spread.totalUsd.mean)} over ${horizonText(decision)} (${usdText(spread.totalUsd.p5)} to ${usdText(spread.totalUsd.p95)}), of which ${usdText(spread.billUsd.mean)} a month is the bill`;
  const latency = `its p99 is ${formatMs(spread.p99Ms.p50)} and a cold request takes ${formatMs(spread.coldMs.p50)}`;
  const unknown = gates.filter(({ passed }) => passed === "unknown");
  const even = breakEvenOf(decision, one);
  return [
    one === leader
      ? `Good, because ${cost}; it is the cheapest in ${formatShare(cheapest)} of the draws.`
      : `Bad, because ${cost}: ${usdText(spread.totalUsd.mean - leader.spread.totalUsd.mean)} more than the first.`,
    `${fastest > 0.5 ? "Good" : "Neutral"}, because ${latency}.`,
    ...(option.isToday
      ? ["Good, because it is what runs today."]
      : [
          even?.state === "always" ||
          (even?.state === "from" && even.month <= centre(decision.scenario.horizonMonths))
            ? `Good, because it pays back against staying ${breakEvenText(even, false)}, after ${usdText(central.onceUsd)} of work.`
            : even?.state === "from"
              ? `Bad, because the ${usdText(central.onceUsd)} that it takes comes back against staying only ${breakEvenText(even, false)}, beyond the horizon.`
              : `Bad, because the ${usdText(central.onceUsd)} that it takes never comes back against staying.`,
        ]),
    ...(dominatedBy === null
      ? []
      : [
          `Bad, because ${dominatedBy.title} is no worse in cost, p99 and cold start, and better in one of them.`,
        ]),
    ...unknown.map(({ gate, evidence }) => `Neutral, because ${GATE_LABEL[gate]} is unproven: ${evidence}.`),
  ];
}

function moreOf(report: DecisionReport, { command }: AdrFrame): string {
  const { decision, run, grounds, seed, notes } = report;
  const bill = decision.ranked[0]?.central.bill;
  const { draws } = decision.simulation;
  return [
    "Re-visit this decision when one of these comes true; each is solved for with all else as it is:",
    list(flipSentences(report)).replaceAll(/^- /gm, "* "),
    `The times come from run ${run.runId} of ${run.startedAt.slice(0, 10)} on ${run.environment.cpuModel} (effort “${run.effort}”). The probabilities come from ${draws.toLocaleString("en-US")} draws with seed ${seed}; the same draws go to every option.`,
    ...(bill
      ? [`Prices of ${grounds.compile.region} as of ${grounds.compile.date}:`, bullets(priceSentences(bill))]
      : []),
    "Limits of the evidence:",
    bullets(notes),
    `The same again: \`${command}\``,
  ].join("\n\n");
}

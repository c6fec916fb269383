/** A decision, and a run against its baseline, held against a policy. */

import type { Decision } from "../model/decision/decide.js";
import { CRITERIA, type Criterion } from "../model/decision/decision-model.js";
import { p99Lack } from "../model/decision/evidence.js";
import { REQUIRED_PROBABILITY } from "../model/decision/gates.js";
import { type DecisionOption, optionsOf } from "../model/decision/options.js";
import type { Policy, RULES } from "../model/decision/policy.js";
import { formatMs, formatShare, usdText } from "../model/format.js";
import type { Estimate, MeasuredCell, MeasuredSummary } from "../model/summary.js";
import { probabilityWithin, spreadOf } from "../model/uncertainty/spread.js";
import type { DecidedReport } from "./decision-report.js";
import { exclusionText } from "./decision-sentences.js";

export interface PolicyFinding {
  readonly rule: (typeof RULES)[number] | "option";
  /** unchecked: there was no way to tell. It counts as broken: a gate that cannot look must not wave through. */
  readonly state: "kept" | "broken" | "unchecked";
  readonly value: string;
  readonly limit: string;
  /** What to do about it; null where the rule is kept. */
  readonly fix: string | null;
}

/** @param baseline the run to compare with, for the rule on regressions */
export function checkPolicy(
  policy: Policy,
  report: DecidedReport,
  current: MeasuredSummary,
  baseline: MeasuredSummary | null,
): PolicyFinding[] {
  const { decision } = report;
  const deployed = deployedOption(policy, report);
  if (deployed === null) {
    const known = optionsOf(report.grounds.evidence, report.grounds.platforms).map(({ id }) => id);
    const fix = `name an option of the scenario: ${known.join(", ")}`;
    return [
      {
        rule: "option",
        state: "unchecked",
        value: policy.option ?? "today’s option",
        limit: "an option of the scenario",
        fix,
      },
    ];
  }
  const levels = [
    ["budgetUsdPerMonth", "billUsd", (usd: number) => `${usdText(usd)} a month`],
    ["p99Ms", "p99Ms", formatMs],
    ["coldMs", "coldMs", formatMs],
  ] as const;
  return [
    ...levels.flatMap(([rule, criterion, text]) => {
      const limit = policy[rule];
      return limit === undefined ? [] : [levelFinding(rule, criterion, limit, text, deployed, decision)];
    }),
    ...regressionFindings(policy, deployed, decision, current, baseline),
    ...(policy.recommendation ? [recommendationFinding(policy.recommendation, decision)] : []),
  ];
}

/** The option that the policy says is deployed, or today's; null where there is none such. */
export function deployedOption(policy: Policy, { grounds }: DecidedReport): DecisionOption | null {
  const options = optionsOf(grounds.evidence, grounds.platforms);
  return (
    options.find(({ id, isToday }) => (policy.option === undefined ? isToday : id === policy.option)) ?? null
  );
}

const FIX = {
  budgetUsdPerMonth:
    "make the request shorter or the traffic smaller, choose the cheaper option, or raise the budget",
  p99Ms: "make the request faster, add servers, choose the faster option, or raise the limit",
  coldMs: "keep instances warm, load less at start, or raise the limit",
} as const;

function levelFinding(
  rule: keyof typeof FIX,
  criterion: Criterion,
  limit: number,
  text: (value: number) => string,
  deployed: DecisionOption,
  { simulation, simulated, excluded, evidence }: Decision,
): PolicyFinding {
  const o = simulated.findIndex(({ id }) => id === deployed.id);
  const stated = `${text(limit)} in ${formatShare(REQUIRED_PROBABILITY)} of the draws`;
  if (o < 0) {
    const out = excluded.find(({ option }) => option.id === deployed.id);
    const why = out ? exclusionText(out) : "it was not simulated";
    return {
      rule,
      state: "unchecked",
      value: `${deployed.title} is excluded: ${why}`,
      limit: stated,
      fix: "deploy an option that passes the scenario’s gates, or change the scenario",
    };
  }
  const column = simulation.outcomes[o]![CRITERIA.indexOf(criterion)]!;
  if (deployed.target.tail.state === "unknown" && rule !== "budgetUsdPerMonth")
    return {
      rule,
      state: "unchecked",
      value: `${deployed.title}: ${p99Lack(deployed.target)}`,
      limit: stated,
      fix: "time its calls where they are made, and state their p99 in the scenario as apiP99Ms",
    };
  const share = probabilityWithin(column, limit);
  const kept = share >= REQUIRED_PROBABILITY;
  const value = `${text(spreadOf(column).p50)} (median), kept in ${formatShare(share)} of the draws by ${deployed.title}`;
  const lack = p99Lack(deployed.target);
  if (kept && rule === "p99Ms" && lack !== null)
    return {
      rule,
      state: "unchecked",
      limit: stated,
      value: `${value}, but ${lack}`,
      fix: `\`npx portolan measure --workload ${evidence.workload} --effort publish\` takes more samples`,
    };
  return {
    rule,
    state: kept ? "kept" : "broken",
    value,
    limit: stated,
    fix: kept ? null : FIX[rule],
  };
}

function regressionFindings(
  policy: Policy,
  deployed: DecisionOption,
  decision: Decision,
  current: MeasuredSummary,
  baseline: MeasuredSummary | null,
): PolicyFinding[] {
  const percent = policy.maximumRegressionPercent;
  if (percent === undefined) return [];
  const rule = "maximumRegressionPercent";
  const limit = `at most ${percent} % slower than the baseline run`;
  const unchecked = (value: string, fix: string): PolicyFinding => ({
    rule,
    state: "unchecked",
    value,
    limit,
    fix,
  });
  if (baseline === null)
    return [
      unchecked("no baseline run was named", "name one: --baseline <run>; `npx portolan runs` lists them"),
    ];
  if (baseline.suiteVersion !== current.suiteVersion)
    return [
      unchecked(
        `the runs measured different suites, ${baseline.suiteVersion} and ${current.suiteVersion}`,
        "measure the baseline again with this version",
      ),
    ];
  const [here, there] = [current.environment, baseline.environment];
  if (here.machineId !== there.machineId)
    return [
      unchecked(
        `the runs come from different machines, ${there.cpuModel} (${there.machineId}) and ${here.cpuModel} (${here.machineId})`,
        "measure both runs on the same machine",
      ),
    ];
  const { target } = deployed;
  const [now, before] = [cellOf(current, decision, target.target), cellOf(baseline, decision, target.target)];
  if (now === null || before === null)
    return [
      unchecked(
        `${target.title} was not measured in run ${(now === null ? current : baseline).runId}`,
        `\`npx portolan measure --workload ${decision.evidence.workload} --target ${target.target}\``,
      ),
    ];
  const floor = Math.max(current.noiseFloor ?? 0, baseline.noiseFloor ?? 0);
  return [{ rule, limit, ...regression(now, before, percent, floor, target.title) }];
}

/** z of the two-sided 95 % interval. */
const Z975 = 1.959963984540054;

/** Only a slowdown that both the intervals and the noise floor bear out counts; a wide interval proves nothing. */
function regression(now: MeasuredCell, before: MeasuredCell, percent: number, floor: number, title: string) {
  const ratio = now.p50Ms.value / before.p50Ms.value;
  const half = Z975 * Math.hypot(logError(now.p50Ms), logError(before.p50Ms));
  const [low, high] = [ratio * Math.exp(-half), ratio * Math.exp(half)];
  const slower = low > 1 && ratio > 1 + floor;
  const broken = slower && ratio > 1 + percent / 100;
  const change = `${ratio >= 1 ? "+" : "−"}${Math.abs((ratio - 1) * 100).toFixed(1)} %`;
  const interval = `95 %: ${signed(low)} to ${signed(high)}`;
  const note = slower ? "" : ", no significant slowdown";
  return {
    state: broken ? ("broken" as const) : ("kept" as const),
    value: `${title}: ${change} (${formatMs(before.p50Ms.value)} to ${formatMs(now.p50Ms.value)}; ${interval})${note}`,
    fix: broken ? "compare profiles of both versions: `npx portolan compare <before> <after>`" : null,
  };
}

const logError = ({ low, high }: Estimate) => (low > 0 && high > low ? Math.log(high / low) / (2 * Z975) : 0);

const signed = (ratio: number) => `${ratio >= 1 ? "+" : "−"}${Math.abs((ratio - 1) * 100).toFixed(1)} %`;

function cellOf(summary: MeasuredSummary, { evidence }: Decision, target: string): MeasuredCell | null {
  const workload = summary.workloads.find(({ id }) => id === evidence.workload);
  const cell = workload?.cells.find((candidate) => candidate.target === target);
  return cell?.state === "measured" ? cell : null;
}

function recommendationFinding(
  { option, target, probabilityAtLeast }: NonNullable<Policy["recommendation"]>,
  { verdict }: Decision,
): PolicyFinding {
  const rule = "recommendation";
  const wanted = [
    ...(option === undefined ? [] : [option]),
    ...(target === undefined ? [] : [`target ${target}`]),
    ...(probabilityAtLeast === undefined
      ? []
      : [`cheaper than its rival in at least ${formatShare(probabilityAtLeast)} of the draws`]),
  ].join(", ");
  if (verdict.state === "none")
    return {
      rule,
      state: "broken",
      value: "no option passes the gates",
      limit: wanted,
      fix: "`npx portolan decide` with the same scenario names the gates; loosen one, or add a platform",
    };
  const { leader, probability } = verdict;
  const kept =
    (option === undefined || leader.id === option) &&
    (target === undefined || leader.target.target === target) &&
    probability >= (probabilityAtLeast ?? 0);
  return {
    rule,
    state: kept ? "kept" : "broken",
    value: `${leader.id} (${leader.title}), in ${formatShare(probability)} of the draws`,
    limit: wanted,
    fix: kept
      ? null
      : "read `npx portolan decide --adr` with the same scenario: either follow it, or record why not and change the policy",
  };
}

/** What is said of engines that serve several conversations at once. */
import type { ServingCase, ServingView } from "../../model/decision/serving-view.js";
import { formatMs, formatUsd } from "../../model/format.js";
import type { Quantiles } from "../../model/llm/simulate-serving.js";
import type { StepBasis } from "../../model/llm/step-times.js";
import { saidUsd } from "../../model/llm/token-price.js";
import { counted, factor, inWords } from "../words.js";

const CASE: Readonly<Record<StepBasis, string>> = {
  measured: "as a ladder was measured",
  shared: "at best",
  serial: "at worst",
};

export const SERVING_COLUMNS = [
  "conversations at once",
  "servers",
  "tokens a second of one, at most",
  "first token, p50 / p99",
  "between tokens, p50 / p99",
  "bill a month",
  "a million in",
  "a million out",
] as const;

/** One at a time first, then several by each basis. */
export function servingRows(view: ServingView): string[][] {
  const several = view.cases.filter(() => view.atOnce > 1);
  return [
    servingRow("one", view.alone),
    ...several.map((one) => servingRow(`${view.atOnce}, ${CASE[one.basis]}`, one)),
  ];
}

function servingRow(label: string, one: ServingCase): string[] {
  const { run, servers, mostTokensPerSecond, usdPerMonth, inUsd, outUsd, keepsLimits } = one;
  return [
    label,
    `${servers.toLocaleString("en-US")}${keepsLimits ? "" : ", and the limits break"}`,
    factor(mostTokensPerSecond),
    both(run.firstTokenMs),
    both(run.tokenMs),
    formatUsd(usdPerMonth),
    formatUsd(inUsd),
    formatUsd(outUsd),
  ];
}

const both = ({ p50, p99 }: Quantiles) => `${formatMs(p50)} / ${formatMs(p99)}`;

/**
 * "llama.cpp on EC2 c7i.xlarge answers 3 requests a second at the peak with 2 to 5 servers where 8 conversations share an engine, and with
 * 5 servers one at a time. A million tokens said cost $0.21 to $0.57, and one at a time $0.57."
 */
export function servingFinding(view: ServingView): string {
  const { option, ratePerSecond, atOnce, alone, cases } = view;
  const rate = `${factor(ratePerSecond)} requests a second at the peak`;
  const broken = [alone, ...cases].every(({ keepsLimits }) => !keepsLimits)
    ? " No number of servers keeps these limits; these are as many as keep up."
    : "";
  const single = `with ${serversOf([alone])}, one conversation at a time`;
  if (atOnce === 1)
    return `${option.title} answers ${rate} ${single}. A million tokens said cost ${usdOf(view, [alone])}.${broken}`;
  const isSame = cases.every(({ servers }) => servers === alone.servers);
  if (isSame)
    return `${option.title} answers ${rate} ${single} or ${atOnce} in an engine: that changes when tokens come, and not what they cost, ${usdOf(view, [alone])} a million said.${broken}`;
  return `${option.title} answers ${rate} with ${serversOf(cases)} where ${atOnce} conversations share an engine, and with ${serversOf([alone])} one at a time. A million tokens said cost ${usdOf(view, cases)}, and one at a time ${usdOf(view, [alone])}.${broken}`;
}

function serversOf(cases: readonly ServingCase[]): string {
  const counts = cases.map(({ servers }) => servers);
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
  const count = counted(most, "server");
  return fewest === most ? count : `${inWords(fewest)} to ${count}`;
}

function usdOf({ lengths }: ServingView, cases: readonly ServingCase[]): string {
  const prices = cases.map((one) => saidUsd(one, lengths));
  const [least, most] = [formatUsd(Math.min(...prices)), formatUsd(Math.max(...prices))];
  return least === most ? least : `${least} to ${most}`;
}

/** What steps of several conversations rest on, and how requests are taken to come and to be served. */
export function servingBasis({ cases, atOnce, enginesPerServer, option }: ServingView): string[] {
  const isMeasured = cases.some(({ basis }) => basis === "measured");
  const steps = isMeasured
    ? "A step with so many conversations takes what a ladder of batches measured."
    : `Nobody measured a step of ${option.target.title} with several conversations in it, so there are two bounds. At best the weights are read once for all of them, and a step takes as long as with one until computing takes longer, a token as long as one more of a prompt. At worst they take turns.`;
  return [
    ...(atOnce > 1 ? [steps] : []),
    `It is a simulation with Poisson arrivals and single steps that scatter as measured: between two steps a waiting prompt joins and is computed whole, which holds up the others, and then all get a token. Engines that cut prompts into pieces hold up others for less. A server has ${counted(enginesPerServer, "engine")} of ${counted(option.target.threads, "thread")}; more cache for more conversations is not counted.`,
  ];
}

/** What prompts in between cost those who wait for their next token; null where nothing waits. */
export function stallSentence({ cases }: ServingView): string | null {
  const [best] = cases;
  if (!best || best.run.tokenMs.p99 < 2 * best.run.tokenMs.p50) return null;
  const { p50, p99 } = best.run.tokenMs;
  return `One token in a hundred comes ${factor(p99 / p50)} times as late as usual, ${formatMs(p99)} after the one before: a prompt came in between.`;
}

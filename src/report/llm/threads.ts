/** What is said of a conversation on more and more threads: which number is best, and what more than there are cores cost. */
import { formatEstimateMs } from "../../model/format.js";
import { perSecond } from "../../model/llm/generation.js";
import type { ThreadLadder, ThreadRung } from "../../model/llm/threads.js";
import { type Estimate, quotient } from "../../model/statistics/estimate.js";
import type { MeasuredSummary } from "../../model/summary.js";
import { timesOf } from "../times.js";
import { rateText } from "./engines.js";

/** A ladder with what it was measured on in words. */
export interface NamedLadder extends ThreadLadder {
  readonly workloadTitle: string;
  readonly targetTitle: string;
}

export const namedLadders = ({ threadLadders, workloads, targets }: MeasuredSummary): NamedLadder[] =>
  threadLadders.map((ladder) => ({
    ...ladder,
    workloadTitle: workloads.find(({ id }) => id === ladder.workload)?.title ?? ladder.workload,
    targetTitle: targets.find(({ id }) => id === ladder.target)?.title ?? ladder.target,
  }));

const threadsText = (threads: number): string => (threads === 1 ? "one thread" : `${threads} threads`);

/** "llama.cpp on 2 cores: tokens come fastest with 2 threads; with 4, more than there are cores, each takes 8.1× (7.0× to 9.3×) as long." */
export function threadsFinding({ targetTitle, rungs }: NamedLadder, cores: number): string {
  const best = fastest(rungs, ({ tokenMs }) => tokenMs);
  const most = rungs.at(-1)!;
  const fastestText = `${targetTitle} on ${cores === 1 ? "one core" : `${cores} cores`}: tokens come fastest with ${threadsText(best.threads)}`;
  if (most.threads <= cores || most === best) return `${fastestText}.`;
  const times = quotient(most.tokenMs, best.tokenMs);
  const beyond = `with ${most.threads}, more than there are cores,`;
  return times.low > 1
    ? `${fastestText}; ${beyond} each takes ${timesOf(times)} as long.`
    : `${fastestText}; ${beyond} they are not told apart from that: ${timesOf(times)}.`;
}

/** Of reading the prompt, and why threads beyond the cores cost so much, where they do. */
export function threadsSentences({ rungs }: NamedLadder, cores: number): string[] {
  const best = fastest(rungs, ({ firstTokenMs }) => firstTokenMs);
  const most = rungs.at(-1)!;
  const reading = `A prompt of ${best.promptTokens} tokens is read fastest with ${threadsText(best.threads)}${best.firstOverOne ? `, in ${timesOf(best.firstOverOne)} of one thread’s time` : ""}.`;
  const isCollapse = most.threads > cores && (most.tokenOverOne?.low ?? 0) > 1;
  return isCollapse
    ? [
        reading,
        "Threads wait for each other after each step of each layer, and without sleeping: one that has no core holds up all of them, and those that wait keep the cores busy. So does any other program on the machine, where threads are as many as cores.",
      ]
    : [reading];
}

const fastest = (rungs: readonly ThreadRung[], time: (rung: ThreadRung) => Estimate): ThreadRung =>
  rungs.reduce((best, rung) => (time(rung).value < time(best).value ? rung : best));

/** A row of the table behind the chart. */
export interface ThreadText {
  readonly threads: string;
  readonly firstToken: string;
  readonly prefill: string;
  readonly token: string;
  readonly decode: string;
  readonly overOne: string;
  readonly rounds: string;
}

export const threadText = (rung: ThreadRung): ThreadText => ({
  threads: String(rung.threads),
  firstToken: formatEstimateMs(rung.firstTokenMs),
  prefill: rateText(perSecond(rung.firstTokenMs, rung.promptTokens)),
  token: formatEstimateMs(rung.tokenMs),
  decode: rateText(perSecond(rung.tokenMs)),
  overOne: rung.tokenOverOne ? timesOf(rung.tokenOverOne) : "–",
  rounds: String(rung.rounds),
});

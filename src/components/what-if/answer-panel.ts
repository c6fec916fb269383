import { html } from "htl";
import { formatShare, formatUsd } from "../../model/format.js";
import type { Answer } from "./answer.js";
import {
  CONFIDENCE,
  explanation,
  horizonText,
  latency,
  leaderOf,
  msSpan,
  payback,
  recommendation,
  usdSpan,
} from "./findings.js";
import type { FlipList } from "./flip-list.js";

/** A screen reader hears the answer when it has settled, not at every step of a slider. */
const SETTLED_MS = 900;
/** Half a number is no mistake yet. */
const TYPING_MS = 400;

export interface AnswerPanel {
  readonly element: HTMLElement;
  show(answer: Answer): void;
  /** What would settle an open question, once it is known. */
  advise(sentence: string | null): void;
  /** What the search for other answers found, once it is known; void with the next answer. */
  flips(list: FlipList): void;
  /** Where the answer goes by other values than the form holds; empty where it does not. */
  warn(sentence: string): void;
}

/** The answer, always in sight. Its text nodes are kept, since it is written at every step of a slider. */
export function answerPanel(): AnswerPanel {
  const place = html`<p class="place"></p>`;
  const title = html`<h1></h1>`;
  const why = html`<p class="why"></p>`;
  const facts = FACTS.map(([label]) => {
    const value = html`<strong></strong>`;
    const small = html`<small></small>`;
    return { value, small, element: html`<div><dt>${label}</dt><dd>${value}${small}</dd></div>` };
  });
  const advice = html`<p class="advice" hidden></p>`;
  const warning = html`<p class="stand-ins" role="status"></p>`;
  const spoken = html`<p class="visually-hidden" role="status" aria-live="polite"></p>`;
  let timer = 0;
  let typing = 0;

  const write = (node: HTMLElement, text: string) => {
    if (node.textContent !== text) node.textContent = text;
  };
  const state = (answer: Answer, flips: FlipList | null) => {
    for (const [i, [, read]] of FACTS.entries()) {
      const [value, small] = read(answer, flips);
      write(facts[i]!.value, value);
      write(facts[i]!.small, small);
    }
  };
  let shown: Answer | null = null;
  return {
    element: html`<header class="what-if-answer">${place}${title}${why}${warning}${advice}
      <dl class="answer-facts">${facts.map(({ element }) => element)}</dl>${spoken}</header>`,
    show(answer) {
      write(place, `${answer.scenario.title || "What-if"}: ${answer.workload.title}`);
      write(title, recommendation(answer));
      write(why, explanation(answer));
      shown = answer;
      state(answer, null);
      clearTimeout(timer);
      timer = window.setTimeout(() => write(spoken, spokenAnswer(answer)), SETTLED_MS);
    },
    advise(sentence) {
      advice.hidden = sentence === null;
      write(advice, sentence ?? "");
    },
    flips(list) {
      if (shown) state(shown, list);
    },
    warn(sentence) {
      clearTimeout(typing);
      if (sentence === "") write(warning, "");
      else typing = window.setTimeout(() => write(warning, sentence), TYPING_MS);
    },
  };
}

type Read = (answer: Answer, flips: FlipList | null) => readonly [value: string, small: string];

const FACTS: readonly (readonly [label: string, read: Read])[] = [
  ["Confidence", confidence],
  ["Bill a month", ofLeader(({ spread: { billUsd } }) => [formatUsd(billUsd.mean), usdSpan(billUsd)])],
  [
    "Cost, people included",
    (answer) =>
      ofLeader(({ spread: { totalUsd } }) => [
        formatUsd(totalUsd.mean),
        `${usdSpan(totalUsd)} in ${horizonText(answer.scenario)}`,
      ])(answer, null),
  ],
  ["p99", ofLeader(({ spread: { p99Ms } }) => [latency(p99Ms.p50), msSpan(p99Ms)])],
  [
    "Pays back",
    (answer, flips) => {
      const { value, of } = payback(answer, flips);
      return [value, of];
    },
  ],
];

function confidence({ verdict, draws }: Answer): readonly [string, string] {
  if (verdict.state === "none" || verdict.rival === null) return [CONFIDENCE[verdict.state], ""];
  return [
    formatShare(verdict.probability),
    `${CONFIDENCE[verdict.state]}; ${draws.toLocaleString("en-US")} draws`,
  ];
}

function ofLeader(read: (leader: Answer["ranked"][number]) => readonly [string, string]): Read {
  return (answer) => {
    const leader = leaderOf(answer);
    return leader === null ? ["—", ""] : read(leader);
  };
}

export function spokenAnswer(answer: Answer): string {
  const leader = leaderOf(answer);
  if (leader === null) return `${recommendation(answer)} ${explanation(answer)}`;
  const { billUsd, p99Ms } = leader.spread;
  return `${recommendation(answer)} ${explanation(answer)} Bill ${formatUsd(billUsd.mean)} a month, p99 ${latency(p99Ms.p50)}.`;
}

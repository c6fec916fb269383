import { html } from "htl";
import { formatShare, formatUsd } from "../../model/format.js";
import type { Answer } from "./answer.js";
import { CONFIDENCE, latency, leaderOf, recommendation } from "./findings.js";

export interface AnswerBar {
  readonly element: HTMLElement;
  show(answer: Answer): void;
}

/**
 * The answer in brief, for windows that have no room for all of it: in sight while the panel is not.
 * A screen reader hears the panel instead.
 */
export function answerBar(panel: HTMLElement): AnswerBar {
  const title = html`<strong></strong>`;
  const facts = html`<span></span>`;
  const element =
    html`<div class="answer-bar" aria-hidden="true"><p>${title}${facts}</p></div>` as HTMLElement;
  new IntersectionObserver(
    ([entry]) =>
      element.classList.toggle(
        "away",
        !entry!.isIntersecting && entry!.boundingClientRect.bottom < innerHeight / 2,
      ),
    // The page's header covers this much.
    { rootMargin: "-64px 0px 0px" },
  ).observe(panel);
  return {
    element,
    show(answer) {
      const [course, rest] = [recommendation(answer).replace(/\.$/, ""), barFacts(answer).join(" · ")];
      if (title.textContent !== course) title.textContent = course;
      if (facts.textContent !== rest) facts.textContent = rest;
    },
  };
}

/** Confidence, bill and p99; what there is of them. */
export function barFacts(answer: Answer): string[] {
  const { verdict } = answer;
  const leader = leaderOf(answer);
  if (leader === null || verdict.state === "none") return [];
  const { billUsd, p99Ms } = leader.spread;
  return [
    verdict.rival === null ? CONFIDENCE[verdict.state] : formatShare(verdict.probability),
    `${formatUsd(billUsd.mean)} a month`,
    `p99 ${latency(p99Ms.p50)}`,
  ];
}

import { html } from "htl";
import type { Answer } from "../../report/answer.js";
import { answerFacts, briefFacts, spokenAnswer } from "../../report/what-if.js";
import { remarkList } from "../remark-list.js";

/** A screen reader hears the answer when it has settled, not at every step of a slider. */
const SETTLED_MS = 900;
/** Half a number is no mistake yet. */
const TYPING_MS = 400;

export interface AnswerPanel {
  readonly element: HTMLElement;
  /** The same in brief, for windows that have no room for all of it: in sight while the panel is not. */
  readonly bar: HTMLElement;
  /** The two parts of an answer without them stay those of the last one, and look so. */
  show(answer: Answer): void;
  /** What would settle an open question, once it is known. */
  advise(sentence: string | null): void;
  /** Where the answer goes by other values than the form holds; empty where it does not. */
  warn(sentence: string): void;
}

/** The answer, always in sight. Its text nodes are kept, since it is written at every step of a slider. */
export function answerPanel(): AnswerPanel {
  const place = html`<p class="place"></p>`;
  const title = html`<h1></h1>`;
  const why = html`<p class="why"></p>`;
  const remarks = html`<div></div>`;
  const facts = html`<dl class="answer-facts"></dl>`;
  const advice = html`<p class="advice" hidden></p>`;
  const warning = html`<p class="stand-ins" role="status"></p>`;
  const spoken = html`<p class="visually-hidden" role="status" aria-live="polite"></p>`;
  const element = html`<header class="what-if-answer">${place}${title}${why}${remarks}${warning}${advice}${facts}${spoken}</header>`;
  const bar = answerBar(element);
  let timer = 0;
  let typing = 0;
  let subject = "";
  return {
    element,
    bar: bar.element,
    show(answer) {
      write(place, `${answer.scenario.title || "What-if"}: ${answer.subject.title}`);
      write(title, answer.action);
      if (answer.advice) write(why, answer.advice.sentences.join(" ") || answer.reason);
      why.classList.toggle("stale", answer.advice === null);
      if (subject !== answer.subject.id) remarks.replaceChildren(remarkList(answer.remarks));
      subject = answer.subject.id;
      writeFacts(facts, answer);
      bar.show(answer);
      clearTimeout(timer);
      if (answer.advice) timer = window.setTimeout(() => write(spoken, spokenAnswer(answer)), SETTLED_MS);
    },
    advise(sentence) {
      advice.hidden = sentence === null;
      write(advice, sentence ?? "");
    },
    warn(sentence) {
      clearTimeout(typing);
      if (sentence === "") write(warning, "");
      else typing = window.setTimeout(() => write(warning, sentence), TYPING_MS);
    },
  };
}

function write(node: Element, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

/** One that an answer does not know yet keeps what the last one knew. */
function writeFacts(list: HTMLElement, answer: Answer): void {
  for (const [i, fact] of answerFacts(answer).entries()) {
    const place =
      list.children[i] ??
      list.appendChild(html`<div><dt></dt><dd><strong></strong><small></small></dd></div>`);
    const [label, value, note] = ["dt", "strong", "small"].map((part) => place.querySelector(part)!);
    write(label!, fact.label);
    place.classList.toggle("stale", fact.value === null);
    if (fact.value === null) continue;
    write(value!, fact.value);
    write(note!, fact.note);
    value!.classList.toggle("modelled", fact.modelled ?? false);
  }
}

/** A screen reader hears the panel instead. */
function answerBar(panel: HTMLElement): Pick<AnswerPanel, "element" | "show"> {
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
      write(title, answer.action.replace(/\.$/, ""));
      write(facts, briefFacts(answer).join(" · "));
    },
  };
}

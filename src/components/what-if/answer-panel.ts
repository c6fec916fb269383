import { html } from "htl";
import type { Answer } from "../../report/answer.js";
import { answerRows, confidenceSentence } from "../../report/answer-rows.js";
import { briefFacts } from "../../report/what-if.js";
import { remarkList } from "../remark-list.js";

/** Half a number is no mistake yet. */
const TYPING_MS = 400;

export interface AnswerPanel {
  readonly element: HTMLElement;
  /** The same in brief, for windows that have no room for all of it: in sight while the panel is not. */
  readonly bar: HTMLElement;
  /** The parts of an answer that it is without stay those of the last one, and look so. */
  show(answer: Answer): void;
  /** What would settle an open question, once it is known. */
  advise(sentence: string | null): void;
  /** Where the answer goes by other values than the form holds; empty where it does not. */
  warn(sentence: string): void;
  /** Takes over what was drawn when the site was built. */
  adopt(drawn: ParentNode): void;
}

/**
 * The answer, always in sight: what to do, and staying against the best course, figure by figure. Its text nodes are
 * kept, since it is written at every step of a slider.
 */
export function answerPanel(): AnswerPanel {
  const place = html`<p class="place"></p>`;
  const title = html`<h1 class="action"></h1>`;
  const why = html`<p class="why"></p>`;
  const remarks = html`<div class="what-if-remarks"></div>`;
  const rows = html`<div class="answer-rows"></div>`;
  const confidence = html`<p class="sureness"></p>`;
  const advice = html`<p class="advice" hidden></p>`;
  const warning = html`<p class="stand-ins"></p>`;
  const element = html`<header class="what-if-answer">${place}${title}${why}${remarks}${warning}${advice}${rows}${confidence}</header>`;
  const bar = answerBar(element);
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
      writeRows(rows, answer);
      write(confidence, confidenceSentence(answer));
      bar.show(answer);
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
    adopt(drawn) {
      for (const part of [place, title, why, remarks, rows, confidence, bar.element])
        part.replaceChildren(...(drawn.querySelector(`.${part.className}`)?.childNodes ?? []));
    },
  };
}

function write(node: Element, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

/** What an answer does not know yet keeps what the last one knew. */
function writeRows(list: HTMLElement, answer: Answer): void {
  for (const [r, { role, title, figures }] of answerRows(answer).entries()) {
    const row =
      list.children[r] ??
      list.appendChild(
        html`<div class="answer-row"><p><span></span> <strong></strong></p><dl class="answer-facts">${figures.map(
          () => html`<div><dt></dt><dd><strong></strong><small></small></dd></div>`,
        )}</dl></div>`,
      );
    write(row.querySelector("p span")!, role);
    write(row.querySelector("p strong")!, title);
    for (const [i, { label, value, note, modelled }] of figures.entries()) {
      const place = row.querySelectorAll("dl > div")[i]!;
      write(place.querySelector("dt")!, label);
      place.classList.toggle("stale", value === null);
      if (value === null) continue;
      const strong = place.querySelector("strong")!;
      write(strong, value);
      write(place.querySelector("small")!, note);
      strong.classList.toggle("modelled", modelled ?? false);
    }
  }
}

/** A screen reader hears the status instead. */
function answerBar(panel: HTMLElement): Pick<AnswerPanel, "element" | "show"> {
  const element =
    html`<div class="answer-bar" aria-hidden="true"><p><strong></strong><span></span></p></div>` as HTMLElement;
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
      write(element.querySelector("strong")!, answer.action.replace(/\.$/, ""));
      write(element.querySelector("span")!, briefFacts(answer).join(" · "));
    },
  };
}

import { html } from "htl";
import type { PriceBook } from "../../model/prices/price.js";
import type { Summary } from "../../model/summary.js";
import { traceFormats } from "../../model/traces/formats/index.js";
import { stillSentence } from "../../report/kept-profile.js";
import { bucketSection, profileFacts, profilePlace } from "./answer.js";
import { comparisonSection } from "./comparison.js";
import { portSection } from "./port-section.js";
import type { ProfileResult, Shown } from "./protocol.js";
import type { ProfileReader, ReaderState, Sources } from "./reader.js";
import { icicleSection, priorSection, rulesBehind } from "./report.js";
import type { RulesEditor } from "./rules-editor.js";

/** What a reader's own profile is laid beside. */
interface Beside {
  readonly summary: Summary;
  readonly book: PriceBook;
}

export interface ProfileReport {
  readonly element: HTMLElement;
  show(result: Shown, sources: Sources): void;
  onState(state: ReaderState): void;
}

/** What a profile says, or two beside each other; nothing before one was read. */
export function profileReport(beside: Beside, reader: ProfileReader, editor: RulesEditor): ProfileReport {
  const single = singleReport(beside, (name) => reader.setThread(name), editor.add);
  const pair = html`<div></div>`;
  const place = html`<p class="place"></p>`;
  const actions = html`<p class="profile-actions"></p>`;
  const stillOf = html`<p class="still-of" role="status"></p>`;
  const element = html`<div class="profile-report" hidden>
    ${stillOf}
    <header class="answer profile-answer">${place}${actions}${single.verdict}</header>
    ${pair}${single.evidence}
    <section><h2>The rules behind it</h2>${single.rules}${editor.element}</section>
    ${single.forecast}
  </div>`;

  const draw = inTurn();
  const show = (result: Shown, [first, second]: Sources) => {
    element.hidden = false;
    single.setHidden("a" in result);
    draw(
      "a" in result
        ? [
            () => {
              place.textContent = [result.a, result.b]
                .map((one, i) => `${"AB"[i]}: ${placeOf(one)}`)
                .join(" · ");
              actions.replaceChildren(
                ...button("Swap A and B", () => reader.read([second!, first])),
                ...button("A alone", () => reader.read([first])),
                ...button("B alone", () => reader.read([second!])),
              );
            },
            () => pair.replaceChildren(comparisonSection(result)),
          ]
        : [
            () => {
              place.textContent = placeOf(result);
              actions.replaceChildren(compareChooser((file) => reader.compareWith(file)));
              pair.replaceChildren();
            },
            ...single.steps(result),
          ],
    );
  };
  const onState = (state: ReaderState) => {
    const { state: kind } = state;
    const isBusy = kind === "reading" || kind === "parsing";
    element.setAttribute("aria-busy", String(isBusy));
    element.classList.toggle("greyed", isBusy || kind === "failed");
    const { shown } = reader;
    if (kind === "idle") element.hidden = true;
    stillOf.replaceChildren(
      ...(kind === "failed" && shown !== null
        ? [stillSentence(shown, state.name, state.message), " ", ...button(`Go on with ${shown}`, goOn)]
        : []),
    );
  };
  const goOn = () => {
    stillOf.replaceChildren();
    element.classList.remove("greyed");
  };
  return { element, show, onState };
}

/** The sections about one profile, drawn one after another. */
function singleReport(
  { summary, book }: Beside,
  setThread: (name: string) => void,
  addRule: (suggestion: string) => void,
) {
  const [buckets, figures, rules] = [html`<div></div>`, html`<div></div>`, html`<div></div>`];
  const { verdict, forecast, show } = portSection({ summary, book, root: "./", level: 2 });
  const evidence = html`<div>${buckets}${figures}</div>`;
  return {
    ...{ verdict, evidence, rules, forecast },
    setHidden(hidden: boolean) {
      for (const part of [verdict, evidence, rules, forecast]) part.hidden = hidden;
    },
    steps: (result: ProfileResult): (() => void)[] => [
      () => buckets.replaceChildren(bucketSection(result), profileFacts(result, setThread)),
      () => show(result),
      () => figures.replaceChildren(icicleSection(result), priorSection(result)),
      () => rules.replaceChildren(rulesBehind(result, addRule)),
    ],
  };
}

/** A file to compare what is shown with. */
function compareChooser(take: (file: File) => void): HTMLElement {
  const input =
    html`<input type="file" id="profile-other" class="visually-hidden" tabindex="-1" aria-hidden="true">` as HTMLInputElement;
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (file) take(file);
  });
  return html`<span>${button("Compare it with another…", () => input.click())}${input}</span>`;
}

const button = (label: string, onClick: () => void): Node[] => [
  html`<button type="button" ${{ onclick: onClick }}>${label}</button>`,
  document.createTextNode(" "),
];

const placeOf = (result: ProfileResult): string =>
  profilePlace(result, formatTitle(result.attribution.format));

/** "py-spy and other speedscope files" for "speedscope": a format's title, or its id where it has none. */
function formatTitle(id: string): string {
  return traceFormats.find((format) => format.id === id)?.title ?? id;
}

/** Runs steps one by one, with room between them for input and painting. A new call drops what the last one has left. */
function inTurn(): (steps: readonly (() => void)[]) => void {
  let turn = 0;
  return (steps) => {
    const own = ++turn;
    const next = (i: number) => {
      if (own !== turn || i === steps.length) return;
      steps[i]!();
      setTimeout(() => next(i + 1), 0);
    };
    next(0);
  };
}

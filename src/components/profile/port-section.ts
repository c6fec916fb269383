import { html } from "htl";
import type { DecidedOrNot } from "../../model/decision/subject.js";
import { forecastReference } from "../../model/forecast/measured-reference.js";
import type { PriceBook } from "../../model/prices/price.js";
import type { Scenario } from "../../model/scenario/scenario.js";
import { scenarioQuery } from "../../model/scenario/scenario-query.js";
import type { Summary } from "../../model/summary.js";
import { noteSentences } from "../../report/forecast.js";
import {
  AS_PROFILED,
  decideCommand,
  FORECAST_CAVEAT,
  FORECAST_LEAD,
  ONE_REQUEST,
  UNDER_LOAD,
  verdictTexts,
} from "../../report/profile-verdict.js";
import { codeText } from "../code-text.js";
import { conditionsForm } from "../inputs/conditions.js";
import { remarkList } from "../remark-list.js";
import { withTerms } from "../term.js";
import { paperSheet } from "../workload/paper-sheet.js";
import { forecastFigure } from "./forecast-figure.js";
import { type PortForm, portForm } from "./port-inputs.js";
import { profileDecision, profileForecast } from "./profile-decision.js";
import type { ProfileResult } from "./protocol.js";

/** The hand rests: only then is it worth deciding. */
const REST_MS = 120;

interface PortSection {
  /** What to do and what is fastest, with the reader's conditions: for the top of a page. */
  readonly verdict: HTMLElement;
  /** What each course would take, with what the profile does not say. */
  readonly forecast: HTMLElement;
  show(result: ProfileResult): void;
}

interface PortPlace {
  readonly summary: Summary;
  readonly book: PriceBook;
  /** Where the report begins, seen from the page. */
  readonly root: "./" | "../";
  /** The verdict's heading: of the page, or of a part of it. */
  readonly level: 1 | 2;
}

/** The verdict about a profile, and the forecast that it rests on. */
export function portSection({ summary, book, root, level }: PortPlace): PortSection {
  const title = level === 1 ? html`<h1>…</h1>` : html`<h2>…</h2>`;
  const answer = html`<div></div>`;
  if (summary.state === "empty") return withoutRun(summary.command, title);
  const sources = { reference: forecastReference(summary), book };
  const live = html`<div aria-live="polite">${title}${answer}</div>`;
  const figure = html`<div></div>`;
  const sheet = html`<div></div>`;
  const notes = html`<ul class="open-gates"></ul>`;
  const conditions = conditionsForm(book, root);
  let shown: ProfileResult | null = null;
  let resting: ReturnType<typeof setTimeout> | undefined;

  const tell = (decided: DecidedOrNot, scenario: Scenario) => {
    const { action, sentences, remarks } = verdictTexts(decided);
    title.textContent = action;
    answer.replaceChildren(
      html`<p>${withTerms(sentences.join(" "), ["port", "slice", "target", "course"])}</p>`,
      remarkList(remarks),
      html`<p class="remark">${codeText(`${ports.value.requests === 1 ? `${ONE_REQUEST} ` : ""}${FORECAST_CAVEAT}`)} ${underLoad(shown!, ports, scenario, root)}</p>`,
    );
    if (level === 1 && decided.state === "decided") sheet.replaceChildren(paperSheet(decided));
    live.classList.remove("stale");
  };
  const decide = () => {
    if (!shown) return;
    live.classList.add("stale");
    clearTimeout(resting);
    resting = setTimeout(() => {
      const scenario = conditions.value;
      const known = profileForecast(shown!, ports.value, sources.reference);
      const decided = profileDecision(shown!, known, scenario, sources);
      resting = setTimeout(() => tell(decided, scenario), 0);
    }, REST_MS);
  };
  const draw = () => {
    if (!shown) return;
    const view = profileForecast(shown, ports.value, sources.reference);
    figure.replaceChildren(forecastFigure(view));
    notes.replaceChildren(...noteSentences(view.forecast.notes).map((note) => html`<li>${note}</li>`));
    decide();
  };
  const ports = portForm(draw);
  conditions.addEventListener("input", decide);

  let last: string | null = null;
  return {
    verdict: html`<div class="profile-verdict">${live}${conditions}${sheet}</div>`,
    forecast: html`<section><h2>What each course would change</h2>
      <p>${withTerms(FORECAST_LEAD, ["glue", "bucket", "target", "port", "interval"])}</p>${ports.element}${figure}${notes}</section>`,
    show(result) {
      shown = result;
      // Other rules for the same file leave what the reader typed.
      if (result.name !== last) ports.reset(result);
      last = result.name;
      draw();
    },
  };
}

/** Where all conditions are asked, and what would turn the answer; a page knows recordings as they are, and no other. */
function underLoad(
  { id, subject }: ProfileResult,
  ports: PortForm,
  scenario: Scenario,
  root: string,
): unknown {
  const others = ports.changed.filter((name) => name !== "requests");
  const more = others.length === 0 ? "" : ` ${AS_PROFILED}`;
  const counted = ports.changed.includes("requests");
  if (subject.kind === "recording" && !counted) {
    const query = scenarioQuery({ ...scenario, workload: id });
    return html`<a href=${`${root}what-if.html?${query}`}>${UNDER_LOAD}</a>.${more}`;
  }
  return html`${UNDER_LOAD}: <code>${decideCommand(id, counted ? ports.value.requests : null)}</code>${more && `.${more}`}`;
}

function withoutRun(command: string, title: HTMLElement): PortSection {
  title.textContent = "No verdict before anything was measured here.";
  return {
    verdict: html`<div class="profile-verdict">${title}
      <p>A course is forecast from what this machine’s targets make of the built-in workloads, and nothing has been measured yet. One command measures those that it has (about five minutes, once) and builds this report anew:</p>
      <pre><code>${command}</code></pre></div>`,
    forecast: html`<div hidden></div>`,
    show: () => {},
  };
}

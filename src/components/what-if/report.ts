import { html } from "htl";
import { BASES, type CostBasis, type TrafficCurve } from "../../model/decision/traffic-curve.js";
import type { Answer, OptionFacts } from "../../report/answer.js";
import { caseFigures } from "../../report/case-figures.js";
import { exclusionSentence } from "../../report/what-if.js";
import { billFigure } from "./bill-figure.js";
import { capacityFigures } from "./capacity-figure.js";
import { coldFigure } from "./cold-figure.js";
import { comparison } from "./comparison.js";
import { curveFigure } from "./curve-figure.js";
import {
  assumptionsSection,
  excludedSection,
  flipSection,
  nextSection,
  publishedCase,
  weighedSection,
} from "./lists.js";
import { coursesTable, optionsTable } from "./options-table.js";
import { paretoFigure } from "./pareto-figure.js";
import type { Reply } from "./protocol.js";
import type { AsideColumn } from "./set-aside.js";
import { tornadoFigure } from "./tornado-figure.js";

interface ReportEvents {
  readonly onView: (kind: "capacity" | "cold", option: string) => void;
  readonly onSave: () => void;
  readonly onOpen: (index: number) => void;
  readonly onRemove: (index: number) => void;
}

export interface Report {
  readonly element: HTMLElement;
  /** At every step: what is cheap to draw. */
  show(answer: Answer): void;
  /** All draws are in: charts of the answer, and questions about the options in view. */
  settle(answer: Answer): void;
  /** The scenarios that are set aside. */
  compare(columns: readonly AsideColumn[]): void;
  /** One part of the long analyses. */
  receive(reply: Reply): void;
  /** What is drawn belongs to an earlier scenario, until it is drawn anew. */
  stale(): void;
}

const SECTIONS = {
  courses: "The courses, in order of effort",
  options: "Options",
  curve: "Cost over traffic",
  bill: "The bill",
  pareto: "Cost against latency",
  flips: "What would change it",
  tornado: "What it hangs on",
  weighed: "If cost were not all",
  capacity: "Servers and latency",
  cold: "Cold starts",
  comparison: "Scenarios side by side",
  excluded: "Excluded",
  assumptions: "Assumptions",
  case: "The published case, recomputed",
} as const;
const TABLE_EVERY_MS = 200;

type SectionId = keyof typeof SECTIONS;

/** Everything below the answer, each section redrawn on its own. */
export function report(events: ReportEvents): Report {
  const places = new Map<SectionId, HTMLElement>();
  const element = html`<div class="what-if-sections">${(Object.keys(SECTIONS) as SectionId[]).map((id) => {
    const place = html`<div class="what-if-section" data-section=${id}><p class="quiet">…</p></div>`;
    places.set(id, place);
    return html`<section hidden=${id === "case"} aria-labelledby=${`section-${id}`}><h2 id=${`section-${id}`}>${SECTIONS[id]}</h2>${place}</section>`;
  })}</div>` as HTMLElement;
  let answer: Answer | null = null;
  let basis: CostBasis = BASES[0];
  let curves: readonly TrafficCurve[] = [];
  let aside: readonly AsideColumn[] = [];
  const chosen: Record<"capacity" | "cold", string | null> = { capacity: null, cold: null };

  /** A table at every frame would cost more than the sums. */
  let lastTable = 0;
  const summary = html`<p class="scenario-summary"></p>`;
  element.prepend(summary);

  const put = (id: SectionId, ...content: Node[]) => {
    const place = places.get(id)!;
    keepOpen(place, () => place.replaceChildren(...content));
    place.classList.remove("stale");
  };
  const drawCurve = () => {
    if (answer === null || curves.length === 0) return;
    const options = [...answer.ranked, ...answer.excluded].map(({ option }) => option);
    put(
      "curve",
      curveFigure(curves, options, basis, (next) => {
        basis = next;
        drawCurve();
      }),
    );
  };
  const drawComparison = () => {
    if (answer) put("comparison", comparison(answer, aside, events));
  };
  /** Asks for the view of the option that was chosen, or of the best of its kind. */
  const ask = (kind: "capacity" | "cold", of: Kind, none: string) => {
    const options = optionsOfKind(answer!, of);
    const focus = options.find(({ id }) => id === chosen[kind]) ?? options[0];
    if (focus) events.onView(kind, focus.id);
    else put(kind, html`<p>${none}</p>`);
  };
  const withPicker = (kind: "capacity" | "cold", of: Kind, shown: string, content: Node) => {
    const exclusion = exclusionSentence(answer!, shown);
    const label = ({ id, title }: { readonly id: string; readonly title: string }) =>
      exclusionSentence(answer!, id) === null ? title : `${title} (excluded)`;
    return html`<div><label class="chart-choice">Option
      <select ${{
        onchange: ({ target }: Event) => {
          chosen[kind] = (target as HTMLSelectElement).value;
          events.onView(kind, chosen[kind]!);
        },
      }}>${optionsOfKind(answer!, of).map((option) => html`<option value=${option.id} selected=${option.id === shown}>${label(option)}</option>`)}</select></label>${exclusion === null ? null : html`<p>${exclusion}</p>`}${content}</div>`;
  };

  return {
    element,
    show(next) {
      answer = next;
      if (summary.textContent !== next.scenario.summary) summary.textContent = next.scenario.summary;
      if (performance.now() - lastTable < TABLE_EVERY_MS) return;
      lastTable = performance.now();
      put("options", optionsTable(next));
    },
    settle(next) {
      answer = next;
      put("courses", coursesTable(next));
      put("options", optionsTable(next));
      put("bill", billFigure(next));
      put("pareto", paretoFigure(next));
      put("excluded", excludedSection(next));
      put("assumptions", assumptionsSection(next.scenario));
      const figures = caseFigures(next.scenario);
      places.get("case")!.closest("section")!.hidden = figures.length === 0;
      put("case", publishedCase(figures));
      drawComparison();
      ask(
        "capacity",
        "reserved",
        "No platform of this scenario is reserved by the hour; add one under Platforms to see its servers.",
      );
      ask(
        "cold",
        "serverless",
        "No platform of this scenario starts instances as requests come; add one under Platforms to see its cold starts.",
      );
    },
    compare(columns) {
      aside = columns;
      drawComparison();
    },
    receive(reply) {
      switch (reply.kind) {
        case "curves":
          curves = reply.curves;
          drawCurve();
          break;
        case "sensitivity":
          put(
            "tornado",
            ...(reply.sensitivity === null
              ? [html`<p>Nothing is ranked, so that nothing can be weighed.</p>`]
              : [
                  tornadoFigure(reply.sensitivity),
                  html`<h3>What to measure next</h3>`,
                  nextSection(reply.sensitivity),
                ]),
          );
          break;
        case "weighed":
          put("weighed", weighedSection(reply.weighed));
          break;
        case "capacity":
          if (reply.view)
            put(
              "capacity",
              withPicker("capacity", "reserved", reply.view.option, capacityFigures(reply.view)),
            );
          break;
        case "cold":
          if (reply.view)
            put("cold", withPicker("cold", "serverless", reply.view.option, coldFigure(reply.view)));
          break;
        case "flips":
          put("flips", flipSection(reply.flips));
          break;
        case "failed":
          for (const [id, place] of places)
            if (place.classList.contains("stale")) put(id, html`<p class="failure">${reply.message}</p>`);
          break;
      }
    },
    stale() {
      for (const [id, place] of places)
        if (id !== "options" && id !== "comparison") place.classList.add("stale");
    },
  };
}

type Kind = "reserved" | "serverless";

const IS: Readonly<Record<Kind, (option: OptionFacts) => boolean>> = {
  reserved: ({ platform }) => platform.reserved && !platform.spillsOver,
  serverless: ({ platform }) => !platform.reserved && !platform.onDevice,
};

/** The options of a kind that have a price, best first, then those that fail a requirement. */
function optionsOfKind({ ranked, excluded }: Answer, kind: Kind): OptionFacts[] {
  return [...ranked, ...excluded]
    .filter(({ option, cost }) => IS[kind](option) && cost.bill !== null)
    .map(({ option }) => option);
}

/** What the reader unfolded stays so, and what had the focus keeps it, when a section is drawn again. */
function keepOpen(place: HTMLElement, redraw: () => void): void {
  const open = [...place.querySelectorAll("details")].map((details) => details.open);
  const controls = () => [...place.querySelectorAll<HTMLElement>("summary, select, button, [tabindex]")];
  const focused = controls().indexOf(document.activeElement as HTMLElement);
  redraw();
  const details = place.querySelectorAll("details");
  if (details.length === open.length) for (const [i, one] of details.entries()) one.open = open[i]!;
  if (focused >= 0) controls()[focused]?.focus({ preventScroll: true });
}

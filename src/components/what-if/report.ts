import { html } from "htl";
import { canBatch } from "../../model/decision/batching.js";
import type { Sensitivity } from "../../model/decision/sensitivity.js";
import { BASES, type CostBasis, type TrafficCurve } from "../../model/decision/traffic-curve.js";
import type { Answer, FlipList, OptionFacts } from "../../report/answer.js";
import { batchTitle, unmeasuredBatches } from "../../report/batching.js";
import { caseFigures } from "../../report/case-figures.js";
import {
  billsOf,
  billTitle,
  curveTitle,
  frontOf,
  paretoTitle,
  tornadoTitle,
} from "../../report/cost-charts.js";
import { decidedCode } from "../../report/figure-code.js";
import { turningSentence } from "../../report/flip-sentences.js";
import { coldTitle, loadTitle } from "../../report/load-charts.js";
import { exclusionSentence } from "../../report/what-if.js";
import * as found from "../../report/what-if-findings.js";
import { codeText } from "../code-text.js";
import { batchFigure } from "./batch-figure.js";
import { billFigure } from "./bill-figure.js";
import { capacityFigures } from "./capacity-figure.js";
import { coldFigure } from "./cold-figure.js";
import { comparison } from "./comparison.js";
import { curveFigure } from "./curve-figure.js";
import type { FoldingSection } from "./folding-section.js";
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
import { type Reply, VIEWS, type ViewKind } from "./protocol.js";
import type { SectionId, Sections } from "./sections.js";
import type { AsideColumn } from "./set-aside.js";
import { tornadoFigure } from "./tornado-figure.js";

export interface ReportEvents {
  readonly onView: (kind: ViewKind, option: string) => void;
  readonly onSave: () => void;
  readonly onOpen: (index: number) => void;
  readonly onRemove: (index: number) => void;
}

export interface Report {
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

const TABLE_EVERY_MS = 200;

/** Draws everything below the answer, each section on its own. */
export function report(sections: Sections, events: ReportEvents): Report {
  const { queue, summary } = sections;
  const all = [...sections.all.values()];
  const at: At = (id) => sections.all.get(id)!;
  const views = optionViews(at, events);
  const analyses = analysisSections(at);
  let answer: Answer | null = null;
  let aside: readonly AsideColumn[] = [];
  /** A table at every frame would cost more than the sums. */
  let lastTable = 0;

  const drawOptions = (of: Answer) => at("options").put(found.optionsFinding(of), () => optionsTable(of));
  const drawComparison = () => {
    if (answer === null) return;
    const current = answer;
    const answered = aside.filter(({ state }) => state === "answered").length;
    at("comparison").put(found.comparisonFinding(answered), () => comparison(current, aside, events));
  };
  return {
    show(next) {
      answer = next;
      if (summary.textContent !== next.scenario.summary) summary.textContent = next.scenario.summary;
      if (performance.now() - lastTable < TABLE_EVERY_MS) return;
      lastTable = performance.now();
      drawOptions(next);
      at("options").drawNow();
    },
    settle(next) {
      answer = next;
      drawOptions(next);
      answerSections(at, next);
      drawComparison();
      analyses.about(next);
      views.about(next);
    },
    compare(columns) {
      aside = columns;
      drawComparison();
    },
    receive(reply) {
      if (reply.kind === "failed") for (const section of all) section.fail(reply.message);
      else if (isView(reply)) views.receive(reply);
      else analyses.receive(reply);
    },
    stale() {
      queue.clear();
      analyses.forget();
      for (const [id, section] of sections.all) if (id !== "options" && id !== "comparison") section.stale();
    },
  };
}

type At = (id: SectionId) => FoldingSection;

/** What the answer itself holds. */
function answerSections(at: At, answer: Answer): void {
  const { ranked, scenario } = answer;
  at("courses").put(found.coursesFinding(answer), () => coursesTable(answer));
  at("bill").put(billTitle(billsOf(answer).shown, ranked), () => billFigure(answer));
  at("pareto").put(paretoTitle(frontOf(ranked), answer), () => paretoFigure(answer));
  at("excluded").put(found.excludedFinding(answer), () => excludedSection(answer));
  at("assumptions").put(found.assumptionsFinding(scenario), () => assumptionsSection(scenario));
  const figures = caseFigures(scenario);
  at("case").element.hidden = figures.length === 0;
  if (figures.length > 0) at("case").put(found.caseFinding(figures), () => publishedCase(figures));
}

/** What the long analyses find about an answer. */
function analysisSections(at: At) {
  let answer: Answer | null = null;
  let basis: CostBasis = BASES[0];
  let curves: readonly TrafficCurve[] = [];
  let sensitivity: Sensitivity | null = null;
  let flips: FlipList | null = null;

  const drawCurve = () => {
    if (answer === null || curves.length === 0) return;
    const options = [...answer.ranked, ...answer.excluded].map(({ option }) => option);
    const titleOf = (id: string) => options.find((option) => option.id === id)?.title ?? id;
    const curve = curves.find((one) => one.basis === basis) ?? curves[0]!;
    const shown = curves;
    at("curve").put(curveTitle(curve, titleOf), () =>
      curveFigure(shown, options, basis, (next) => {
        basis = next;
        drawCurve();
      }),
    );
  };
  const drawTornado = () => {
    const shown = sensitivity;
    if (shown === null)
      return at("tornado").put(
        "Nothing is ranked",
        () => html`<p>Nothing is ranked, so that nothing can be weighed.</p>`,
      );
    const turning = flips && turningSentence(flips.turning);
    const code = answer ? decidedCode("tornadoFigure", answer.subject.id, answer.scenario) : undefined;
    at("tornado").put(
      tornadoTitle(shown, turning),
      () =>
        html`<div>${tornadoFigure(shown, turning, code)}<h3>What to measure next</h3>${nextSection(shown)}</div>`,
    );
  };
  return {
    about(next: Answer) {
      answer = next;
    },
    /** They come in any order, before the answer too. */
    forget() {
      flips = null;
    },
    receive(reply: Reply) {
      switch (reply.kind) {
        case "curves":
          curves = reply.curves;
          return drawCurve();
        case "sensitivity":
          sensitivity = reply.sensitivity;
          return drawTornado();
        case "weighed": {
          const { weighed } = reply;
          return at("weighed").put(found.weighedFinding(weighed), () => weighedSection(weighed));
        }
        case "flips": {
          const list = reply.flips;
          flips = list;
          at("flips").put(found.flipsFinding(list), () => flipSection(list));
          return drawTornado();
        }
      }
    },
  };
}

type ViewReply = Extract<Reply, { readonly kind: ViewKind }>;

const isView = (reply: Reply): reply is ViewReply => VIEWS.some((kind) => kind === reply.kind);

/** `none`: why no option is of the kind. */
const KINDS: Readonly<
  Record<
    ViewKind,
    {
      readonly holds: (option: OptionFacts) => boolean;
      readonly none: (subject: Answer["subject"]) => string;
    }
  >
> = {
  capacity: {
    holds: ({ platform }) => platform.reserved && !platform.spillsOver,
    none: () =>
      "No platform of this scenario is reserved by the hour; add one under Platforms to see its servers.",
  },
  batches: { holds: canBatch, none: unmeasuredBatches },
  cold: {
    holds: ({ platform }) => !platform.reserved && !platform.onDevice && !platform.sells,
    none: () =>
      "No platform of this scenario starts instances as requests come; add one under Platforms to see its cold starts.",
  },
};

/** One option at a time: its servers, or its cold starts. */
function optionViews(at: At, { onView }: Pick<ReportEvents, "onView">) {
  const chosen: Record<ViewKind, string | null> = { capacity: null, batches: null, cold: null };
  let answer: Answer;
  /** The options of a kind that have a price, best first, then those that fail a requirement. */
  const optionsOf = (kind: ViewKind): OptionFacts[] =>
    [...answer.ranked, ...answer.excluded]
      .filter(({ option, cost }) => KINDS[kind].holds(option) && cost.bill !== null)
      .map(({ option }) => option);
  const withPicker = (kind: ViewKind, shown: string, content: Node) => {
    const exclusion = exclusionSentence(answer, shown);
    const label = ({ id, title }: { readonly id: string; readonly title: string }) =>
      exclusionSentence(answer, id) === null ? title : `${title} (excluded)`;
    const onchange = ({ target }: Event) => {
      chosen[kind] = (target as HTMLSelectElement).value;
      onView(kind, chosen[kind]!);
    };
    return html`<div><label class="chart-choice">Option
      <select ${{ onchange }}>${optionsOf(kind).map((option) => html`<option value=${option.id} selected=${option.id === shown}>${label(option)}</option>`)}</select></label>${exclusion === null ? null : html`<p>${exclusion}</p>`}${content}</div>`;
  };
  const none = (kind: ViewKind) => {
    const reason = KINDS[kind].none(answer.subject);
    at(kind).put(reason.split(/[;:]/)[0]!, () => html`<p>${codeText(reason)}</p>`);
  };
  return {
    /** Asks for the view of the option that was chosen, or of the best of its kind. */
    about(next: Answer) {
      answer = next;
      for (const kind of VIEWS) {
        const options = optionsOf(kind);
        const focus = options.find(({ id }) => id === chosen[kind]) ?? options[0];
        if (focus) onView(kind, focus.id);
        else none(kind);
      }
    },
    receive(reply: ViewReply) {
      if (reply.view === null) return none(reply.kind);
      if (reply.kind === "capacity") {
        const { view } = reply;
        at("capacity").put(loadTitle(view), () => withPicker("capacity", view.option, capacityFigures(view)));
      } else if (reply.kind === "batches") {
        const { view } = reply;
        at("batches").put(batchTitle(view), () => withPicker("batches", view.option, batchFigure(view)));
      } else {
        const { view } = reply;
        at("cold").put(coldTitle(view), () => withPicker("cold", view.option, coldFigure(view)));
      }
    },
  };
}

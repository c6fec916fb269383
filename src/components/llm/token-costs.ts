import { html } from "htl";
import { platformsOf } from "../../model/cost/platforms/index.js";
import { canServe, servingView } from "../../model/decision/serving-view.js";
import { type Decided, decideAbout, measuredSubjects, type Subject } from "../../model/decision/subject.js";
import { lengthsOf, tokenCostsOf } from "../../model/decision/token-costs.js";
import type { PriceBook } from "../../model/prices/price.js";
import { regionsOf } from "../../model/prices/regions.js";
import type { FieldId } from "../../model/scenario/fields.js";
import { PRESETS, type Preset } from "../../model/scenario/presets.js";
import { exactly } from "../../model/scenario/range.js";
import type { Scenario } from "../../model/scenario/scenario.js";
import { textsOf } from "../../model/scenario/scenario-query.js";
import type { MeasuredSummary } from "../../model/summary.js";
import { EDGE_COLUMNS, EDGE_REMARK, edgeFinding, edgeRows, edgeTexts } from "../../report/llm/edge.js";
import { conversationsOf } from "../../report/llm/engines.js";
import {
  SERVING_COLUMNS,
  servingBasis,
  servingFinding,
  servingRows,
  stallSentence,
} from "../../report/llm/serving.js";
import {
  TOKEN_COST_COLUMNS,
  tokenCostCaption,
  tokenCostFinding,
  tokenCostRows,
} from "../../report/llm/token-costs.js";
import { dataTable } from "../data-table.js";
import { choice, type Field, textField } from "../inputs/fields.js";
import { ScenarioInputs } from "../inputs/scenario-inputs.js";

/** What tokens cost, how many conversations a server takes, and what a small model at the edge changes: one set of conditions, three parts. */
export interface ChatCosts {
  readonly costs: HTMLElement;
  readonly serving: HTMLElement;
  readonly edge: HTMLElement;
}

const OF_COSTS = ["requestsPerMonth", "promptTokens", "answerTokens", "platforms"] as const;
const OF_EDGE = ["edgeAnsweredPercent", "smallModelTimePercent", "deviceTimeFactor"] as const;
/** Of requests; the preset has none, and would show nothing. */
const EDGE_SHARE = 60;
const DEFAULTS = { atOnce: "8", firstToken: "2000", betweenTokens: "" } as const;

/** @returns parts that say how to measure where no language model was */
export function chatCosts(summary: MeasuredSummary, prices: PriceBook): ChatCosts {
  const [conversation] = conversationsOf(summary);
  const preset = PRESETS.find(({ scenario }) => scenario.workload === conversation?.workload.id);
  const subject = measuredSubjects(summary).find(({ workload }) => workload.id === conversation?.workload.id);
  if (!preset || !subject) {
    const nothing = () => html`<div><p>It is told where a language model was measured.</p></div>`;
    return { costs: nothing(), serving: nothing(), edge: nothing() };
  }
  return new ChatCostsOf(subject, preset, prices).parts();
}

class ChatCostsOf {
  readonly #subject: Subject;
  readonly #preset: Preset;
  readonly #book: PriceBook;
  readonly #inputs: ScenarioInputs;
  readonly #serving: ServingFields;
  readonly #answers = {
    costs: html`<div aria-live="polite"></div>`,
    serving: html`<div aria-live="polite"></div>`,
    edge: html`<div aria-live="polite"></div>`,
  };

  constructor(subject: Subject, preset: Preset, book: PriceBook) {
    this.#subject = subject;
    this.#preset = preset;
    this.#book = book;
    const scenario: Scenario = { ...preset.scenario, edgeAnsweredPercent: exactly(EDGE_SHARE) };
    this.#inputs = new ScenarioInputs(
      [...OF_COSTS, ...OF_EDGE],
      { workloads: [[scenario.workload, ""]], regions: regionsOf(book), platforms: platformsOf(book) },
      scenario,
    );
    this.#inputs.fill(textsOf(scenario));
    this.#serving = servingFields();
  }

  parts(): ChatCosts {
    const { costs, serving, edge } = this.#answers;
    const element = (id: FieldId) => this.#inputs.fields.get(id)!.element;
    const [platforms, ...asked] = [...OF_COSTS].reverse().map(element);
    const parts = {
      costs: html`<div><form class="conditions" aria-label="Traffic and lengths">
        <div class="fields">${asked.reverse()}</div>
        <details class="where"><summary>Platforms</summary>${platforms}</details></form>${costs}</div>`,
      serving: html`<div><form class="conditions" aria-label="An engine and its limits">
        <div class="fields">${Object.values(this.#serving).map((field) => field.element)}</div></form>${serving}</div>`,
      edge: html`<div><form class="conditions" aria-label="A small model">
        <div class="fields">${OF_EDGE.map(element)}</div></form>${edge}</div>`,
    } as unknown as ChatCosts;
    for (const part of Object.values(parts)) {
      part.addEventListener("submit", (event: Event) => event.preventDefault());
      part.addEventListener("change", () => {
        this.#inputs.read();
        this.#draw();
      });
    }
    this.#draw();
    return parts;
  }

  #draw(): void {
    const scenario = this.#inputs.value;
    const full = this.#decided({ ...scenario, edgeAnsweredPercent: exactly(0) });
    const { costs, serving, edge } = this.#answers;
    if (full === null) {
      for (const answer of [costs, serving, edge]) answer.textContent = "There is nothing to compare with.";
      return;
    }
    costs.replaceChildren(this.#costs(full));
    serving.replaceChildren(this.#servers(full));
    const hybrid = this.#decided(scenario);
    edge.replaceChildren(hybrid === null ? "" : edgePart(full, hybrid));
  }

  #decided(scenario: Scenario): Decided | null {
    const found = decideAbout(this.#subject, this.#book, scenario);
    return found.state === "decided" ? found : null;
  }

  #costs({ decision, grounds }: Decided): Node {
    const costs = tokenCostsOf(decision, grounds);
    const { scenario } = this.#preset;
    return html`<div><p><strong>${tokenCostFinding(costs)}</strong> All other conditions are those of the preset “${scenario.title}”.</p>
      ${textTable("A million tokens, cheapest first", TOKEN_COST_COLUMNS, tokenCostRows(costs))}
      <p>${tokenCostCaption(lengthsOf(decision))}</p>
      <p class="remark">An API’s model has billions of parameters and says what makes sense; the model here, ${this.#subject.workload.model.name}, says noise. So these rows show what serving costs at its size, and which platform bills it least, and not that it would replace the API.</p></div>`;
  }

  #servers({ decision, grounds }: Decided): Node {
    const options = [...decision.ranked, ...decision.excluded].filter(
      ({ option, cost }) => canServe(option) && cost.bill !== null,
    );
    const { engine } = this.#serving;
    offer(
      engine,
      options.map(({ option }) => [option.id, option.title]),
    );
    const asked = servingAsked(this.#serving);
    const view = asked && servingView(grounds, decision.scenario, engine.text, asked);
    if (options.length === 0)
      return html`<p>No platform of these conditions is reserved by the hour; add one under Platforms.</p>`;
    if (!view) return html`<p>Nothing to show until every field is right.</p>`;
    return html`<div><p><strong>${servingFinding(view)}</strong> ${stallSentence(view)}</p>
      ${textTable(`${view.option.title}, at the peak`, SERVING_COLUMNS, servingRows(view))}
      ${servingBasis(view).map((sentence) => html`<p>${sentence}</p>`)}</div>`;
  }
}

function edgePart(full: Decided, hybrid: Decided): Node {
  const rows = edgeRows(full.decision, hybrid.decision);
  return html`<div><p><strong>${edgeFinding(rows, hybrid.decision)}</strong></p>
    ${textTable("Without a small model → with it, at the centre of every range", EDGE_COLUMNS, edgeTexts(rows))}
    <p>${EDGE_REMARK}</p></div>`;
}

interface ServingFields {
  readonly engine: Field;
  readonly atOnce: Field;
  readonly firstToken: Field;
  readonly betweenTokens: Field;
}

function servingFields(): ServingFields {
  const fields = {
    engine: choice("serving-engine", "Engine and server", []),
    atOnce: textField("serving-at-once", "Conversations at once", "of an engine"),
    firstToken: textField("serving-first", "First token, p99 at most", "ms", "no limit"),
    betweenTokens: textField("serving-between", "Between two tokens, p99 at most", "ms", "no limit"),
  };
  for (const [name, text] of Object.entries(DEFAULTS)) fields[name as keyof typeof DEFAULTS].text = text;
  return fields;
}

/** Keeps what is chosen as long as it is there. */
function offer(field: Field, options: readonly (readonly [id: string, title: string])[]): void {
  const control = field.element.querySelector("select")!;
  const chosen = options.some(([id]) => id === field.text) ? field.text : (options[0]?.[0] ?? "");
  control.replaceChildren(
    ...options.map(([id, title]) => html`<option value=${id} selected=${id === chosen}>${title}</option>`),
  );
  if (chosen !== "") field.text = chosen;
}

const MOST_AT_ONCE = 256;

/** Null where a field is wrong, which says so. */
function servingAsked({ atOnce, firstToken, betweenTokens }: ServingFields) {
  const whole = Number(atOnce.text);
  const isRight = Number.isInteger(whole) && whole >= 1 && whole <= MOST_AT_ONCE;
  atOnce.error = isRight ? null : `“${atOnce.text}”: a whole number from 1 to ${MOST_AT_ONCE}`;
  const limits = [firstToken, betweenTokens].map((field) => {
    const text = field.text.trim();
    const ms = text === "" ? null : Number(text.replaceAll(/[,_ ]/g, ""));
    const isLimit = ms === null || ms > 0;
    field.error = isLimit ? null : `“${text}”: milliseconds above 0, or nothing for no limit`;
    return isLimit ? ms : undefined;
  });
  const [firstTokenMs, tokenMs] = limits;
  if (!isRight || firstTokenMs === undefined || tokenMs === undefined) return null;
  return { atOnce: whole, firstTokenMs, tokenMs };
}

/** Rows of texts, the first of which names the row. */
function textTable(
  caption: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): HTMLElement {
  return dataTable(
    caption,
    columns.map((label, i) => ({
      label: `${label[0]!.toUpperCase()}${label.slice(1)}`,
      heading: i === 0,
      numeric: i > 0,
      value: (row: readonly string[]) => row[i],
    })),
    rows,
  );
}

import { html } from "htl";
import { platformOf, platformsOf } from "../../model/cost/platforms/index.js";
import { canServe } from "../../model/decision/can-serve.js";
import { evidenceOf } from "../../model/decision/evidence.js";
import { optionsOf } from "../../model/decision/options.js";
import type { PriceBook } from "../../model/prices/price.js";
import { regionsOf } from "../../model/prices/regions.js";
import type { FieldId } from "../../model/scenario/fields.js";
import { PRESETS, type Preset } from "../../model/scenario/presets.js";
import { exactly } from "../../model/scenario/range.js";
import type { Scenario } from "../../model/scenario/scenario.js";
import { textsOf } from "../../model/scenario/scenario-query.js";
import type { MeasuredSummary, WorkloadSummary } from "../../model/summary.js";
import { choice, type Field, textField } from "../inputs/fields.js";
import { ScenarioInputs } from "../inputs/scenario-inputs.js";

/** What is asked about tokens' prices, about several conversations on a server, and about a small model: three forms, one set of conditions. */
export interface ChatForms {
  readonly costs: HTMLElement;
  readonly serving: HTMLElement;
  readonly edge: HTMLElement;
  readonly workload: WorkloadSummary;
  readonly preset: Preset;
  readonly scenario: () => Scenario;
  /** Null where a field is wrong, which says so, or no option is on a reserved server. */
  readonly serves: () => ServingAsked | null;
  readonly onChange: (call: () => void) => void;
}

export interface ServingAsked {
  readonly option: string;
  readonly atOnce: number;
  readonly firstTokenMs: number | null;
  readonly tokenMs: number | null;
}

const OF_COSTS = ["requestsPerMonth", "promptTokens", "answerTokens"] as const;
const OF_EDGE = ["edgeAnsweredPercent", "smallModelTimePercent", "deviceTimeFactor"] as const;
/** Of requests; the preset has none, and would show nothing. */
const EDGE_SHARE = 60;
const MOST_AT_ONCE = 256;

/** @returns null where no language model was measured that a preset is about */
export function chatForms(summary: MeasuredSummary, book: PriceBook): ChatForms | null {
  const workload = summary.workloads.find(({ cells }) =>
    cells.some((cell) => cell.state === "measured" && cell.generation),
  );
  const preset = PRESETS.find(({ scenario }) => scenario.workload === workload?.id);
  if (!workload || !preset) return null;
  const inputs = inputsOf({ ...preset.scenario, edgeAnsweredPercent: exactly(EDGE_SHARE) }, book);
  const element = (id: FieldId) => inputs.fields.get(id)!.element;
  const serving = servingFields();
  const offered = () => offer(serving.engine, servable(summary, workload, inputs.value, book));
  const forms = {
    costs: html`<form class="conditions" aria-label="Traffic and lengths"><div class="fields">${OF_COSTS.map(element)}</div>
      <details class="where"><summary>Platforms</summary>${element("platforms")}</details></form>`,
    serving: html`<form class="conditions" aria-label="An engine and its limits">
      <div class="fields">${Object.values(serving).map((field) => field.element)}</div></form>`,
    edge: html`<form class="conditions" aria-label="A small model"><div class="fields">${OF_EDGE.map(element)}</div></form>`,
  } as unknown as Pick<ChatForms, "costs" | "serving" | "edge">;
  const calls: (() => void)[] = [];
  for (const form of Object.values(forms)) {
    form.addEventListener("submit", (event: Event) => event.preventDefault());
    form.addEventListener("change", () => {
      inputs.read();
      offered();
      for (const call of calls) call();
    });
  }
  offered();
  return {
    ...{ ...forms, workload, preset },
    scenario: () => inputs.value,
    serves: () => servingAsked(serving),
    onChange: (call) => calls.push(call),
  };
}

function inputsOf(scenario: Scenario, book: PriceBook): ScenarioInputs {
  const choosable = {
    workloads: [[scenario.workload, ""]] as const,
    regions: regionsOf(book),
    platforms: platformsOf(book),
  };
  const inputs = new ScenarioInputs([...OF_COSTS, "platforms", ...OF_EDGE], choosable, scenario);
  inputs.fill(textsOf(scenario));
  return inputs;
}

/** Engines on servers that are paid for by the hour, on the platforms of the form. */
function servable(
  { targets }: MeasuredSummary,
  workload: WorkloadSummary,
  { platforms }: Scenario,
  book: PriceBook,
): (readonly [id: string, title: string])[] {
  const found = evidenceOf(workload, targets);
  if (found.state === "missing") return [];
  const places = platforms.map((id) => platformOf(id, book));
  return optionsOf(found.evidence, places)
    .filter(canServe)
    .map(({ id, title }) => [id, title]);
}

function servingFields() {
  const fields = {
    engine: choice("serving-engine", "Engine and server", []),
    atOnce: textField("serving-at-once", "Conversations at once", "of an engine"),
    firstToken: textField("serving-first", "First token, p99 at most", "ms", "no limit"),
    betweenTokens: textField("serving-between", "Between two tokens, p99 at most", "ms", "no limit"),
  };
  fields.atOnce.text = "8";
  fields.firstToken.text = "2000";
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

function servingAsked({
  engine,
  atOnce,
  firstToken,
  betweenTokens,
}: ReturnType<typeof servingFields>): ServingAsked | null {
  const whole = Number(atOnce.text);
  const isRight = Number.isInteger(whole) && whole >= 1 && whole <= MOST_AT_ONCE;
  atOnce.error = isRight ? null : `“${atOnce.text}”: a whole number from 1 to ${MOST_AT_ONCE}`;
  const [firstTokenMs, tokenMs] = [firstToken, betweenTokens].map((field) => {
    const text = field.text.trim();
    const ms = text === "" ? null : Number(text.replaceAll(/[,_ ]/g, ""));
    const isLimit = ms === null || ms > 0;
    field.error = isLimit ? null : `“${text}”: milliseconds above 0, or nothing for no limit`;
    return isLimit ? ms : undefined;
  });
  if (!isRight || firstTokenMs === undefined || tokenMs === undefined || engine.text === "") return null;
  return { option: engine.text, atOnce: whole, firstTokenMs, tokenMs };
}

import { html } from "htl";
import { PLATFORMS } from "../../model/cost/platforms/index.js";
import { type Field as Definition, GROUPS, type GroupId } from "../../model/scenario/field.js";
import { FIELDS, type FieldId } from "../../model/scenario/fields.js";
import { DEFAULT_SCENARIO, type Known, type Scenario } from "../../model/scenario/scenario.js";
import { parseTexts, type ScenarioTexts, textsOf } from "../../model/scenario/scenario-query.js";
import { choice, type Field, textField } from "../inputs/fields.js";
import { aboutField } from "./about-field.js";
import { platformInput } from "./platform-input.js";
import { rangeInput } from "./range-input.js";
import { textArea } from "./text-area.js";

/** Groups that are open from the start; the others say in their headings what was changed. */
const OPEN: readonly GroupId[] = ["subject", "demand", "slo"];

export interface ScenarioForm {
  readonly element: HTMLElement;
  /** The last valid scenario. */
  readonly value: Scenario;
  /** Fills every field; what is invalid in it is marked, and the value stays. Returns whether all was valid. */
  fill(texts: ScenarioTexts): boolean;
}

export interface FormContext {
  readonly known: Known;
  /** Titles of the workloads, in the order of `known`. */
  readonly workloads: readonly (readonly [id: string, title: string])[];
  /** Hears every valid change. `moving` while a slider is held. */
  readonly onChange: (scenario: Scenario, moving: boolean) => void;
}

/** Every input of a decision, grouped, from the table of fields. */
export function scenarioForm({ known, workloads, onChange }: FormContext): ScenarioForm {
  const defaults = textsOf(DEFAULT_SCENARIO);
  const fields = new Map<FieldId, Field>(
    FIELDS.map((definition) => [definition.id, inputOf(definition, known, workloads)]),
  );
  const changed = new Map<GroupId, HTMLElement>();
  const status = html`<p class="hint" role="status"></p>`;
  const groups = (Object.keys(GROUPS) as GroupId[]).map((group) => {
    const count = html`<small></small>`;
    changed.set(group, count);
    const definitions = FIELDS.filter((definition) => definition.group === group);
    return html`<details class="scenario-group" open=${OPEN.includes(group)}>
      <summary>${GROUPS[group]} ${count}</summary>
      <fieldset><legend class="visually-hidden">${GROUPS[group]}</legend>
        ${definitions.map((definition) => {
          const { element } = fields.get(definition.id)!;
          element.append(aboutField(definition, defaults[definition.id]));
          return element;
        })}
      </fieldset>
    </details>` as HTMLDetailsElement;
  });
  const element = html`<form class="conditions scenario-form" aria-label="The scenario">
    <h2>The scenario</h2>${status}${groups}
  </form>` as HTMLElement;

  let value = DEFAULT_SCENARIO;
  const typed = () =>
    Object.fromEntries([...fields].map(([id, { text }]) => [id, text])) as unknown as ScenarioTexts;
  /** Marks what is invalid; only a wholly valid form moves the answer. */
  const read = (): boolean => {
    const texts = typed();
    const parsed = parseTexts(texts, known);
    const errors = parsed.state === "invalid" ? parsed.errors : new Map<FieldId, string>();
    for (const [id, field] of fields) {
      const error = errors.get(id) ?? null;
      if (field.error !== error) field.error = error;
    }
    for (const [group, count] of changed) {
      const inGroup = FIELDS.filter((definition) => definition.group === group);
      const wrong = inGroup.filter(({ id }) => errors.has(id)).length;
      const moved = inGroup.filter(({ id }) => texts[id] !== defaults[id]).length;
      const text = wrong > 0 ? `${wrong} to correct` : moved > 0 ? `${moved} changed` : "";
      if (count.textContent !== text) count.textContent = text;
      count.classList.toggle("wrong", wrong > 0);
    }
    const text = errors.size === 0 ? "" : "Until what is marked is right, the last valid answer stands.";
    if (status.textContent !== text) status.textContent = text;
    if (parsed.state === "invalid") return false;
    value = parsed.scenario;
    return true;
  };
  element.addEventListener("submit", (event) => event.preventDefault());
  for (const type of ["input", "change"]) {
    element.addEventListener(type, ({ target }) => {
      const slides = target instanceof HTMLInputElement && target.type === "range";
      if (read()) onChange(value, slides && type === "input");
    });
  }
  return {
    element,
    get value() {
      return value;
    },
    fill(texts) {
      for (const [id, field] of fields) field.text = texts[id];
      return read();
    },
  };
}

function inputOf(
  definition: Definition & { readonly id: FieldId },
  known: Known,
  workloads: FormContext["workloads"],
): Field {
  const { id, label } = definition;
  switch (definition.kind) {
    case "range":
      return rangeInput(definition);
    case "limit":
      return textField(id, label, definition.unit ?? "", "no limit");
    case "choice":
      return choice(id, label, definition.choices);
    case "list":
      return platformInput(definition, PLATFORMS);
    case "flag":
      return choice(id, label, [
        ["no", "no"],
        ["yes", "yes"],
      ]);
    case "text":
      return textInput(id, label, known, workloads);
  }
}

function textInput(id: FieldId, label: string, known: Known, workloads: FormContext["workloads"]): Field {
  if (id === "summary") return textArea(id, label);
  if (id === "workload") return choice(id, label, workloads);
  if (id === "region")
    return choice(
      id,
      label,
      known.regions.map((region) => [region, region] as const),
    );
  const field = textField(id, label, "", id === "priceDate" ? "the newest" : "");
  field.element.querySelector("input")!.removeAttribute("inputmode");
  return field;
}

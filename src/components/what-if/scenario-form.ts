import { html } from "htl";
import { PLATFORMS } from "../../model/cost/platforms/index.js";
import { type Field as Definition, GROUPS, type GroupId } from "../../model/scenario/field.js";
import { FIELDS, type FieldId } from "../../model/scenario/fields.js";
import type { Known, Scenario } from "../../model/scenario/scenario.js";
import { parseOver, type ScenarioTexts, textsOf } from "../../model/scenario/scenario-query.js";
import { choice, type Field, textField } from "../inputs/fields.js";
import { aboutField } from "./about-field.js";
import { platformInput } from "./platform-input.js";
import { rangeInput } from "./range-input.js";
import type { StandIn } from "./stand-ins.js";
import { textArea } from "./text-area.js";

/** Groups that are open from the start; the others say in their headings what was changed. */
const OPEN: readonly GroupId[] = ["subject", "demand", "slo"];

export interface ScenarioForm {
  readonly element: HTMLElement;
  /** What the answer goes by: every field's last valid value, its default where it has had none. */
  readonly value: Scenario;
  /** The fields that hold something else; empty where all is valid. */
  readonly standIns: readonly StandIn[];
  /** Fills every field; what is invalid in it is marked, and has its default. */
  fill(texts: ScenarioTexts): void;
}

export interface FormContext {
  readonly known: Known;
  /** Valid for `known`. */
  readonly defaults: Scenario;
  /** Titles of the workloads, in the order of `known`. */
  readonly workloads: readonly (readonly [id: string, title: string])[];
  /** Hears every change by hand; `moved` where the value is another. */
  readonly onChange: (moved: boolean) => void;
}

/** Every input of a decision, grouped, from the table of fields. */
export function scenarioForm({ known, defaults: byDefault, workloads, onChange }: FormContext): ScenarioForm {
  const defaults = textsOf(byDefault);
  const fields = new Map<FieldId, Field>(
    FIELDS.map((definition) => [definition.id, inputOf(definition, known, workloads)]),
  );
  const changed = new Map<GroupId, HTMLElement>();
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
    <h2>The scenario</h2>${groups}
  </form>` as HTMLElement;

  let value = byDefault;
  let standIns: readonly StandIn[] = [];
  const typed = () =>
    Object.fromEntries([...fields].map(([id, { text }]) => [id, text])) as unknown as ScenarioTexts;
  /** Marks what is invalid; it keeps no other field from moving the answer. */
  const read = (standIn: Scenario): void => {
    const texts = typed();
    const { scenario, errors } = parseOver(standIn, texts, known);
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
    value = scenario;
    const used = textsOf(scenario);
    standIns = FIELDS.flatMap(({ id, label }) =>
      errors.has(id) ? [{ label, given: texts[id], used: used[id] }] : [],
    );
  };
  element.addEventListener("submit", (event) => event.preventDefault());
  for (const type of ["input", "change"]) {
    element.addEventListener(type, () => {
      const before = JSON.stringify(value);
      read(value);
      onChange(JSON.stringify(value) !== before);
    });
  }
  return {
    element,
    get value() {
      return value;
    },
    get standIns() {
      return standIns;
    },
    fill(texts) {
      for (const [id, field] of fields) field.text = texts[id];
      read(byDefault);
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

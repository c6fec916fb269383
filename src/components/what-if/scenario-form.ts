import { html } from "htl";
import { GROUPS, type GroupId } from "../../model/scenario/field.js";
import { FIELDS } from "../../model/scenario/fields.js";
import type { Scenario } from "../../model/scenario/scenario.js";
import { type ScenarioTexts, textsOf } from "../../model/scenario/scenario-query.js";
import type { StandIn } from "../../report/stand-ins.js";
import type { Choosable } from "../inputs/field-input.js";
import { ScenarioInputs } from "../inputs/scenario-inputs.js";

/** Groups that are open from the start; the others say in their headings what was changed. */
const OPEN: readonly GroupId[] = ["subject", "demand", "slo"];
/** The same where the form stands above what it moves. */
const OPEN_ABOVE: readonly GroupId[] = ["demand"];
const IS_ABOVE = "(max-width: 1023px)";

interface ScenarioForm {
  readonly element: HTMLElement;
  /** What the answer goes by: every field's last valid value, its default where it has had none. */
  readonly value: Scenario;
  /** The fields that hold something else; empty where all is valid. */
  readonly standIns: readonly StandIn[];
  /** Fills every field; what is invalid in it is marked, and has its default. */
  fill(texts: ScenarioTexts): void;
}

interface FormContext {
  readonly choosable: Choosable;
  /** Valid for what is choosable. */
  readonly defaults: Scenario;
  /** Hears every change by hand; `moved` where the value is another. */
  readonly onChange: (moved: boolean) => void;
}

/** Every input of a decision, grouped, from the table of fields. */
export function scenarioForm({ choosable, defaults, onChange }: FormContext): ScenarioForm {
  const byDefault = textsOf(defaults);
  const inputs = new ScenarioInputs(
    FIELDS.map(({ id }) => id),
    choosable,
    defaults,
  );
  const changed = new Map<GroupId, HTMLElement>();
  const open = globalThis.matchMedia?.(IS_ABOVE).matches ? OPEN_ABOVE : OPEN;
  const groups = (Object.keys(GROUPS) as GroupId[]).map((group) => {
    const count = html`<small></small>`;
    changed.set(group, count);
    const own = FIELDS.filter((definition) => definition.group === group);
    return html`<details class="scenario-group" open=${open.includes(group)}>
      <summary>${GROUPS[group]} ${count}</summary>
      <fieldset><legend class="visually-hidden">${GROUPS[group]}</legend>
        ${own.map(({ id }) => inputs.fields.get(id)!.element)}
      </fieldset>
    </details>` as HTMLDetailsElement;
  });
  const element = html`<form class="conditions scenario-form" aria-label="The scenario">
    <h2>The scenario</h2>${groups}
  </form>` as HTMLElement;

  /** Says in the headings what was changed, and what is to correct. */
  const count = () => {
    for (const [group, place] of changed) {
      const inGroup = FIELDS.filter((definition) => definition.group === group);
      const wrong = inGroup.filter(({ id }) => inputs.errors.has(id)).length;
      const moved = inGroup.filter(({ id }) => inputs.texts[id] !== byDefault[id]).length;
      const text = wrong > 0 ? `${wrong} to correct` : moved > 0 ? `${moved} changed` : "";
      if (place.textContent !== text) place.textContent = text;
      place.classList.toggle("wrong", wrong > 0);
    }
  };
  element.addEventListener("submit", (event) => event.preventDefault());
  for (const type of ["input", "change"]) {
    element.addEventListener(type, () => {
      const moved = inputs.read();
      count();
      onChange(moved);
    });
  }
  return {
    element,
    get value() {
      return inputs.value;
    },
    get standIns() {
      return inputs.standIns;
    },
    fill(texts) {
      inputs.fill(texts);
      count();
    },
  };
}

import type { Platform } from "../../model/cost/platforms/platform.js";
import type { Field as Definition } from "../../model/scenario/field.js";
import type { FieldId } from "../../model/scenario/fields.js";
import { aboutField } from "./about-field.js";
import { choice, type Field, textField } from "./fields.js";
import { platformInput } from "./platform-input.js";
import { rangeInput } from "./range-input.js";
import { textArea } from "./text-area.js";

/** What a scenario may name on the page, with titles where they have one. */
export interface Choosable {
  readonly workloads: readonly (readonly [id: string, title: string])[];
  readonly regions: readonly string[];
  readonly platforms: readonly Platform[];
}

/** The input of one field of a scenario, with what it means folded away behind it. */
export function fieldInput(
  definition: Definition & { readonly id: FieldId },
  choosable: Choosable,
  byDefault: string,
): Field {
  const field = inputOf(definition, choosable);
  field.element.append(aboutField(definition, byDefault));
  return field;
}

function inputOf(definition: Definition & { readonly id: FieldId }, choosable: Choosable): Field {
  const { id, label } = definition;
  switch (definition.kind) {
    case "range":
      return rangeInput(definition);
    case "limit":
      return textField(id, label, definition.unit ?? "", definition.unset ? "not known" : "no limit");
    case "choice":
      return choice(id, label, definition.choices);
    case "list":
      return platformInput(definition, choosable.platforms);
    case "flag":
      return choice(id, label, [
        ["no", "no"],
        ["yes", "yes"],
      ]);
    case "text":
      return textInput(id, label, choosable);
  }
}

function textInput(id: FieldId, label: string, { workloads, regions }: Choosable): Field {
  if (id === "summary") return textArea(id, label);
  if (id === "workload") return choice(id, label, workloads);
  if (id === "region")
    return choice(
      id,
      label,
      regions.map((region) => [region, region] as const),
    );
  const field = textField(id, label, "", id === "priceDate" ? "the newest" : "");
  field.element.querySelector("input")!.removeAttribute("inputmode");
  return field;
}

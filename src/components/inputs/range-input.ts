import { html } from "htl";
import type { RangeField } from "../../model/scenario/field.js";
import { centre, parseRange, rangeText } from "../../model/scenario/range.js";
import type { Field } from "./fields.js";
import { textField } from "./fields.js";
import { HeldRange } from "./held-range.js";
import { sliderScale } from "./slider-scale.js";

/** A number with uncertainty: the text states it in full, the slider moves its centre and keeps its width. */
export function rangeInput(field: RangeField): Field {
  const text = textField(field.id, field.label, field.unit ?? "");
  const control = text.element.querySelector("input")!;
  control.removeAttribute("inputmode"); // the notation needs “~” and “.”
  const scale = sliderScale(field);
  const held = new HeldRange(field);
  const slider = html`<input type="range" class="slider" min=${scale.min} max=${scale.max} step=${scale.step}
    aria-label=${`${field.label}: centre`}>` as HTMLInputElement;
  text.element.querySelector(".with-unit")!.before(slider);

  const follow = () => {
    const range = parseRange(text.text, field.unit);
    if (range.kind === "invalid") return;
    const value = centre(range);
    slider.value = String(scale.positionOf(value));
    slider.setAttribute("aria-valuetext", `${value.toLocaleString("en-US")} ${field.unit ?? ""}`.trim());
  };
  const stated = () => {
    held.state(text.text);
    follow();
  };
  slider.addEventListener("input", () => {
    text.text = rangeText(held.at(scale.valueAt(slider.valueAsNumber)));
    follow();
  });
  control.addEventListener("input", stated);
  return {
    element: text.element,
    get text() {
      return text.text;
    },
    set text(value) {
      text.text = value;
      stated();
    },
    get error() {
      return text.error;
    },
    set error(error) {
      text.error = error;
    },
  };
}

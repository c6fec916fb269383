import { html } from "htl";
import type { Field } from "./fields.js";

/** A text of several lines; any text will do, so that it has no error of its own. */
export function textArea(name: string, label: string): Field {
  const control = html`<textarea id=${name} name=${name} rows="3"></textarea>` as HTMLTextAreaElement;
  return {
    element: html`<div class="field"><label for=${name}>${label}</label>${control}</div>`,
    get text() {
      return control.value;
    },
    set text(value) {
      control.value = value;
    },
    error: null,
  };
}

import { html } from "htl";

export interface Field {
  readonly element: HTMLElement;
  text: string;
  /** Shown beside the field, and read with it; null when what it holds is valid. */
  error: string | null;
}

/** One of a few values. */
export function choice(
  name: string,
  label: string,
  options: readonly (readonly [string, string, ...unknown[]])[],
): Field {
  const control = html`<select id=${name} name=${name}>${options.map(
    ([value, text]) => html`<option value=${value}>${text}</option>`,
  )}</select>` as HTMLSelectElement;
  return withLabel(name, label, control, control);
}

/** A number, typed freely so that a mistake can be shown rather than swallowed. */
export function textField(name: string, label: string, unit: string, placeholder = ""): Field {
  const control = html`<input id=${name} name=${name} type="text" inputmode="decimal" size="7"
    autocomplete="off" placeholder=${placeholder}>` as HTMLInputElement;
  return withLabel(name, label, control, html`<span class="with-unit">${control}<span>${unit}</span></span>`);
}

/** A link may ask for a value that is none of the choices: it is shown as given, so that its error can name it. */
function keepChoosable(control: HTMLSelectElement, value: string): void {
  for (const option of control.querySelectorAll("option[data-unknown]")) option.remove();
  if ([...control.options].some((option) => option.value === value)) return;
  const option = new Option(value, value);
  option.dataset.unknown = "";
  control.append(option);
}

function withLabel(
  name: string,
  label: string,
  control: HTMLInputElement | HTMLSelectElement,
  shown: HTMLElement,
): Field {
  const message = html`<span class="field-error" id=${`${name}-error`}></span>`;
  const element = html`<div class="field"><label for=${name}>${label}</label>${shown}${message}</div>`;
  control.setAttribute("aria-describedby", message.id);
  return {
    element,
    get text() {
      return control.value;
    },
    set text(value) {
      if (control instanceof HTMLSelectElement) keepChoosable(control, value);
      control.value = value;
    },
    get error() {
      return message.textContent || null;
    },
    set error(error) {
      if (error === null) control.removeAttribute("aria-invalid");
      else control.setAttribute("aria-invalid", "true");
      message.textContent = error ?? "";
    },
  };
}

import { html } from "htl";
import { choice, type Field } from "../inputs/fields.js";

type Choices = readonly (readonly [value: string, label: string])[];

export interface Select {
  readonly name: string;
  readonly label: string;
  /** What there is to choose, as the selects before it stand. */
  readonly choices: (chosen: Readonly<Record<string, string>>) => Choices;
  readonly first: string;
}

/**
 * A few selects, of which later ones may depend on earlier. Its `value` holds what is chosen, by name; it dispatches "input" when
 * that changes. On paper a sentence stands for it.
 */
export function selectForm(
  label: string,
  selects: readonly Select[],
  inWords: (chosen: Readonly<Record<string, string>>) => string,
): HTMLElement & { readonly value: Readonly<Record<string, string>> } {
  let chosen: Readonly<Record<string, string>> = {};
  for (const { name, first } of selects) chosen = { ...chosen, [name]: first };
  const held = html`<p class="held"></p>`;
  const place = html`<div class="fields"></div>`;
  const form =
    html`<form class="conditions wide-fields" aria-label=${label}>${held}${place}</form>` as HTMLElement;
  const draw = () => {
    const fields = selects.map(({ name, label, choices }): Field => {
      const there = choices(chosen);
      const field = choice(name, label, there);
      if (!there.some(([value]) => value === chosen[name]))
        chosen = { ...chosen, [name]: there[0]?.[0] ?? "" };
      field.text = chosen[name]!;
      return field;
    });
    place.replaceChildren(...fields.map(({ element }) => element));
    held.textContent = inWords(chosen);
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const type of ["input", "change"])
    form.addEventListener(type, (event) => {
      if (event.target === form) return; // our own announcement
      event.stopPropagation();
      const { name, value } = event.target as HTMLSelectElement;
      if (chosen[name] === value) return;
      chosen = { ...chosen, [name]: value };
      draw();
      (place.querySelector(`[name="${name}"]`) as HTMLElement | null)?.focus();
      form.dispatchEvent(new CustomEvent("input", { bubbles: false }));
    });
  draw();
  return Object.defineProperty(form, "value", { get: () => chosen }) as ReturnType<typeof selectForm>;
}

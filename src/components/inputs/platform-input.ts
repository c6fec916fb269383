import { html } from "htl";
import type { Platform } from "../../model/cost/platforms/platform.js";
import type { ListField } from "../../model/scenario/field.js";
import { choice, type Field } from "./fields.js";

const KINDS = [
  [
    "Pay for use",
    ({ reserved, onDevice, gpu, sells }: Platform) => !reserved && !onDevice && gpu === null && !sells,
  ],
  ["Reserved by the hour", ({ reserved, gpu }: Platform) => reserved && gpu === null],
  ["With a GPU, for targets that compute on one", ({ gpu }: Platform) => gpu !== null],
  ["Call an API, in place of a language model of your own", ({ sells }: Platform) => sells !== undefined],
  ["On the user’s device", (platform: Platform) => platform.onDevice],
] as const;

/** Where the workload runs today, and where else it may: an ordered list of platforms, today's first. */
export function platformInput(field: ListField, platforms: readonly Platform[]): Field {
  const today = choice(
    `${field.id}-today`,
    "Runs today on",
    platforms.filter(({ sells }) => !sells).map(({ id, title }) => [id, title] as const),
  );
  const boxes = new Map(
    platforms.map(({ id }) => [id, html`<input type="checkbox" value=${id}>` as HTMLInputElement]),
  );
  const unknown = new Set<string>();
  const message = html`<span class="field-error" id=${`${field.id}-error`}></span>`;
  const element = html`<div class="field platforms">
    ${today.element}
    <div role="group" aria-label="May move to" aria-describedby=${message.id}>
      ${KINDS.map(
        ([title, holds]) =>
          html`<fieldset><legend>${title}</legend>${platforms
            .filter(holds)
            .map(
              ({ id, title: name, bills }) =>
                html`<label class="box" title=${bills}>${boxes.get(id)!}<span>${name}</span></label>`,
            )}</fieldset>`,
      )}
    </div>${message}</div>` as HTMLElement;

  /** Today's platform is an option in any case. */
  const tickToday = () => {
    for (const [id, box] of boxes) {
      box.disabled = id === today.text;
      if (box.disabled) box.checked = true;
    }
  };
  today.element.addEventListener("change", tickToday);
  // What a link named and nobody knows has no box to untick; it goes with the reader's first own choice.
  element.addEventListener("change", () => unknown.clear());
  return {
    element,
    get text() {
      const others = [...boxes].flatMap(([id, { checked }]) => (checked && id !== today.text ? [id] : []));
      return [today.text, ...others, ...unknown].filter((id) => id !== "").join(",");
    },
    set text(value) {
      const ids = value.split(",").map((id) => id.trim());
      unknown.clear();
      for (const id of ids.slice(1)) if (id !== "" && !boxes.has(id)) unknown.add(id);
      for (const [id, box] of boxes) box.checked = ids.includes(id);
      today.text = ids[0] ?? "";
      tickToday();
    },
    get error() {
      return message.textContent || null;
    },
    set error(error) {
      message.textContent = error ?? "";
    },
  };
}

import { html } from "htl";
import { PRESETS, type Preset } from "../../model/scenario/presets.js";

interface ToolbarEvents {
  /** Hears whatever is said, for those who don't see it. */
  readonly onSay: (message: string) => void;
  readonly onPreset: (preset: Preset) => void;
  readonly onReset: () => void;
  readonly onFile: (file: File) => void;
  /** The address of what is on the page now, brought up to date, and what to say once it is copied. */
  readonly link: () => { readonly href: string; readonly copied: string };
}

interface Toolbar {
  readonly element: HTMLElement;
  /** Says what came of the last action. */
  say(message: string, failed?: boolean): void;
}

/** Where a scenario comes from: a preset, the defaults, a file; and its link. */
export function toolbar({ onSay, onPreset, onReset, onFile, link }: ToolbarEvents): Toolbar {
  const message = html`<p class="toolbar-message"></p>`;
  const say = (text: string, failed = false) => {
    message.textContent = text;
    message.classList.toggle("failed", failed);
    onSay(text);
  };
  const picker = html`<select aria-label="Start from a preset">
    <option value="">Start from …</option>
    ${PRESETS.map(({ id, scenario }) => html`<option value=${id}>${scenario.title}</option>`)}
  </select>` as HTMLSelectElement;
  picker.addEventListener("change", () => {
    const preset = PRESETS.find(({ id }) => id === picker.value);
    picker.value = "";
    if (preset) onPreset(preset);
  });
  const file =
    html`<input type="file" accept=".yaml,.yml" class="visually-hidden" tabindex="-1" aria-hidden="true">` as HTMLInputElement;
  file.addEventListener("change", () => {
    const [chosen] = file.files ?? [];
    file.value = "";
    if (chosen) onFile(chosen);
  });
  const copy = async () => {
    const { href, copied } = link();
    try {
      await navigator.clipboard.writeText(href);
      say(copied);
    } catch {
      say(`The browser did not let the link be copied. It is: ${href}`, true);
    }
  };
  return {
    element: html`<div class="toolbar" role="group" aria-label="Scenario">
      ${picker}
      <button type="button" ${{ onclick: onReset }}>Reset</button>
      <button type="button" ${{ onclick: () => file.click() }}>Open YAML …</button>${file}
      <button type="button" ${{ onclick: copy }}>Copy link</button>
      ${message}
    </div>`,
    say,
  };
}

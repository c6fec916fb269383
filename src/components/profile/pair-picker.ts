import { html } from "htl";

/** Which two of several files are compared. */
export function pairPicker(files: readonly File[], choose: (a: File, b: File) => void): HTMLElement {
  const select = (chosen: number) =>
    html`<select>${files.map(({ name }, i) => html`<option value=${i} selected=${i === chosen}>${name}</option>`)}</select>` as HTMLSelectElement;
  const [a, b] = [select(0), select(1)];
  const changed = () => choose(files[Number(a.value)]!, files[Number(b.value)]!);
  a.addEventListener("change", changed);
  b.addEventListener("change", changed);
  return html`<div class="pair-picker" role="group" aria-label="Which two are compared">
    <p>${files.length} files were given; two are compared at a time:</p>
    <label>A ${a}</label> <label>B ${b}</label>
  </div>`;
}

import { html } from "htl";
import { formatMs } from "../../model/format.js";
import type { ProfileThread } from "../../model/traces/profile.js";

/**
 * Which thread the clock shows, where the file tells several apart.
 *
 * @param choose called with the name of another thread; null where none can be chosen, and the threads are a list
 */
export function threadPicker(
  threads: readonly ProfileThread[],
  choose: ((name: string) => void) | null,
): HTMLElement | null {
  if (threads.length < 2) return null;
  if (choose === null) {
    return html`<details class="threads"><summary>The ${threads.length} threads of the profile</summary>
      <ul>${threads.map((thread) => html`<li>${worked(thread)}${thread.isRequest ? ", which the clock shows" : ""}</li>`)}</ul></details>`;
  }
  const select = html`<select>${threads.map(
    (thread) => html`<option value=${thread.name} selected=${thread.isRequest}>${worked(thread)}</option>`,
  )}</select>` as HTMLSelectElement;
  select.addEventListener("change", () => choose(select.value));
  return html`<label class="threads">The request’s thread ${select}</label>`;
}

function worked({ name, busyMs }: ProfileThread): string {
  return `${name}: worked for ${formatMs(busyMs)}`;
}

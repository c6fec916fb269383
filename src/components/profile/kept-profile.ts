import { html } from "htl";
import {
  CLEARED,
  keptSentence,
  NO_STORAGE,
  RESTORED,
  STILL_KEPT,
  tooLargeToKeep,
} from "../../report/kept-profile.js";
import { type KeptFile, KeptFiles } from "./kept-files.js";

/** More is not kept: a browser gives a site only so much, and asks nobody before it takes the disk. */
const MOST_BYTES = 64 * 1024 * 1024;

interface KeptProfile {
  readonly element: HTMLElement;
  /** What was kept when the page was left, or null. */
  restore(): Promise<readonly KeptFile[] | null>;
  /** Says that the result is of what was kept. */
  sayRestored(): void;
  /** Says so where something else is shown than what is kept. */
  sayOlder(): void;
  keep(files: readonly KeptFile[]): Promise<void>;
}

/** What this browser keeps of the reader's profiles, and the button that ends that. */
export function keptProfile(onClear: () => void): KeptProfile {
  const files = new KeptFiles();
  const said = html`<span role="status"></span>`;
  const clear = html`<button type="button" hidden>Clear</button>` as HTMLButtonElement;
  const say = (text: string, canClear: boolean) => {
    said.textContent = text;
    clear.hidden = !canClear;
  };
  clear.addEventListener("click", () => {
    void files.clear().then(() => {
      say(CLEARED, false);
      onClear();
    });
  });
  return {
    element: html`<p class="kept-profile">${said} ${clear}</p>`,
    restore: () => files.load().catch(() => null),
    sayRestored: () => say(RESTORED, true),
    sayOlder: () => {
      if (!clear.hidden) say(STILL_KEPT, true);
    },
    async keep(kept) {
      const bytes = kept.reduce((sum, { file }) => sum + file.size, 0);
      try {
        if (bytes > MOST_BYTES) {
          await files.clear();
          say(
            tooLargeToKeep(
              kept.map(({ file }) => file.name),
              bytes,
              MOST_BYTES,
            ),
            false,
          );
          return;
        }
        await files.save(kept);
        say(keptSentence(kept.length), true);
      } catch (error) {
        say(`${NO_STORAGE} (${error instanceof Error ? error.message : String(error)})`, false);
        // Else an older one would come back in its place.
        await files.clear().catch(() => {});
      }
    },
  };
}

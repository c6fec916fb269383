import { html } from "htl";
import { dropZone } from "./drop-zone.js";
import type { ProfileReport } from "./profile-report.js";
import type { Shown } from "./protocol.js";
import type { ProfileReader, ReaderState, Sources } from "./reader.js";
import { type RulesEditor, rulesEditor } from "./rules-editor.js";
import type { Sample } from "./samples.js";

interface ProfilePageParts {
  /** The standard rule table, YAML. */
  readonly standardRules: string;
  readonly samples: readonly Sample[];
  /** Asks for what `begin` is called with: a profile that was kept is read again without a hand. */
  readonly needAllNow: () => void;
}

interface ProfilePage {
  readonly element: HTMLElement;
  /** Shows what was read, and will be. */
  begin(report: (reader: ProfileReader, editor: RulesEditor) => ProfileReport): void;
}

/** Drop a profile, or two, read the result, change the rules: all without leaving the page. */
export function profilePage({ standardRules, samples, needAllNow }: ProfilePageParts): ProfilePage {
  let report: ProfileReport | null = null;
  let read: readonly [Shown, Sources] | null = null;
  let state: ReaderState | null = null;
  const editor = rulesEditor(standardRules, (text) => zone.reader.setOwnRules(text));
  const zone = dropZone(
    samples,
    { own: "", standard: standardRules },
    {
      onState(next) {
        state = next;
        report?.onState(next);
      },
      onResult(...result) {
        read = result;
        if (report) report.show(...result);
        else needAllNow();
      },
      onRules: (message) => editor.fail(message),
    },
  );
  const element = html`<div class="profile-page">${zone.element}</div>` as HTMLElement;
  return {
    element,
    begin(make) {
      report = make(zone.reader, editor);
      element.append(report.element);
      if (state) report.onState(state);
      if (read) report.show(...read);
    },
  };
}

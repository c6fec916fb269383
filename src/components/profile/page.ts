import { html } from "htl";
import type { Summary } from "../../model/summary.js";
import { answer, profileFacts } from "./answer.js";
import { dropZone } from "./drop-zone.js";
import { formatTitle } from "./format-titles.js";
import { inTurn } from "./in-turn.js";
import { portSection } from "./port-section.js";
import type { ProfileResult } from "./protocol.js";
import { icicleSection, priorSection, rulesBehind } from "./report.js";
import { rulesEditor } from "./rules-editor.js";
import type { Sample } from "./samples.js";

interface ProfilePageParts {
  readonly summary: Summary;
  /** The standard rule table, YAML. */
  readonly standardRules: string;
  readonly samples: readonly Sample[];
}

/** Drop a profile, read the result, change the rules: all without leaving the page. */
export function profilePage({ summary, standardRules, samples }: ProfilePageParts): HTMLElement {
  const top = html`<div></div>`;
  const evidence = html`<div></div>`;
  const rules = html`<div></div>`;
  const ports = portSection(summary);
  const editor = rulesEditor(standardRules, (text) => zone.reader.setOwnRules(text));
  const report = html`<div class="profile-report" hidden>
    ${top}${evidence}
    <section><h2>The rules behind it</h2>${rules}${editor.element}</section>
    ${ports.element}
  </div>`;

  const draw = inTurn();
  const show = (result: ProfileResult) => {
    report.hidden = false;
    draw([
      () => top.replaceChildren(answer(result, formatTitle(result.attribution.format)), profileFacts(result)),
      () => evidence.replaceChildren(icicleSection(result), priorSection(result)),
      () => rules.replaceChildren(rulesBehind(result, (suggestion) => editor.add(suggestion))),
      () => ports.show(result),
    ]);
  };
  const zone = dropZone(
    samples,
    { own: "", standard: standardRules },
    {
      onResult: show,
      onRules: (message) => editor.fail(message),
    },
  );
  return html`<div class="profile-page">${zone.element}${report}</div>`;
}

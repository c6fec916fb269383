import { html } from "htl";
import type { PriceBook } from "../../model/prices/price.js";
import type { Summary } from "../../model/summary.js";
import { traceFormats } from "../../model/traces/formats/index.js";
import { bucketSection, profileFacts, profilePlace } from "./answer.js";
import { dropZone } from "./drop-zone.js";
import { portSection } from "./port-section.js";
import type { ProfileResult } from "./protocol.js";
import { icicleSection, priorSection, rulesBehind } from "./report.js";
import { rulesEditor } from "./rules-editor.js";
import type { Sample } from "./samples.js";

interface ProfilePageParts {
  readonly summary: Summary;
  readonly book: PriceBook;
  /** The standard rule table, YAML. */
  readonly standardRules: string;
  readonly samples: readonly Sample[];
}

/** Drop a profile, read the result, change the rules: all without leaving the page. */
export function profilePage({ summary, book, standardRules, samples }: ProfilePageParts): HTMLElement {
  const place = html`<p class="place"></p>`;
  const buckets = html`<div></div>`;
  const evidence = html`<div></div>`;
  const rules = html`<div></div>`;
  const ports = portSection({ summary, book, root: "./", level: 2 });
  const editor = rulesEditor(standardRules, (text) => zone.reader.setOwnRules(text));
  const report = html`<div class="profile-report" hidden>
    <header class="answer profile-answer">${place}${ports.verdict}</header>
    ${buckets}${evidence}
    <section><h2>The rules behind it</h2>${rules}${editor.element}</section>
    ${ports.forecast}
  </div>`;

  const draw = inTurn();
  const show = (result: ProfileResult) => {
    report.hidden = false;
    draw([
      () => {
        place.textContent = profilePlace(result, formatTitle(result.attribution.format));
        buckets.replaceChildren(
          bucketSection(result),
          profileFacts(result, (name) => zone.reader.setThread(name)),
        );
      },
      () => ports.show(result),
      () => evidence.replaceChildren(icicleSection(result), priorSection(result)),
      () => rules.replaceChildren(rulesBehind(result, (suggestion) => editor.add(suggestion))),
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

/** "py-spy and other speedscope files" for "speedscope": a format's title, or its id where it has none. */
function formatTitle(id: string): string {
  return traceFormats.find((format) => format.id === id)?.title ?? id;
}

/** Runs steps one by one, with room between them for input and painting. A new call drops what the last one has left. */
function inTurn(): (steps: readonly (() => void)[]) => void {
  let turn = 0;
  return (steps) => {
    const own = ++turn;
    const next = (i: number) => {
      if (own !== turn || i === steps.length) return;
      steps[i]!();
      setTimeout(() => next(i + 1), 0);
    };
    next(0);
  };
}

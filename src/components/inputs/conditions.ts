import { html } from "htl";
import { platformsOf } from "../../model/cost/platforms/index.js";
import type { PriceBook } from "../../model/prices/price.js";
import { regionsOf } from "../../model/prices/regions.js";
import type { FieldId } from "../../model/scenario/fields.js";
import { PRESETS, presetLike } from "../../model/scenario/presets.js";
import { DEFAULT_SCENARIO, type Scenario } from "../../model/scenario/scenario.js";
import { scenarioQuery, textsFromQuery, textsOf, unknownKeys } from "../../model/scenario/scenario-query.js";
import { conditionsInFull, placesText } from "../../report/conditions.js";
import { standInSentence, unknownKeysSentence } from "../../report/stand-ins.js";
import { withQuery, writeQuery } from "./carry-query.js";
import { choice } from "./fields.js";
import { ScenarioInputs } from "./scenario-inputs.js";

/** What every page asks; the what-if page asks all fields. */
const ASKED = [
  "requestsPerMonth",
  "hourUsd",
  "reach",
  "p99SloMs",
  "memoryLimitMb",
  "coldSloMs",
  "platforms",
] as const satisfies readonly FieldId[];

/** In place of a preset's id: no shipped scenario has these conditions. */
const OWN = "";

/**
 * The reader's conditions, the same on every page: their name, the fields that matter most, and the way to all others.
 * Its `value` holds every field's last valid value; it dispatches "input" when that moves, and writes the page's
 * address, which is a what-if's. Opening a link never rewrites it.
 *
 * @param root where the report begins, seen from the page: "./" or "../"
 */
export function conditionsForm(book: PriceBook, root = "./"): HTMLElement & { readonly value: Scenario } {
  const given = textsFromQuery(location.search);
  // What is decided is the page's matter: any workload that a link or a preset names will do.
  const workloads = [given.workload, ...PRESETS.map(({ scenario }) => scenario.workload)];
  const inputs = new ScenarioInputs(
    ASKED,
    {
      workloads: workloads.map((id) => [id, id] as const),
      regions: regionsOf(book),
      platforms: platformsOf(book),
    },
    DEFAULT_SCENARIO,
  );
  const name = choice("conditions", "Conditions", [
    ...PRESETS.map(({ id, scenario }) => [id, scenario.title] as const),
    [OWN, "your own"],
  ]);
  const about = html`<p class="hint"></p>`;
  const warning = html`<p class="stand-ins" role="alert"></p>`;
  const where = html`<span></span>`;
  /** On paper, instead of all the others. */
  const held = html`<p class="held"></p>`;
  const element = (id: FieldId) => inputs.fields.get(id)!.element;
  const form = html`<form class="conditions" aria-label="Your conditions">
    ${held}<h2>Your conditions</h2>
    <div class="fields">${name.element}${ASKED.filter((id) => id !== "platforms").map(element)}</div>
    <details class="where"><summary>Runs ${where}</summary>${element("platforms")}</details>
    ${warning}${about}
    <p class="hint"><a class="carries-query" href=${withQuery(`${root}what-if.html`)}>All other conditions</a></p>
  </form>` as HTMLElement;

  const show = () => {
    const preset = presetLike(inputs.value);
    name.text = preset?.id ?? OWN;
    about.textContent = preset?.scenario.summary ?? "";
    where.textContent = placesText(inputs.value, book);
    held.textContent = conditionsInFull(inputs.value, book);
    warning.textContent = [
      standInSentence(inputs.standIns),
      unknownKeysSentence(unknownKeys(location.search)),
    ]
      .filter((sentence) => sentence !== "")
      .join(" ");
  };
  /** While a field is invalid the query stays as it is: a reload must not lose what is to be corrected. */
  const tell = (moved: boolean) => {
    if (inputs.standIns.length === 0) writeQuery(scenarioQuery(inputs.value));
    show();
    if (moved) form.dispatchEvent(new CustomEvent("input", { bubbles: false }));
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const type of ["input", "change"]) {
    form.addEventListener(type, (event) => {
      if (event.target === form) return; // our own announcement
      event.stopPropagation();
      const preset = PRESETS.find(({ id }) => id === name.text);
      const chosen = name.element.contains(event.target as Node);
      if (chosen && preset) inputs.fill(textsOf(preset.scenario));
      tell(inputs.read() || chosen);
    });
  }
  inputs.fill(given);
  show();
  return Object.defineProperty(form, "value", { get: () => inputs.value }) as HTMLElement & {
    readonly value: Scenario;
  };
}

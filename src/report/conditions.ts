/** The conditions of a decision in words, for where there is no form: on paper, in a record. */
import { platformOf } from "../model/cost/platforms/index.js";
import { countText } from "../model/format.js";
import type { PriceBook } from "../model/prices/price.js";
import { FIELDS, type FieldId } from "../model/scenario/fields.js";
import { presetLike } from "../model/scenario/presets.js";
import { centre, ends, isUncertain } from "../model/scenario/range.js";
import { DEFAULT_SCENARIO, phraseOf, type RangeFieldId, type Scenario } from "../model/scenario/scenario.js";
import { textsOf } from "../model/scenario/scenario-query.js";
import { listed } from "./words.js";

/** Every answer turns on these, whatever their values. */
const ALWAYS = ["requestsPerMonth", "hourUsd", "horizonMonths"] as const satisfies readonly RangeFieldId[];
const LIMITS = ["p99SloMs", "coldSloMs", "memoryLimitMb", "budgetUsdPerMonth"] as const;

/** "3 M requests a month (2 M to 6 M)". */
export function rangeInWords(scenario: Scenario, id: RangeFieldId): string {
  const range = scenario[id];
  const phrase = phraseOf(id, centre(range));
  if (!isUncertain(range)) return phrase;
  const [low, high] = ends(range);
  return `${phrase} (${countText(low)} to ${countText(high)})`;
}

/** "today on AWS Lambda, x86; may move to EC2 c7i.large". */
export function placesText({ platforms }: Scenario, book: PriceBook): string {
  const [today, ...others] = platforms.map((id) => platformOf(id, book).title);
  return `today on ${today}${others.length === 0 ? "" : `; may move to ${listed(others)}`}`;
}

/** All that an answer was asked under: what always counts, the limits that are set, and whatever else is not as by default. */
export function conditionsInFull(scenario: Scenario, book: PriceBook): string {
  const name = presetLike(scenario)?.scenario.title;
  const limits = LIMITS.flatMap((id) => (scenario[id] === null ? [] : [phraseOf(id, scenario[id])]));
  const said = new Set<FieldId>([...ALWAYS, ...LIMITS, "platforms", "workload"]);
  const [texts, defaults] = [textsOf(scenario), textsOf(DEFAULT_SCENARIO)];
  const others = FIELDS.filter(
    ({ id, group }) => group !== "subject" && !said.has(id) && texts[id] !== defaults[id],
  ).map(({ id, label, unit }) => `${label.toLowerCase()} ${texts[id]}${unit === null ? "" : ` ${unit}`}`);
  const parts = [...ALWAYS.map((id) => rangeInWords(scenario, id)), ...limits, ...others];
  return `${name ? `Conditions: “${name}”` : "Your own conditions"}: ${listed(parts)}; it runs ${placesText(scenario, book)}.`;
}

/** What scenarios that stand side by side are called: by their own titles, or by what differs between them. */
import { PLATFORMS } from "../model/cost/platforms/index.js";
import type { Field } from "../model/scenario/field.js";
import { FIELDS, type FieldId } from "../model/scenario/fields.js";
import { centre, type Range, rangeText } from "../model/scenario/range.js";
import { DEFAULT_SCENARIO, equal, type FieldValue, type Scenario } from "../model/scenario/scenario.js";
import { capital, listed } from "./words.js";

/** What a reader looks for first. */
const FIRST: readonly FieldId[] = ["workload", "requestsPerMonth", "platforms"];
/** More would be no title. */
const MOST_NAMED = 3;

/**
 * @param workloadTitle a workload's title by its id
 * @returns one title for each, all of them different where the scenarios are
 */
export function scenarioTitles(
  scenarios: readonly Scenario[],
  workloadTitle: (id: string) => string = (id) => id,
): string[] {
  const own = scenarios.map(({ title }) => title.trim());
  return scenarios.map((scenario, i) => {
    const isOwn = own[i] !== "" && own[i] !== DEFAULT_SCENARIO.title;
    if (isOwn && own.filter((title) => title === own[i]).length === 1) return own[i]!;
    const differs = differences(scenario, scenarios, workloadTitle);
    const title = differs === "" ? "The same conditions" : capital(differs);
    return isOwn ? `${own[i]}: ${differs || "the same conditions"}` : title;
  });
}

/** "3 M requests a month, on AWS Lambda, x86": of a scenario, where others have something else; empty where none has. */
function differences(
  scenario: Scenario,
  among: readonly Scenario[],
  workloadTitle: (id: string) => string,
): string {
  const isFirst = ({ id }: { readonly id: FieldId }) => FIRST.includes(id);
  const asked = FIELDS.filter(({ id }) => id !== "title" && id !== "summary");
  const phrases = [...asked.filter(isFirst), ...asked.filter((field) => !isFirst(field))].flatMap((field) => {
    const others = among.filter((other) => !sameIn(field.id, scenario, other));
    return others.length === 0 ? [] : [phraseOf(field, scenario, others, workloadTitle)];
  });
  const more = phrases.length - MOST_NAMED;
  const named = phrases.slice(0, MOST_NAMED).join(", ");
  return more > 0 ? `${named} and ${more} more` : named;
}

const valueIn = (scenario: Scenario, id: FieldId) => scenario[id] as FieldValue;
const sameIn = (id: FieldId, a: Scenario, b: Scenario) => equal(valueIn(a, id), valueIn(b, id));

function phraseOf(
  field: Field & { readonly id: FieldId },
  scenario: Scenario,
  others: readonly Scenario[],
  workloadTitle: (id: string) => string,
): string {
  const value = valueIn(scenario, field.id);
  switch (field.kind) {
    case "range": {
      const range = value as Range;
      const isMoved = others.every((other) => centre(valueIn(other, field.id) as Range) !== centre(range));
      return isMoved ? field.phrase(centre(range)) : `${field.label} ${rangeText(range)}`;
    }
    case "limit":
      return value === null ? `no limit for “${field.label}”` : field.phrase(value as number);
    case "choice":
      return `${field.label}: ${field.choices.find(([id]) => id === value)?.[1] ?? value}`;
    case "flag":
      return `${field.label}: ${value ? "yes" : "no"}`;
    case "list":
      return placesText(value as readonly string[], others);
    case "text":
      return field.id === "workload"
        ? workloadTitle(scenario.workload)
        : `${field.label} ${value || "newest"}`;
  }
}

/** Where it runs today, or what else it may move to. */
function placesText(ids: readonly string[], others: readonly Scenario[]): string {
  const [today, ...rest] = ids;
  if (others.some(({ platforms }) => platforms[0] !== today)) return `on ${platformTitle(today!)}`;
  const added = rest.filter((id) => others.some(({ platforms }) => !platforms.includes(id)));
  if (added.length > 0) return `may move to ${listed(added.map(platformTitle))}`;
  return rest.length === 0 ? "may move nowhere" : `with fewer platforms (${ids.length})`;
}

/** A reader's own platform is known by its id. */
const platformTitle = (id: string) => PLATFORMS.find((platform) => platform.id === id)?.title ?? id;

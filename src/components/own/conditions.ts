import { platformsOf } from "../../model/cost/platforms/index.js";
import { nearest } from "../../model/nearest.js";
import type { PriceBook } from "../../model/prices/price.js";
import { regionsOf } from "../../model/prices/regions.js";
import { FIELDS, type FieldId } from "../../model/scenario/fields.js";
import { PRESETS, presetOf } from "../../model/scenario/presets.js";
import { type Range, rangeText } from "../../model/scenario/range.js";
import { DEFAULT_SCENARIO, type Scenario } from "../../model/scenario/scenario.js";
import { parseTexts, textsOf } from "../../model/scenario/scenario-query.js";

type Stated = string | number | boolean | null | readonly string[] | Range;

/** Fields of a scenario as one writes them (`"2M..5M"`, 200, `"ec2-c7g.large"`), or as a form gives them, over those of a preset. */
export type Conditions = { readonly [Key in FieldId]?: Stated } & { readonly preset?: string };

/** @throws RangeError that names every field that is unknown or out of bounds */
export function scenarioOf(book: PriceBook, { preset, ...stated }: Conditions): Scenario {
  const base = preset === undefined ? DEFAULT_SCENARIO : presetOf(preset).scenario;
  const ids: readonly string[] = FIELDS.map(({ id }) => id);
  const unknown = Object.keys(stated).filter((id) => !ids.includes(id));
  if (unknown.length > 0) throw new RangeError(unknown.map((id) => unknownText(id, ids)).join("; "));
  const texts = Object.entries(stated).map(([id, value]) => [id, textOf(value as Stated)]);
  const parsed = parseTexts(
    { ...textsOf(base), ...Object.fromEntries(texts) },
    {
      // What is decided about is said beside the conditions.
      workloads: [stated.workload as string, ...PRESETS.map(({ scenario }) => scenario.workload)],
      platforms: platformsOf(book).map(({ id }) => id),
      regions: regionsOf(book),
    },
  );
  if (parsed.state === "valid") return parsed.scenario;
  throw new RangeError([...parsed.errors].map(([id, message]) => `${id}: ${message}`).join("; "));
}

function textOf(value: Stated): string {
  if (value === null) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.join(",");
  return typeof value === "object" ? rangeText(value as Range) : String(value);
}

function unknownText(id: string, known: readonly string[]): string {
  const near = nearest(id, known);
  const meant = near.length > 0 ? `did you mean ${near.join(" or ")}?` : "docs/scenarios.md lists them";
  return `there is no condition “${id}”; ${meant}`;
}

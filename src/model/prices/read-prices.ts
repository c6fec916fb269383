import type { YamlFields } from "../yaml-fields.js";
import { CONFIDENCES, EVERYWHERE, type Price, type PriceConfidence, type Tier } from "./price.js";
import { UNITS, type Unit } from "./units.js";

/** What a price takes over where it does not state it itself. */
export interface PriceDefaults {
  readonly region: string | undefined;
  readonly validFrom: string | undefined;
  readonly source: string | undefined;
  readonly confidence: PriceConfidence | undefined;
}

const SHARED_KEYS = ["region", "regions", "validFrom", "validTo", "source", "confidence"];
const STATEMENT_KEYS = ["value", "tiers", ...SHARED_KEYS];
export const PRICE_KEYS = ["title", "unit", "history", "assumption", ...STATEMENT_KEYS];

export function readDefaults(file: YamlFields): PriceDefaults {
  const fields = file.mapping("defaults", "defaults");
  fields?.allowOnly(["region", "validFrom", "source", "confidence"]);
  return {
    region: fields?.text("region"),
    validFrom: fields?.date("validFrom"),
    source: fields?.text("source"),
    confidence: fields?.oneOf("confidence", CONFIDENCES),
  };
}

/** The prices of one id: one statement, or a `history` of them. The fields must be among `PRICE_KEYS`. */
export function readHistory(
  fields: YamlFields,
  what: { readonly id: string; readonly title: string; readonly unit: Unit },
  defaults: PriceDefaults,
  origin: Price["origin"],
): Price[] {
  const inherited = overridden(fields, defaults);
  const statements = fields.mappings("history");
  if (statements !== undefined && (fields.has("value") || fields.has("tiers")))
    fields.fault("history", "has both a value and a history; put the value into the history");
  for (const statement of statements ?? []) statement.allowOnly(STATEMENT_KEYS);
  const prices = (statements ?? [fields]).flatMap((statement) =>
    readStatement(statement, what, statements ? overridden(statement, inherited) : inherited, origin),
  );
  noteOverlaps(fields, prices);
  return prices;
}

function overridden(fields: YamlFields, defaults: PriceDefaults): PriceDefaults {
  return {
    region: fields.text("region") ?? defaults.region,
    validFrom: fields.date("validFrom") ?? defaults.validFrom,
    source: fields.text("source") ?? defaults.source,
    confidence: fields.oneOf("confidence", CONFIDENCES) ?? defaults.confidence,
  };
}

/** A user need not say where, since when and how sure; the book's own files must. */
function readStatement(
  fields: YamlFields,
  what: { readonly id: string; readonly title: string; readonly unit: Unit },
  { region, validFrom, source, confidence }: PriceDefaults,
  origin: Price["origin"],
): Price[] {
  const tiers = readTiers(fields, what.unit);
  const regions = fields.texts("regions") ?? (region === undefined ? [] : [region]);
  const validTo = fields.date("validTo") ?? null;
  if (origin === "book") {
    if (regions.length === 0) fields.fault(null, "has no region; give one, or global");
    if (validFrom === undefined) fields.fault(null, "has no validFrom; give the source's date");
    if (source === undefined) fields.fault(null, "has no source; say who states it, and when");
    if (confidence === undefined)
      fields.fault(null, `has no confidence; allowed are ${CONFIDENCES.join(", ")}`);
  }
  if (validTo !== null && validFrom !== undefined && validTo < validFrom)
    fields.fault("validTo", `ends on ${validTo}, before it begins on ${validFrom}; exchange the two`);
  if (tiers === undefined) return [];
  return (regions.length === 0 ? [EVERYWHERE] : regions).map((region) => ({
    ...what,
    tiers,
    region,
    validFrom: validFrom ?? null,
    validTo,
    source: source ?? "your own price",
    confidence: confidence ?? "medium",
    origin,
  }));
}

function readTiers(fields: YamlFields, unit: Unit): Tier[] | undefined {
  if (fields.has("value") && fields.has("tiers"))
    return fields.fault("tiers", "has both a value and tiers; give one of the two");
  if (!fields.has("tiers")) {
    if (!fields.has("value")) return fields.fault(null, `has no value; give it in ${unit}`);
    const value = readValue(fields, unit);
    return value === undefined ? undefined : [{ upTo: null, value }];
  }
  const tiers = fields.mappings("tiers")?.map((tier) => {
    tier.allowOnly(["upTo", "value"]);
    if (!tier.has("value")) tier.fault(null, `has no value; give it in ${unit}`);
    return { upTo: tier.number("upTo") ?? null, value: readValue(tier, unit) };
  });
  if (tiers === undefined) return undefined;
  for (const [i, { upTo }] of tiers.entries()) {
    const last = i === tiers.length - 1;
    const floor = i === 0 ? 0 : (tiers[i - 1]!.upTo ?? Number.POSITIVE_INFINITY);
    if (last && upTo !== null) fields.fault("tiers", `the last tier ends at ${upTo}; leave its upTo out`);
    if (!last && !(upTo !== null && upTo > floor))
      fields.fault("tiers", `tier ${i + 1} ends at ${upTo ?? "no amount"}: give an upTo above ${floor}`);
  }
  return tiers.every((tier): tier is Tier => tier.value !== undefined) ? tiers : undefined;
}

function readValue(fields: YamlFields, unit: Unit): number | undefined {
  const value = fields.number("value");
  if (value === undefined) return undefined;
  if (value < 0)
    return fields.fault("value", `value is ${value} ${unit}: allowed is 0 or more; remove the sign`);
  if (UNITS[unit].measure === "share" && value > 1)
    return fields.fault("value", `value is ${value}: a share is 0 to 1, such as 0.5`);
  return value;
}

/** Two prices of one region must not hold on the same day. */
function noteOverlaps(fields: YamlFields, prices: readonly Price[]): void {
  const sorted = [...prices].sort((a, b) => (a.validFrom ?? "").localeCompare(b.validFrom ?? ""));
  for (const [i, price] of sorted.entries()) {
    const next = sorted.slice(i + 1).find(({ region }) => region === price.region);
    if (next === undefined || (price.validTo !== null && price.validTo < (next.validFrom ?? ""))) continue;
    const day = next.validFrom ?? "any date";
    fields.fault(
      null,
      `two prices hold in ${price.region} on ${day}; end the earlier one with validTo, the day before`,
    );
  }
}

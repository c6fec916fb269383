/** A scenario as an address's query: only what differs from the default, under the field's own name. */

import { nearest } from "../nearest.js";
import { parseNumber } from "../parse-number.js";
import type { Field } from "./field.js";
import { FIELDS, type FieldId } from "./fields.js";
import { parseRange, type Range, rangeText } from "./range.js";
import { DEFAULT_SCENARIO, equal, type FieldValue, faultsOf, type Known, type Scenario } from "./scenario.js";

/** Each field as a form shows it and an address carries it. */
export type ScenarioTexts = Readonly<Record<FieldId, string>>;

type ParsedTexts =
  | { readonly state: "valid"; readonly scenario: Scenario }
  | { readonly state: "invalid"; readonly errors: ReadonlyMap<FieldId, string> };

export function textsOf(scenario: Scenario): ScenarioTexts {
  return Object.fromEntries(
    FIELDS.map((field) => [field.id, textOf(field, scenario[field.id] as FieldValue)]),
  ) as ScenarioTexts;
}

/** Reads every field; every invalid one is named, with what was typed and what is allowed. */
export function parseTexts(texts: ScenarioTexts, known: Known): ParsedTexts {
  const { scenario, errors } = parseOver(DEFAULT_SCENARIO, texts, known);
  return errors.size > 0 ? { state: "invalid", errors } : { state: "valid", scenario };
}

/** What the texts state, and which of them are invalid. */
interface MendedTexts {
  /** Valid: a field whose text is not has its value from elsewhere. */
  readonly scenario: Scenario;
  readonly errors: ReadonlyMap<FieldId, string>;
}

/**
 * Reads every field; one that is invalid costs no other its value.
 *
 * @param standIn where the value of an invalid field is taken from; valid for `known`
 */
export function parseOver(standIn: Scenario, texts: ScenarioTexts, known: Known): MendedTexts {
  const errors = new Map<FieldId, string>();
  const values: Record<string, unknown> = { ...standIn };
  for (const field of FIELDS) {
    const read = valueFrom(field, texts[field.id]);
    if (read.state === "invalid") errors.set(field.id, `“${texts[field.id]}” will not do: ${read.reason}`);
    else values[field.id] = read.value;
  }
  for (const { field, message } of faultsOf(values as unknown as Scenario, known)) {
    if (!errors.has(field as FieldId)) errors.set(field as FieldId, message);
    values[field] = standIn[field as FieldId];
  }
  return { scenario: values as unknown as Scenario, errors };
}

/** The query without its "?". */
export function scenarioQuery(scenario: Scenario): string {
  const query = new URLSearchParams();
  for (const field of FIELDS) {
    const value = scenario[field.id] as FieldValue;
    if (!equal(value, field.byDefault)) query.set(field.id, textOf(field, value));
  }
  return query.toString();
}

/** The fields as a query sets them; what it leaves out has its default. */
export function textsFromQuery(search: string, byDefault: Scenario = DEFAULT_SCENARIO): ScenarioTexts {
  const query = new URLSearchParams(search);
  const defaults = textsOf(byDefault);
  return Object.fromEntries(
    FIELDS.map(({ id }) => [id, query.get(id) ?? defaults[id]]),
  ) as unknown as ScenarioTexts;
}

/** A key of a query that is no field's, and the field that it is most like, if any is. */
export interface UnknownKey {
  readonly key: string;
  readonly near: string | null;
}

/** The keys that `textsFromQuery` passes over, each once. */
export function unknownKeys(search: string): UnknownKey[] {
  const ids: readonly string[] = FIELDS.map(({ id }) => id);
  const keys = [...new Set(new URLSearchParams(search).keys())].filter((key) => !ids.includes(key));
  return keys.map((key) => ({ key, near: nearest(key, ids)[0] ?? null }));
}

function textOf(field: Field, value: FieldValue): string {
  if (field.kind === "range") return rangeText(value as Range);
  if (field.kind === "list") return (value as readonly string[]).join(",");
  if (field.kind === "flag") return value ? "yes" : "no";
  return value === null ? "" : String(value);
}

type Read =
  | { readonly state: "read"; readonly value: unknown }
  | { readonly state: "invalid"; readonly reason: string };

function valueFrom(field: Field, text: string): Read {
  const read = (value: unknown): Read => ({ state: "read", value });
  switch (field.kind) {
    case "range": {
      const range = parseRange(text, field.unit);
      return range.kind === "invalid" ? { state: "invalid", reason: range.reason } : read(range);
    }
    case "limit": {
      if (text.trim() === "") return read(null);
      const number = parseNumber(text, field.unit);
      if (number.state === "number") return read(number.value);
      return { state: "invalid", reason: number.fix ?? "give a number, or leave it empty for no limit" };
    }
    case "list":
      return read(
        text
          .split(",")
          .map((item) => item.trim())
          .filter((item) => item !== ""),
      );
    case "flag":
      if (text === "yes" || text === "no") return read(text === "yes");
      return { state: "invalid", reason: "give yes or no" };
    default:
      return read(text);
  }
}

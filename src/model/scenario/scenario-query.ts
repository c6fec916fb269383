/** A scenario as an address's query: only what differs from the default, under the field's own name. */
import type { Field } from "./field.js";
import { FIELDS, type FieldId } from "./fields.js";
import { parseRange, type Range, rangeText } from "./range.js";
import { DEFAULT_SCENARIO, equal, type FieldValue, faultsOf, type Known, type Scenario } from "./scenario.js";

/** Each field as a form shows it and an address carries it. */
export type ScenarioTexts = Readonly<Record<FieldId, string>>;

export type ParsedTexts =
  | { readonly state: "valid"; readonly scenario: Scenario }
  | { readonly state: "invalid"; readonly errors: ReadonlyMap<FieldId, string> };

export function textsOf(scenario: Scenario): ScenarioTexts {
  return Object.fromEntries(
    FIELDS.map((field) => [field.id, textOf(field, scenario[field.id] as FieldValue)]),
  ) as ScenarioTexts;
}

/** Reads every field; every invalid one is named, with what was typed and what is allowed. */
export function parseTexts(texts: ScenarioTexts, known: Known): ParsedTexts {
  const errors = new Map<FieldId, string>();
  const values: Record<string, unknown> = { ...DEFAULT_SCENARIO };
  for (const field of FIELDS) {
    const read = valueFrom(field, texts[field.id]);
    if (read.state === "invalid") errors.set(field.id, `“${texts[field.id]}” will not do: ${read.reason}`);
    else values[field.id] = read.value;
  }
  for (const { field, message } of faultsOf(values as unknown as Scenario, known)) {
    if (!errors.has(field as FieldId)) errors.set(field as FieldId, message);
  }
  if (errors.size > 0) return { state: "invalid", errors };
  return { state: "valid", scenario: values as unknown as Scenario };
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
export function textsFromQuery(search: string): ScenarioTexts {
  const query = new URLSearchParams(search);
  const defaults = textsOf(DEFAULT_SCENARIO);
  return Object.fromEntries(
    FIELDS.map(({ id }) => [id, query.get(id) ?? defaults[id]]),
  ) as unknown as ScenarioTexts;
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
      const range = parseRange(text);
      return range.kind === "invalid" ? { state: "invalid", reason: range.reason } : read(range);
    }
    case "limit": {
      if (text.trim() === "") return read(null);
      const number = Number(text);
      if (Number.isFinite(number)) return read(number);
      return { state: "invalid", reason: "give a number, or leave it empty for no limit" };
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

import { isDate } from "../is-date.js";
import type { Field, RangeField } from "./field.js";
import { FIELDS, type FieldId } from "./fields.js";
import { ends, type Range, rangeText } from "./range.js";

type ValueOf<F extends Field> = F extends { kind: "range" }
  ? Range
  : F extends { kind: "limit" }
    ? number | null
    : F extends { kind: "choice"; choices: readonly (readonly [infer V, string, string])[] }
      ? V
      : F extends { kind: "list" }
        ? readonly string[]
        : F extends { kind: "flag" }
          ? boolean
          : string;

/** Everything a reader decides, assumes or requires. What is measured, and what is priced, lies elsewhere. */
export type Scenario = { readonly [F in (typeof FIELDS)[number] as F["id"]]: ValueOf<F> };
export type FieldValue = Scenario[FieldId];
/** The fields that a draw of the simulation gives a value. */
export type RangeFieldId = { [K in FieldId]: Scenario[K] extends Range ? K : never }[FieldId];
type LimitFieldId = { [K in FieldId]: number | null extends Scenario[K] ? K : never }[FieldId];

export const DEFAULT_SCENARIO = Object.fromEntries(
  FIELDS.map((field) => [field.id, field.byDefault]),
) as unknown as Scenario;

export const RANGE_FIELDS = FIELDS.filter((field) => field.kind === "range");

const LEAST_WHOLE: ReadonlyMap<string, number> = new Map(
  (RANGE_FIELDS as readonly RangeField[]).flatMap(({ id, integer, least }) => (integer ? [[id, least]] : [])),
);

/** The least that a field of whole numbers allows; undefined for the others. */
export const leastWhole = (id: RangeFieldId): number | undefined => LEAST_WHOLE.get(id);

/** A field at a value, as its descriptor says it: "3.1 M requests a month". */
export function phraseOf(id: RangeFieldId | LimitFieldId, value: number): string {
  const field: Field = FIELDS.find((candidate) => candidate.id === id)!;
  return field.kind === "range" || field.kind === "limit" ? field.phrase(value) : String(value);
}

/** One fault of one field: which, what was given, what is allowed. */
interface ScenarioFault {
  readonly field: string;
  readonly message: string;
}

/** Everything that is wrong with the values, field by field; empty where nothing is. */
export function faultsOf(scenario: Scenario, known: Known): ScenarioFault[] {
  const faults: ScenarioFault[] = [];
  for (const field of FIELDS) {
    const reason = faultOf(field, scenario[field.id] as FieldValue, known);
    if (reason !== null) faults.push({ field: field.id, message: reason });
  }
  return faults;
}

/** What a scenario may refer to. */
export interface Known {
  readonly workloads: readonly string[];
  readonly platforms: readonly string[];
  readonly regions: readonly string[];
}

function faultOf(field: Field, value: FieldValue, known: Known): string | null {
  switch (field.kind) {
    case "range":
      return rangeFault(field, value as Range);
    case "limit":
      return value === null ? null : boundsFault(field, [value as number], String(value));
    case "choice":
      return field.choices.some(([allowed]) => allowed === value)
        ? null
        : `“${value}” is not one of ${field.choices.map(([allowed]) => allowed).join(", ")}`;
    case "list":
      return unknownOf(value as readonly string[], known.platforms, "platform");
    case "flag":
      return typeof value === "boolean" ? null : `“${value}” is neither true nor false`;
    case "text":
      return textFault(field.id, value as string, known);
  }
}

function rangeFault(field: RangeField, range: Range): string | null {
  const numbers = [...ends(range)];
  const ordered = range.kind === "triangle" ? [range.min, range.mode, range.max] : numbers;
  const bounds = boundsFault(field, ordered, rangeText(range));
  if (bounds !== null) return bounds;
  const broken = field.integer ? ordered.find((number) => !Number.isInteger(number)) : undefined;
  if (broken !== undefined) return brokenFault(field, range, broken);
  return ordered.every((number, i) => i === 0 || ordered[i - 1]! <= number)
    ? null
    : `“${rangeText(range)}” is out of order: write least..most likely..most, or p5~p95`;
}

function boundsFault(
  { least, most, unit }: Extract<Field, { kind: "range" | "limit" }>,
  numbers: readonly number[],
  given: string,
): string | null {
  if (numbers.every((number) => number >= least && number <= most)) return null;
  return `“${given}” is outside of ${formatBound(least)} to ${formatBound(most)} ${unit ?? ""}`.trimEnd();
}

function brokenFault({ least, most, unit }: RangeField, range: Range, broken: number): string {
  const [given, number] = [rangeText(range), String(broken)];
  const which = given === number ? "is not a whole number" : `holds ${number}, which is not a whole number`;
  return `“${given}” ${which}; allowed are whole numbers from ${formatBound(least)} to ${formatBound(most)} ${unit ?? ""}; give ${Math.floor(broken)} or ${Math.ceil(broken)}`;
}

const formatBound = (value: number) => value.toLocaleString("en-US", { maximumFractionDigits: 3 });

function unknownOf(values: readonly string[], allowed: readonly string[], what: string): string | null {
  if (values.length === 0) return `name at least one ${what}: ${allowed.join(", ")}`;
  const unknown = values.filter((value) => !allowed.includes(value));
  if (unknown.length === 0) return null;
  return `${unknown.map((value) => `“${value}”`).join(", ")}: unknown ${what}; known are ${allowed.join(", ")}`;
}

function textFault(id: string, value: string, known: Known): string | null {
  if (id === "workload") return unknownOf([value], known.workloads, "workload");
  if (id === "region") return unknownOf([value], known.regions, "region");
  if (id === "priceDate" && value !== "" && !isDate(value)) return `“${value}” is not a date, YYYY-MM-DD`;
  return null;
}

/** Whether two values of one field are the same. */
export function equal(a: FieldValue, b: FieldValue): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

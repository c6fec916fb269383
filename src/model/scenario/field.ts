import type { Range } from "./range.js";

/** What every field of a scenario says of itself: enough for a form, a file, an address and an error message. */
interface FieldBase {
  /** The key in a scenario file, with its unit in it. */
  readonly id: string;
  readonly group: GroupId;
  readonly label: string;
  /** Shown after the value; null for what has none. */
  readonly unit: string | null;
  /** One sentence: what it is, and what it moves. */
  readonly help: string;
  /** Where the default comes from; "assumption" where it is one. */
  readonly source: string;
}

/** The field at a value, as it stands after "above", "below", "at" or "with": "3.1 M requests a month". */
type Phrase = (value: number) => string;

/** A number with uncertainty: a draw of the simulation gives it a value. */
export interface RangeField extends FieldBase {
  readonly kind: "range";
  readonly least: number;
  readonly most: number;
  readonly scale: "linear" | "log";
  /** Set where only whole numbers are possible; a draw of a range is one too. */
  readonly integer?: true;
  /** How to find out the reader's own, in the imperative. */
  readonly howToMeasure: string;
  readonly phrase: Phrase;
  readonly byDefault: Range;
}

type Bounds = Pick<RangeField, "least" | "most" | "unit" | "scale">;

export const within = (
  least: number,
  most: number,
  unit: string,
  scale: RangeField["scale"] = "linear",
): Bounds => ({ least, most, unit, scale });

/** What a range says of itself besides; its default is an assumption where no source is given. */
type RangeSaid = Pick<RangeField, "byDefault" | "phrase" | "help" | "howToMeasure" | "integer"> &
  Partial<Pick<RangeField, "source">>;

/** Makes the ranges of a group. */
export const rangeIn =
  (group: GroupId) =>
  <const I extends string>(
    id: I,
    label: string,
    bounds: Bounds,
    said: RangeSaid,
  ): RangeField & { readonly id: I } => ({
    kind: "range",
    group,
    id,
    label,
    source: "assumption",
    ...bounds,
    ...said,
  });

/** A limit that may be absent. */
export interface LimitField extends FieldBase {
  readonly kind: "limit";
  readonly least: number;
  readonly most: number;
  readonly phrase: Phrase;
  readonly byDefault: number | null;
  /** Set where one that is absent counts like the least, and not like none that binds. */
  readonly unset?: "least";
}

interface ChoiceField<V extends string = string> extends FieldBase {
  readonly kind: "choice";
  /** Each with the clause that supposes it: "If it could run anywhere". */
  readonly choices: readonly (readonly [value: V, label: string, supposed: string])[];
  readonly byDefault: V;
}

export interface ListField extends FieldBase {
  readonly kind: "list";
  readonly byDefault: readonly string[];
}

interface FlagField extends FieldBase {
  readonly kind: "flag";
  /** The clauses that suppose either: "If it had to work offline". */
  readonly supposed: { readonly yes: string; readonly no: string };
  readonly byDefault: boolean;
}

interface TextField extends FieldBase {
  readonly kind: "text";
  readonly byDefault: string;
}

export type Field = RangeField | LimitField | ChoiceField | ListField | FlagField | TextField;

export const GROUPS = {
  subject: "What is decided",
  demand: "Traffic",
  slo: "Service levels",
  needs: "Hard requirements",
  platform: "Platforms",
  people: "People",
  money: "Money and time",
} as const;
export type GroupId = keyof typeof GROUPS;

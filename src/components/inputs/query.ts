/** The reader's inputs as text: what the form's fields hold and what the URL's query carries. */
import { type AdviceInputs, DEFAULT_INPUTS, defaultObjective, validateInputs } from "../../model/advice.js";
import { parseNumber } from "../../model/parse-number.js";

export type FieldName = keyof AdviceInputs;
/** Each field as typed. */
export type FieldTexts = Readonly<Record<FieldName, string>>;

export type Parsed =
  | { readonly state: "valid"; readonly inputs: AdviceInputs }
  | { readonly state: "invalid"; readonly errors: ReadonlyMap<FieldName, string> };

/** Names in the URL; short, since links are pasted. */
const QUERY_NAME: Readonly<Record<FieldName, string>> = {
  reach: "reach",
  gpu: "gpu",
  p99SloMs: "p99",
  memoryLimitMb: "memory",
  coldShare: "cold",
  coldSloMs: "coldslo",
  minimumGain: "gain",
  objective: "for",
};

export const FIELDS = Object.keys(QUERY_NAME) as readonly FieldName[];

/** The cold share is typed in percent. */
export function textsOf(inputs: AdviceInputs): FieldTexts {
  const optional = (value: number | null) => (value === null ? "" : String(value));
  return {
    reach: inputs.reach,
    gpu: inputs.gpu ? "yes" : "no",
    p99SloMs: optional(inputs.p99SloMs),
    memoryLimitMb: optional(inputs.memoryLimitMb),
    coldShare: String(Number((inputs.coldShare * 100).toPrecision(12))),
    coldSloMs: optional(inputs.coldSloMs),
    minimumGain: String(inputs.minimumGain),
    objective: inputs.objective,
  };
}

/** Reads the fields; every invalid one is named, with what was typed and what is allowed. */
export function parseFields(texts: FieldTexts): Parsed {
  const inputs = {
    reach: texts.reach,
    gpu: texts.gpu === "yes",
    p99SloMs: optionalNumber(texts.p99SloMs),
    memoryLimitMb: optionalNumber(texts.memoryLimitMb, "MB"),
    coldShare: number(texts.coldShare) / 100,
    coldSloMs: optionalNumber(texts.coldSloMs),
    minimumGain: number(texts.minimumGain),
    objective: texts.objective,
  } as AdviceInputs;
  const errors = new Map<FieldName, string>();
  for (const error of validateInputs(inputs)) {
    const field = FIELDS.find((name) => error.startsWith(`${name} is `));
    if (field) errors.set(field, messageOf(field, texts[field], error));
  }
  return errors.size > 0 ? { state: "invalid", errors } : { state: "valid", inputs };
}

/** The inputs of the fields, with the default in place of every invalid one. */
export function validInputs(texts: FieldTexts): AdviceInputs {
  const parsed = parseFields(texts);
  if (parsed.state === "valid") return parsed.inputs;
  const defaults = textsOf(DEFAULT_INPUTS);
  const repaired = { ...texts };
  for (const field of parsed.errors.keys()) repaired[field] = defaults[field];
  const again = parseFields(repaired);
  return again.state === "valid" ? again.inputs : DEFAULT_INPUTS;
}

/** The query without its "?"; only what differs from the default, so that a plain link stays plain. */
export function queryOf(inputs: AdviceInputs): string {
  const texts = textsOf(inputs);
  const defaults = textsOf({ ...DEFAULT_INPUTS, objective: defaultObjective(inputs.reach) });
  const query = new URLSearchParams();
  for (const field of FIELDS)
    if (texts[field] !== defaults[field]) query.set(QUERY_NAME[field], texts[field]);
  return query.toString();
}

/** The fields as a query sets them; what it leaves out has its default. */
export function textsFromQuery(search: string): FieldTexts {
  const query = new URLSearchParams(search);
  const reach = query.get(QUERY_NAME.reach) ?? DEFAULT_INPUTS.reach;
  // A reach that is none falls back to the default one, and so does what to optimise for.
  const known = validInputs({ ...textsOf(DEFAULT_INPUTS), reach, objective: "latency" }).reach;
  const objective = defaultObjective(known);
  const texts = { ...textsOf({ ...DEFAULT_INPUTS, objective }) };
  for (const field of FIELDS) texts[field] = query.get(QUERY_NAME[field]) ?? texts[field];
  return texts;
}

function messageOf(field: FieldName, typed: string, error: string): string {
  const allowed = error.slice(error.indexOf(": ") + 2).replace("or null for", "or leave it empty for");
  const read = parseNumber(typed, field === "memoryLimitMb" ? "MB" : null);
  const fix = read.state === "invalid" ? read.fix : null;
  const advice = fix ?? (field === "coldShare" ? "give a percentage from 0 to 100, such as 1" : allowed);
  return `“${typed}” will not do: ${advice}.`;
}

function optionalNumber(text: string, unit: string | null = null): number | null {
  return text.trim() === "" ? null : number(text, unit);
}

/** NaN for what is none, which the validation then names. */
function number(text: string, unit: string | null = null): number {
  const read = parseNumber(text, unit);
  return read.state === "number" ? read.value : Number.NaN;
}

/** A scenario as a small YAML file: grouped, units in the keys, only what differs from the default. */
import { type Document, isMap, isScalar, LineCounter, parseDocument, stringify, type YAMLMap } from "yaml";
import { type Field, GROUPS, type GroupId } from "./field.js";
import { FIELDS } from "./fields.js";
import { exactly, type Range, triangle } from "./range.js";
import { DEFAULT_SCENARIO, equal, type FieldValue, faultsOf, type Known, type Scenario } from "./scenario.js";

export const SCENARIO_VERSION = 1;

/** A scenario file that will not do: every fault at once, each with its line. */
export class ScenarioError extends Error {
  override readonly name = "ScenarioError";
}

/**
 * @param source named in the message, such as the file's path
 * @throws ScenarioError
 */
export function parseScenario(text: string, source: string, known: Known): Scenario {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const faults: string[] = [];
  const fault = (node: unknown, message: string) => faults.push(`${lineOf(node, lines)}${message}`);
  for (const error of document.errors) faults.push(error.message.split("\n")[0]!);
  const values: Record<string, unknown> = { ...DEFAULT_SCENARIO };
  if (faults.length === 0) {
    const read = new Set<string>();
    readGroups(document, { values, read }, fault);
    for (const { field, message } of faultsOf(values as unknown as Scenario, known)) {
      if (read.has(field)) fault(nodeOf(document, field), `${field}: ${message}`);
    }
  }
  if (faults.length > 0) throw new ScenarioError(`${source} is not a scenario:\n  ${faults.join("\n  ")}`);
  return values as unknown as Scenario;
}

type Fault = (node: unknown, message: string) => void;

/** Every field's value so far, and the fields that the file itself gave one of the right kind. */
interface Reading {
  readonly values: Record<string, unknown>;
  readonly read: Set<string>;
}

function readGroups(document: Document, reading: Reading, fault: Fault): void {
  if (!isMap(document.contents)) {
    fault(document.contents, "the file holds no keys; it begins with portolanScenario: 1");
    return;
  }
  const version = document.get("portolanScenario");
  if (version !== SCENARIO_VERSION) {
    fault(
      document.contents,
      `portolanScenario is ${String(version)}; this Portolan reads ${SCENARIO_VERSION}`,
    );
  }
  for (const { key, value } of document.contents.items) {
    const name = String(key);
    if (name === "portolanScenario") continue;
    if (!(name in GROUPS)) {
      fault(key, `“${name}” is not a key; allowed are portolanScenario, ${Object.keys(GROUPS).join(", ")}`);
    } else if (!isMap(value)) {
      fault(key, `${name} must hold keys: ${keysOf(name as GroupId).join(", ")}`);
    } else {
      readFields(name as GroupId, value, reading, fault);
    }
  }
}

function readFields(group: GroupId, map: YAMLMap, { values, read }: Reading, fault: Fault): void {
  for (const { key, value } of map.items) {
    const field = FIELDS.find((candidate) => candidate.id === String(key) && candidate.group === group);
    if (field === undefined) {
      fault(key, `“${String(key)}” is not a key of ${group}; allowed are ${keysOf(group).join(", ")}`);
      continue;
    }
    const plain: unknown = isScalar(value) ? value.value : (value as { toJSON?: () => unknown })?.toJSON?.();
    const stated = fromPlain(field, plain);
    if (stated === undefined) {
      fault(value, `${field.id} is ${textOf(value, plain)}; ${EXPECTED[field.kind]}`);
    } else {
      values[field.id] = stated;
      read.add(field.id);
    }
  }
}

/** As the file has it where it is one word or number (JSON knows no .nan), else as JSON. */
function textOf(node: unknown, plain: unknown): string {
  if (typeof plain === "number" && isScalar(node)) return node.source ?? String(plain);
  return JSON.stringify(plain, (_, value) => (isOdd(value) ? YAML_NUMBERS[String(value)] : value));
}

const YAML_NUMBERS: Readonly<Record<string, string>> = {
  NaN: ".nan",
  Infinity: ".inf",
  "-Infinity": "-.inf",
};
const isOdd = (value: unknown) => typeof value === "number" && !Number.isFinite(value);

const EXPECTED: Readonly<Record<Field["kind"], string>> = {
  range: "give a number, {min, mode, max}, or {p5, p95}",
  limit: "give a number, or null for no limit",
  choice: "give one of its names",
  list: "give a list of names",
  flag: "give true or false",
  text: "give a text",
};

/** The value that a file states for a field; undefined where it is of the wrong kind. */
function fromPlain(field: Field, value: unknown): FieldValue | undefined {
  switch (field.kind) {
    case "range":
      return rangeFromPlain(value);
    case "limit":
      return value === null || isNumber(value) ? value : undefined;
    case "choice":
      return typeof value === "string" ? (value as FieldValue) : undefined;
    case "list":
      return Array.isArray(value) && value.every((item) => typeof item === "string") ? value : undefined;
    case "flag":
      return typeof value === "boolean" ? value : undefined;
    case "text":
      return typeof value === "string" ? value : undefined;
  }
}

function rangeFromPlain(value: unknown): Range | undefined {
  if (isNumber(value)) return exactly(value);
  if (typeof value !== "object" || value === null) return undefined;
  const given = value as Record<string, unknown>;
  const keys = Object.keys(given).sort().join(" ");
  if (!Object.values(given).every(isNumber)) return undefined;
  const { min, mode, max, p5, p95 } = given as Record<string, number>;
  if (keys === "max min mode") return triangle(min!, mode!, max!);
  if (keys === "p5 p95") return { kind: "interval", p5: p5!, p95: p95! };
  return undefined;
}

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);

/** The file of a scenario; what is left at its default is left out, but for the title and the workload. */
export function scenarioYaml(scenario: Scenario): string {
  const groups: Record<string, Record<string, unknown>> = {};
  for (const field of FIELDS) {
    const value = scenario[field.id] as FieldValue;
    if (field.id !== "title" && field.id !== "workload" && equal(value, field.byDefault)) continue;
    groups[field.group] = { ...groups[field.group], [field.id]: toPlain(value) };
  }
  return stringify({ portolanScenario: SCENARIO_VERSION, ...groups }, { lineWidth: 0 });
}

function toPlain(value: FieldValue): unknown {
  if (typeof value !== "object" || value === null || !("kind" in value)) return value;
  if (value.kind === "value") return value.value;
  const { kind: _, ...rest } = value;
  return rest;
}

function keysOf(group: GroupId): string[] {
  return FIELDS.filter((field) => field.group === group).map(({ id }) => id);
}

function nodeOf(document: Document, id: string): unknown {
  const field = FIELDS.find((candidate) => candidate.id === id);
  return field && document.hasIn([field.group, id]) ? document.getIn([field.group, id], true) : null;
}

function lineOf(node: unknown, lines: LineCounter): string {
  const start = (node as { range?: readonly number[] | null } | null)?.range?.[0];
  return start === undefined ? "" : `line ${lines.linePos(start).line}: `;
}

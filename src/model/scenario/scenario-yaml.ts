/** A scenario as a small YAML file: grouped, units in the keys, only what differs from the default. */
import { stringify } from "yaml";
import { parseYaml, type YamlFields } from "../yaml-fields.js";
import { type Field, GROUPS, type GroupId } from "./field.js";
import { FIELDS } from "./fields.js";
import { parseRange, type Range, triangle } from "./range.js";
import { DEFAULT_SCENARIO, equal, type FieldValue, faultsOf, type Known, type Scenario } from "./scenario.js";

const SCENARIO_VERSION = 1;

/**
 * @param source named in the message, such as the file's path
 * @throws YamlError
 */
export function parseScenario(text: string, source: string, known: Known): Scenario {
  return parseYaml(text, source, `portolanScenario: ${SCENARIO_VERSION}`, (file) => {
    file.version("portolanScenario", SCENARIO_VERSION);
    file.allowOnly(["portolanScenario", ...Object.keys(GROUPS)]);
    const values: Record<string, unknown> = { ...DEFAULT_SCENARIO };
    /** The fields that the file gives a value of the right kind, and where. */
    const stated = new Map<string, YamlFields>();
    for (const group of Object.keys(GROUPS) as GroupId[]) {
      const map = file.mapping(group, group);
      map?.allowOnly(keysOf(group));
      for (const field of FIELDS.filter((one) => one.group === group && map?.has(one.id))) {
        const value = readField(map!, field);
        if (value === undefined) continue;
        values[field.id] = value;
        stated.set(field.id, map!);
      }
    }
    for (const { field, message } of faultsOf(values as unknown as Scenario, known))
      stated.get(field)?.fault(field, `${field}: ${message}`);
    return values as unknown as Scenario;
  });
}

/** Undefined, with its fault noted, where it is of the wrong kind. */
function readField(fields: YamlFields, field: Field): FieldValue | undefined {
  const { id, kind } = field;
  switch (kind) {
    case "range":
      return fields.isMapping(id) ? rangeOfKeys(fields, id) : rangeOfText(fields, id, field.unit);
    case "limit":
      return fields.isNull(id) ? null : fields.number(id, "a number, or null for no limit");
    case "list":
      return fields.texts(id);
    case "flag":
      return fields.flag(id);
    default:
      return fields.text(id) as FieldValue | undefined;
  }
}

function rangeOfText(fields: YamlFields, id: string, unit: string | null): Range | undefined {
  const text = fields.text(id);
  if (text === undefined) return undefined;
  const range = parseRange(text, unit);
  return range.kind === "invalid" ? fields.fault(id, `${id} is ${text}: ${range.reason}`) : range;
}

function rangeOfKeys(fields: YamlFields, id: string): Range | undefined {
  const map = fields.mapping(id, id)!;
  const names = map.keys.sort().join(" ");
  if (names !== "max min mode" && names !== "p5 p95")
    return fields.fault(id, `${id} has the keys ${names}: give a number, {min, mode, max}, or {p5, p95}`);
  const [min, mode, max, p5, p95] = ["min", "mode", "max", "p5", "p95"].map((key) => map.number(key));
  if (min !== undefined && mode !== undefined && max !== undefined) return triangle(min, mode, max);
  return p5 !== undefined && p95 !== undefined ? { kind: "interval", p5, p95 } : undefined;
}

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

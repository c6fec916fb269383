import { html } from "htl";
import type { Engine, Host } from "../../model/forecast/input.js";
import { parseNumber } from "../../model/parse-number.js";
import { choice, type Field, textField } from "../inputs/fields.js";
import type { ProfileResult } from "./protocol.js";

/** What a forecast needs and a profile does not say, as the reader states it. */
export interface PortInputs {
  /** Requests in the profiled interval, at least 1. */
  readonly requests: number;
  /** Calls across the boundary in the profiled interval, and bytes for each call; null where nobody knows. */
  readonly calls: number | null;
  readonly bytesPerCall: number | null;
  readonly peakRssMb: number | null;
  /** Cores that the engine keeps busy today; null where nobody knows. */
  readonly engineCores: number | null;
  readonly host: Host;
  readonly engine: Engine;
}

type PortField = "requests" | "calls" | "bytesPerCall" | "peakRssMb" | "engineCores";
type PortTexts = Readonly<Record<PortField, string>>;

/** What is allowed in each field, as its error says it. */
const ALLOWED: Readonly<
  Record<
    PortField,
    { readonly least: number; readonly optional: boolean; readonly unit: string; readonly text: string }
  >
> = {
  requests: { least: 1, optional: false, unit: "requests", text: "give a number of requests from 1" },
  calls: {
    least: 0,
    optional: true,
    unit: "calls",
    text: "give a number of calls from 0, or leave it empty",
  },
  bytesPerCall: { least: 0, optional: true, unit: "B", text: "give bytes from 0, or leave it empty" },
  peakRssMb: { least: 1, optional: true, unit: "MB", text: "give MB from 1, or leave it empty" },
  engineCores: { least: 1, optional: true, unit: "cores", text: "give cores from 1, or leave it empty" },
};

/** The numbers of the fields; each one that is none is named with what is allowed. */
export function parsePortTexts(texts: PortTexts): {
  readonly values: Readonly<Record<PortField, number | null>>;
  readonly errors: ReadonlyMap<PortField, string>;
} {
  const values: Record<PortField, number | null> = {
    requests: null,
    calls: null,
    bytesPerCall: null,
    peakRssMb: null,
    engineCores: null,
  };
  const errors = new Map<PortField, string>();
  for (const name of Object.keys(ALLOWED) as PortField[]) {
    const { least, optional, unit, text } = ALLOWED[name];
    if (texts[name].trim() === "" && optional) continue;
    const read = parseNumber(texts[name], unit);
    if (read.state === "number" && read.value >= least) values[name] = read.value;
    else errors.set(name, `“${texts[name]}” will not do: ${(read.state === "invalid" && read.fix) || text}.`);
  }
  return { values, errors };
}

/** What the profile says, and nothing for what it does not. */
export function knownInputs({
  requests,
  extras: { boundary, peakRssBytes, engineCores, host, engine },
}: Pick<ProfileResult, "requests" | "extras">): PortInputs {
  return {
    requests,
    calls: boundary?.calls ?? null,
    bytesPerCall: boundary?.bytes ?? null,
    peakRssMb: peakRssBytes ? peakRssBytes / 2 ** 20 : null,
    engineCores: engineCores ?? null,
    host: host ?? "unknown",
    engine: engine ?? "unknown",
  };
}

/** In whole bytes and MB, as a reader would type them. */
function textOf(name: PortField, value: number | null): string {
  if (value === null) return "";
  return String(name === "bytesPerCall" || name === "peakRssMb" ? Math.round(value) : value);
}

export interface PortForm {
  readonly element: HTMLElement;
  /** The last valid inputs; what the reader left as it is has the profile's exact value. */
  readonly value: PortInputs;
  /** What is not as the profile says. */
  readonly changed: readonly (keyof PortInputs)[];
  /** Takes from a profile what it says, and leaves to the reader what it does not. */
  reset(result: ProfileResult): void;
}

export function portForm(onChange: () => void): PortForm {
  const fields: Readonly<Record<PortField, Field>> = {
    requests: textField("requests", "The profile covers", ALLOWED.requests.unit),
    calls: textField("calls", "Boundary calls in it", ALLOWED.calls.unit, "unknown"),
    bytesPerCall: textField("bytesPerCall", "Bytes of each call", ALLOWED.bytesPerCall.unit, "unknown"),
    peakRssMb: textField("peakRssMb", "Peak memory today", ALLOWED.peakRssMb.unit, "unknown"),
    engineCores: textField(
      "engineCores",
      "Its engine keeps busy today",
      ALLOWED.engineCores.unit,
      "unknown: taken as 1",
    ),
  };
  const host = choice("host", "It runs on", [
    ["python", "Python"],
    ["node", "Node.js"],
    ["unknown", "something else"],
  ]);
  const engine = choice("engine", "Its engine is", [
    ["unknown", "not known"],
    ["native", "native code"],
    ["wasm", "WebAssembly"],
  ]);
  const element = html`<form class="conditions port-inputs" aria-label="What the profile does not say">
    <h3>What the profile does not say</h3>
    <div class="fields">${[...Object.values(fields), host, engine].map((field) => field.element)}</div>
    <p class="hint">Every figure below is for one request. With calls and bytes given, the crossing is priced by what it cost on this machine; without, IO changes as it did in the measured workloads.</p>
  </form>`;
  let known = knownInputs({ requests: 1, extras: {} });
  let value = known;
  const names = Object.keys(fields) as PortField[];
  const read = (): boolean => {
    const texts = Object.fromEntries(names.map((name) => [name, fields[name].text])) as PortTexts;
    const { values, errors } = parsePortTexts(texts);
    for (const name of names) fields[name].error = errors.get(name) ?? null;
    if (errors.size > 0) return false;
    const untouched = names.filter((name) => texts[name] === textOf(name, known[name]));
    value = {
      ...values,
      ...Object.fromEntries(untouched.map((name) => [name, known[name]])),
      host: host.text as Host,
      engine: engine.text as Engine,
    } as PortInputs;
    return true;
  };
  element.addEventListener("submit", (event) => event.preventDefault());
  element.addEventListener("input", () => {
    if (read()) onChange();
  });
  return {
    element,
    get value() {
      return value;
    },
    get changed() {
      return (Object.keys(known) as (keyof PortInputs)[]).filter((name) => value[name] !== known[name]);
    },
    reset(result) {
      known = knownInputs(result);
      for (const name of names) fields[name].text = textOf(name, known[name]);
      host.text = known.host;
      engine.text = known.engine;
      read();
    },
  };
}

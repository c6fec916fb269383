/** Platforms that a user describes: traits and prices, or a machine of their own, from which an hour's price follows. */

import { BILLABLE_UNITS } from "../cost/billable-units.js";
import { type Gpu, NO_LIMITS, type PlatformLimits } from "../cost/platforms/limits.js";
import {
  BILLED_TIMES,
  type BilledTime,
  type BillingTraits,
  ON_DEMAND,
  RESERVED_HOURS,
  type TraitCharge,
  type TraitPlatform,
} from "../cost/platforms/traits.js";
import type { YamlFields } from "../yaml-fields.js";
import { hourlyParts, hourlySteps, type OnPremises } from "./on-premises.js";
import { EVERYWHERE, type Price, type PriceEntry } from "./price.js";
import { PRICE_KEYS, type PriceDefaults, readHistory } from "./read-prices.js";
import { UNITS, type Unit } from "./units.js";

export interface OwnPlatform {
  readonly platform: TraitPlatform;
  readonly entries: readonly PriceEntry[];
}

const SHARED_KEYS = ["title", "gpu", "architecture", "vcpus", "memoryMb", "wallMs", "notes"];
const TRAIT_KEYS = [
  "model",
  "p99Ms",
  "time",
  "stepMs",
  "leastMs",
  "rounded",
  "concurrency",
  "keepAliveSeconds",
  "prices",
];
const MACHINE_KEYS = ["usd", "years", "watts", "pue", "usdPerKwh", "usdPerMonth", "utilisationPercent"];

const positive = (value: number) => value > 0;
const notNegative = (value: number) => value >= 0;

/**
 * The `platforms` of a price file; every fault is noted in it.
 *
 * @param taken ids that are another platform's
 */
export function readOwnPlatforms(
  file: YamlFields,
  defaults: PriceDefaults,
  taken: readonly string[],
): OwnPlatform[] {
  const platforms = file.mapping("platforms", "platforms");
  return (platforms?.keys ?? []).flatMap((id) => {
    const fields = platforms!.mapping(id, id);
    if (fields === undefined) return [];
    if (taken.includes(id)) fields.fault(null, "is the id of a platform that there is; choose another");
    if (!/^[a-z][a-z0-9-]*$/.test(id))
      fields.fault(null, "is no id: allowed are small letters, digits and hyphens, such as our-rack");
    if (!fields.has("title")) fields.fault(null, "has no title; say what it is");
    return fields.has("onPremises") ? onPremises(id, fields, defaults) : [composed(id, fields, defaults)];
  });
}

/** What both kinds say of the platform. */
function described(id: string, fields: YamlFields) {
  const note = fields.texts("notes") ?? [];
  return {
    id,
    title: fields.text("title") ?? id,
    architecture: fields.oneOf("architecture", ["x86", "arm"]) ?? null,
    gpu: gpuOf(fields),
    limits: limitsOf(fields),
    notes: note,
  };
}

function limitsOf(fields: YamlFields): PlatformLimits {
  const limit = (key: "vcpus" | "memoryMb" | "wallMs") => {
    const most = fields.number(key, "a number above 0", positive);
    return most === undefined ? null : { most, source: "your own platform" };
  };
  return { ...NO_LIMITS, vcpus: limit("vcpus"), memoryMb: limit("memoryMb"), wallMs: limit("wallMs") };
}

function gpuOf(fields: YamlFields): Gpu | null {
  const gpu = fields.mapping("gpu");
  if (gpu === undefined) return null;
  gpu.allowOnly(["name", "count", "memoryGb"]);
  if (!gpu.has("name")) gpu.fault(null, "has no name; give it as its driver does, such as NVIDIA L4");
  return {
    name: gpu.text("name") ?? "",
    count:
      gpu.number("count", "a whole number above 0", (count) => Number.isInteger(count) && count > 0) ?? 1,
    memoryGb: gpu.number("memoryGb", "GB above 0", positive) ?? 0,
  };
}

function composed(id: string, fields: YamlFields, defaults: PriceDefaults): OwnPlatform {
  fields.allowOnly([...SHARED_KEYS, ...TRAIT_KEYS, "onPremises"]);
  const priced = pricesOf(id, fields, defaults);
  const model = fields.text("model");
  const time = timeOf(fields);
  const base = time === "reserved" ? RESERVED_HOURS : ON_DEMAND;
  const keepAliveSeconds = fields.number("keepAliveSeconds", "seconds, 0 or more", notNegative);
  const traits: BillingTraits = {
    ...base.traits,
    time,
    stepMs: fields.number("stepMs", "ms, 0 or more", notNegative) ?? 0,
    leastMs: fields.number("leastMs", "ms, 0 or more", notNegative) ?? 0,
    rounded: fields.oneOf("rounded", ["request", "instance"]) ?? "request",
    concurrency: concurrencyOf(fields, time),
    keepAliveMs: keepAliveSeconds === undefined ? null : keepAliveSeconds * 1000,
    charges: priced.map(({ entry: { id, title }, tokens }) => ({
      label: title,
      price: id,
      ...(tokens ? { tokens } : {}),
    })),
  };
  const p99Ms = fields.number("p99Ms", "milliseconds above 0", positive);
  if (p99Ms !== undefined && model === undefined)
    fields.fault("p99Ms", "has a p99 and no model: what runs there is measured; leave it out");
  const sells =
    model === undefined ? {} : { sells: { id, title: model, ...(p99Ms === undefined ? {} : { p99Ms }) } };
  const platform = { ...base, ...described(id, fields), traits, ...sells };
  return { platform, entries: priced.map(({ entry }) => entry) };
}

interface OwnPrice {
  readonly entry: PriceEntry;
  readonly tokens: TraitCharge["tokens"];
}

function pricesOf(id: string, fields: YamlFields, defaults: PriceDefaults): OwnPrice[] {
  const prices = fields.mapping("prices", `${id}, prices`);
  if (!fields.has("prices"))
    fields.fault(null, "has no prices; give at least one, or onPremises with what a server costs");
  return (prices?.keys ?? []).flatMap((name) => {
    const price = prices!.mapping(name, `${id}, ${name}`);
    if (price === undefined) return [];
    price.allowOnly([...PRICE_KEYS.filter((key) => key !== "assumption"), "tokens"]);
    if (!price.has("unit")) price.fault(null, `has no unit; allowed are ${BILLABLE_UNITS.join(", ")}`);
    const unit = price.oneOf("unit", BILLABLE_UNITS);
    if (unit === undefined) return [];
    const what = { id: `${id}.${name}`, title: price.text("title") ?? name, unit };
    const entry = { ...what, assumption: null, history: readHistory(price, what, defaults, "user") };
    return [{ entry, tokens: tokensOf(price, unit) }];
  });
}

/** A price by tokens says whose: a prompt's or an answer's. */
function tokensOf(price: YamlFields, unit: Unit): TraitCharge["tokens"] {
  const isByTokens = UNITS[unit].measure === "token";
  if (isByTokens !== price.has("tokens"))
    price.fault(
      isByTokens ? null : "tokens",
      isByTokens
        ? "does not say which tokens; give tokens: in for a prompt’s, or out for an answer’s"
        : `says which tokens, and its unit is ${unit}; leave tokens out, or give USD/1M tokens`,
    );
  return price.oneOf("tokens", ["in", "out"]);
}

function timeOf(fields: YamlFields): BillingTraits["time"] {
  const given = fields.texts("time");
  if (given === undefined) return fields.has("model") ? [] : ["serving"];
  if (given.length === 1 && given[0] === "reserved") return "reserved";
  for (const time of given)
    if (!(BILLED_TIMES as readonly string[]).includes(time))
      fields.fault("time", `time holds "${time}": allowed are ${BILLED_TIMES.join(", ")}, or reserved alone`);
  return BILLED_TIMES.filter((time): time is BilledTime => given.includes(time));
}

function concurrencyOf(fields: YamlFields, time: BillingTraits["time"]): BillingTraits["concurrency"] {
  if (!fields.has("concurrency")) return 1;
  if (fields.text("concurrency") === "cores") {
    if (time !== "reserved")
      fields.fault("concurrency", "concurrency is cores: allowed where time is reserved; give a number");
    return "cores";
  }
  const isCount = (count: number) => Number.isInteger(count) && count > 0;
  const count = fields.number("concurrency", "a whole number above 0, or cores", isCount) ?? 1;
  if (time === "reserved" && count > 1)
    fields.fault(
      "concurrency",
      `concurrency is ${count}: a reserved instance has 1, or as many as its cores`,
    );
  return count;
}

/** One's own machine: a vCPU of it, or a GPU, by the hour for which it is given out. */
function onPremises(id: string, fields: YamlFields, defaults: PriceDefaults): OwnPlatform[] {
  fields.allowOnly([...SHARED_KEYS, "onPremises"]);
  const what = described(id, fields);
  const machine = machineOf(fields, what);
  if (machine === null) return [];
  const unit: Unit = what.gpu ? "USD/hour" : "USD/vCPU-hour";
  const entries = hourlyParts(machine).map(({ key, label, usdPerHour, steps }): PriceEntry => {
    const entry = { id: `${id}.${key}`, title: `${what.title}: ${label.toLowerCase()}`, unit };
    const price: Price = {
      ...entry,
      tiers: [{ upTo: null, value: usdPerHour }],
      region: EVERYWHERE,
      ...{ validFrom: null, validTo: null },
      source: `${defaults.source ?? "your own platform"}: ${steps}`,
      confidence: defaults.confidence ?? "medium",
      origin: "user",
    };
    return { ...entry, history: [price], assumption: null };
  });
  const charges = hourlyParts(machine).map(({ key, label }) => ({ label, price: `${id}.${key}` }));
  const platform: TraitPlatform = {
    ...RESERVED_HOURS,
    ...what,
    bills: `Every ${machine.part} that is given out, by the hour: what the machine cost, its electricity and its upkeep.`,
    traits: { ...RESERVED_HOURS.traits, charges },
    notes: [hourlySteps(machine), ...what.notes],
  };
  return [{ platform, entries }];
}

function machineOf(fields: YamlFields, { gpu, limits }: ReturnType<typeof described>): OnPremises | null {
  const machine = fields.mapping("onPremises");
  if (machine === undefined) return null;
  machine.allowOnly(MACHINE_KEYS);
  const needed = (key: string, allowed: string, isAllowed: (value: number) => boolean) => {
    if (!machine.has(key)) machine.fault(null, `has no ${key}; give ${allowed}`);
    return machine.number(key, allowed, isAllowed);
  };
  const usd = needed("usd", "what one server costs, USD, 0 or more", notNegative);
  const years = needed("years", "the years for which it is used, above 0", positive);
  const watts = needed("watts", "its power on average, W, 0 or more", notNegative);
  const usdPerKwh = needed("usdPerKwh", "what electricity costs, 0 or more", notNegative);
  const percent = needed(
    "utilisationPercent",
    "the share of it that is given out, above 0 to 100",
    (value) => value > 0 && value <= 100,
  );
  const pue = machine.number("pue", "1 or more", (value) => value >= 1) ?? 1;
  const usdPerMonth = machine.number("usdPerMonth", "USD a month, 0 or more", notNegative) ?? 0;
  if (!gpu && limits.vcpus === null) fields.fault(null, "has no vcpus; give how many one server has");
  const parts = gpu ? gpu.count : limits.vcpus?.most;
  if (usd === undefined || years === undefined || watts === undefined) return null;
  if (usdPerKwh === undefined || percent === undefined || parts === undefined) return null;
  const part = gpu ? gpu.name : "vCPU";
  return { usd, years, watts, pue, usdPerKwh, usdPerMonth, utilisation: percent / 100, parts, part };
}

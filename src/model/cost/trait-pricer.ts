/** The bill that traits come to: one rule for all platforms that are composed of them. */
import { countText } from "../format.js";
import type { PriceBook } from "../prices/price.js";
import { UNITS } from "../prices/units.js";
import { AMOUNTS, OVER_TIME } from "./billable-units.js";
import { egressGb } from "./egress.js";
import { freeTierOf } from "./free-tier.js";
import { memoryGbOf, vcpusOf } from "./instance-size.js";
import { meterOf } from "./meter.js";
import type { CompileOptions } from "./platforms/platform.js";
import type { BilledTime, TraitCharge, TraitPlatform } from "./platforms/traits.js";
import { type Charge, type Compiled, HOURS_PER_MONTH, pricerOf, pricesOf } from "./pricer.js";
import type { MonthlyUsage } from "./usage.js";

type Usage = Readonly<MonthlyUsage>;

/** Beside `AMOUNTS`: seconds of instances. */
const TIMES: Readonly<Record<BilledTime | "reserved", { readonly at: number; readonly label: string }>> = {
  serving: { at: 5, label: "" },
  starting: { at: 6, label: " of instances that start" },
  idle: { at: 7, label: " of instances that wait" },
  reserved: { at: 8, label: "" },
};
/** Of answers; those of prompts are an amount like others. */
const TOKENS_OUT = 9;
const QUANTITIES = 10;
const OF_INSTANCE = { instance: 0, vcpus: 1, memory: 2 } as const;

/** A line of the bill, and how its quantity is made: one of the month's × one of an instance's / so many seconds. */
interface Line {
  readonly charge: Charge;
  readonly amount: number;
  readonly of: number;
  readonly seconds: number;
}

export function compileTraits(platform: TraitPlatform, book: PriceBook, options: CompileOptions): Compiled {
  const isLeftOut = ({ price }: TraitCharge) =>
    options.egress === false && book.entries.some(({ id, unit }) => id === price && unit === "USD/GB");
  const charged = platform.traits.charges.filter((charge) => !isLeftOut(charge));
  const found = pricesOf(book, Object.fromEntries(charged.map(({ price }) => [price, price])), options);
  if (found.state === "unpriced") return found;
  const free = freeTierOf(
    book,
    options,
    Object.fromEntries(charged.flatMap((one) => (one.free ? [[one.price, one.free]] : []))),
  );
  const lines: Line[] = [];
  for (const { label, price: id, tokens } of charged) {
    const price = found.prices[id]!;
    const { measure } = UNITS[price.unit];
    const meter = meterOf(price, free.prices[id] ?? null);
    if (measure in AMOUNTS) {
      const amount = tokens === "out" ? TOKENS_OUT : AMOUNTS[measure as keyof typeof AMOUNTS];
      lines.push({ charge: { label, meter, optional: measure === "GB" }, amount, of: 0, seconds: 1 });
      continue;
    }
    const { of, seconds } = OVER_TIME[measure as keyof typeof OVER_TIME];
    for (const [i, { at, label: when }] of timesOf(platform).entries()) {
      const after = i === 0 ? {} : { after: lines.length - 1, optional: true };
      lines.push({
        charge: { label: `${label}${when}`, meter, ...after },
        amount: at,
        of: OF_INSTANCE[of],
        seconds,
      });
    }
  }
  const charges = lines.map(({ charge }) => charge);
  return {
    state: "priced",
    pricer: pricerOf(charges, measureOf(platform, lines), (usage) => [
      ...sizeNotes(platform, usage),
      ...platform.notes,
      ...free.notes,
    ]),
  };
}

const timesOf = ({ traits: { time } }: TraitPlatform) =>
  (time === "reserved" ? [time] : time).map((name) => TIMES[name]);

/** One function for all lines, without an allocation: simulations call it millions of times. */
function measureOf({ traits }: TraitPlatform, lines: readonly Line[]) {
  const { sizes, rounded, stepMs } = traits;
  const month = new Float64Array(QUANTITIES);
  const instance = new Float64Array([1, 0, 0]);
  const [amounts, ofs] = [
    Int32Array.from(lines, (line) => line.amount),
    Int32Array.from(lines, (line) => line.of),
  ];
  const factors = Float64Array.from(lines, ({ seconds }) => 1 / seconds);
  const billedMs = billing(traits);
  return (usage: Usage, out: Float64Array) => {
    const { requests, wallMs, cpuMs, coldShare, initMs, memoryMb, vcpus, servers, sharing } = usage;
    month[AMOUNTS.month] = 1;
    month[AMOUNTS.request] = requests;
    month[AMOUNTS["CPU-ms"]] = requests * cpuMs;
    month[AMOUNTS.GB] = egressGb(usage);
    month[AMOUNTS.token] = requests * usage.promptTokens;
    month[TOKENS_OUT] = requests * usage.answerTokens;
    month[TIMES.serving.at] = (requests * billedMs(wallMs)) / 1000 / sharing;
    // What an instance was there for ends anywhere in a step, which is paid for whole: half of one more on average.
    const startMs = rounded === "instance" ? initMs + stepMs / 2 : inSteps(initMs, stepMs);
    month[TIMES.starting.at] = (requests * coldShare * startMs) / 1000;
    month[TIMES.idle.at] = usage.idleSeconds;
    month[TIMES.reserved.at] = reservedOf(servers) * HOURS_PER_MONTH * 3600;
    instance[OF_INSTANCE.vcpus] = vcpusOf(sizes, vcpus, memoryMb);
    instance[OF_INSTANCE.memory] = memoryGbOf(sizes, vcpus, memoryMb);
    for (let i = 0; i < factors.length; i++) out[i] = month[amounts[i]!]! * instance[ofs[i]!]! * factors[i]!;
  };
}

/** Of the time of one request, what is billed; rounded where each of them is. */
function billing({ rounded, stepMs, leastMs }: TraitPlatform["traits"]): (ms: number) => number {
  if (rounded === "instance" || (stepMs === 0 && leastMs === 0)) return (ms) => ms;
  return (ms) => Math.max(leastMs, inSteps(ms, stepMs));
}

const inSteps = (ms: number, stepMs: number) => (stepMs === 0 ? ms : Math.ceil(ms / stepMs) * stepMs);

const reservedOf = (servers: number) => Math.max(1, Math.ceil(servers));

/** What the quantities were made of. */
function sizeNotes({ traits, without, gpu }: TraitPlatform, usage: Usage): string[] {
  const { sizes, time, keepAliveMs, concurrency } = traits;
  const size = `${countText(vcpusOf(sizes, usage.vcpus, usage.memoryMb))} vCPU and ${countText(memoryGbOf(sizes, usage.vcpus, usage.memoryMb))} GB`;
  if (time === "reserved") {
    const count = reservedOf(usage.servers);
    const what =
      concurrency === "cores"
        ? `${count} ${count === 1 ? "server" : "servers"}`
        : `${count} × ${gpu ? gpu.name : size}`;
    return [`${what} for ${HOURS_PER_MONTH} hours${without ? `, ${without}` : ""}`];
  }
  if (time.length === 0) return [];
  const notes = gpu ? [] : [`An instance has ${size}`];
  if (usage.sharing > 1)
    notes.push(`${countText(usage.sharing)} requests share an instance on average while it has any`);
  if (keepAliveMs !== null && time.includes("idle"))
    notes.push(
      `An instance that has no request is paid for until it stops, ${countText(keepAliveMs / 1000)} s later`,
    );
  return notes;
}

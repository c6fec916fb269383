import { compileTraits } from "../trait-pricer.js";
import type { Platform } from "./platform.js";
import type { BilledTime, BillingTraits, TraitPlatform } from "./traits.js";

/** One object for each: whoever holds it in a map finds it again. */
const made = new WeakMap<TraitPlatform, Platform>();

/** A platform that is composed of traits. */
export function platformOfTraits(described: TraitPlatform): Platform {
  const known = made.get(described);
  if (known) return known;
  const { id, title, reach, code, runtime, architecture, gpu, limits, traits } = described;
  const isReserved = traits.time === "reserved";
  const paysIdle = !isReserved && traits.time.includes("idle");
  const { concurrency, keepAliveMs } = traits;
  const platform: Platform = {
    ...{ id, title, reach, code, runtime, architecture, gpu, limits },
    bills: described.bills ?? sentenceOf(traits),
    waiting: waitingOf(traits),
    onDevice: false,
    scalesToZero: !isReserved,
    reserved: isReserved,
    sharesServer: concurrency === "cores",
    ...(keepAliveMs === null ? {} : { keepAliveMs }),
    ...(concurrency === "cores" || concurrency === 1 ? {} : { concurrency }),
    ...(paysIdle ? { paysIdle } : {}),
    ...(described.takesAnyGpu ? { takesAnyGpu: true } : {}),
    ...(described.sells ? { sells: described.sells } : {}),
    priceIds: traits.charges.map(({ price }) => price),
    compile: (book, options) => compileTraits(described, book, options),
  };
  made.set(described, platform);
  return platform;
}

function waitingOf({ time, concurrency }: BillingTraits): Platform["waiting"] {
  if (time === "reserved") return "in-reserved-hours";
  if (time.length === 0) return "free";
  return concurrency === 1 ? "billed" : "shared";
}

const LIST = new Intl.ListFormat("en-GB");
const WHEN: Readonly<Record<BilledTime, string>> = {
  serving: "serves",
  starting: "starts",
  idle: "waits for its next request",
};

/** "vCPUs and memory while an instance serves and starts, in steps of 100 ms, shared by up to 80 requests; requests." */
function sentenceOf({
  charges,
  time,
  stepMs,
  leastMs,
  rounded,
  concurrency,
  keepAliveMs,
}: BillingTraits): string {
  const labels = LIST.format(charges.map(({ label }) => label));
  if (time === "reserved") return `${labels}, in every hour for which they are reserved.`;
  const each = rounded === "request" ? "for each request" : "from an instance’s start to its stop";
  const rules = [
    ...(time.length > 0 ? [`time while an instance ${LIST.format(time.map((name) => WHEN[name]))}`] : []),
    ...(stepMs > 0 ? [`rounded up to ${stepMs.toLocaleString("en-US")} ms ${each}`] : []),
    ...(leastMs > 0 ? [`${leastMs.toLocaleString("en-US")} ms at least`] : []),
    ...(concurrency !== 1 && concurrency !== "cores"
      ? [`shared by up to ${concurrency.toLocaleString("en-US")} requests that wait`]
      : []),
    ...(keepAliveMs !== null ? [`stopped ${keepAliveMs / 1000} s after its last request`] : []),
  ];
  return `${labels}${rules.length > 0 ? `: ${rules.join(", ")}` : ""}.`;
}

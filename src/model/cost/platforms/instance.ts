import type { PriceBook } from "../../prices/price.js";
import { egressGb, egressOf } from "../egress.js";
import { INSTANCE_TYPES, type InstanceType } from "../instance-types.js";
import { meterOf } from "../meter.js";
import { type Compiled, HOURS_PER_MONTH, MB_PER_GB, pricerOf, pricesOf } from "../pricer.js";
import type { MonthlyUsage } from "../usage.js";
import { type CompileOptions, NO_LIMITS, type Platform } from "./platform.js";
import { RESERVED_HOURS } from "./traits.js";

type Usage = Readonly<MonthlyUsage>;

const SOURCE = "AWS, Amazon EC2 instance types";
const RESERVED = { ...RESERVED_HOURS, sharesServer: true } as const;

/** Reserved servers: `usage.servers` of them for every hour of the month, at least one. */
export const instances: readonly Platform[] = INSTANCE_TYPES.map((type) => ({
  ...RESERVED,
  id: `ec2-${type.name}`,
  architecture: type.architecture,
  title: `EC2 ${type.name}${type.gpu ? `, ${gpuTitle(type)}` : ""}`,
  bills: "Every hour of every server that is reserved, busy or not.",
  gpu: type.gpu,
  limits: {
    ...NO_LIMITS,
    memoryMb: { most: type.memoryGb * MB_PER_GB, source: SOURCE },
    vcpus: { most: type.vcpus, source: SOURCE },
  },
  priceIds: [`aws.ec2.${type.name}`, "aws.egress"],
  compile: (book, options) =>
    compile(book, options, `aws.ec2.${type.name}`, {
      egress: true,
      notes: type.burstable
        ? [
            `${type.name} is burstable: it holds full speed for a part of the time only, and this bill has no surplus credits`,
          ]
        : [],
    }),
}));

/** A machine that no price sheet knows; its hour is the user's to give. */
export const ownServer: Platform = {
  ...RESERVED,
  id: "own-server",
  architecture: null,
  title: "Your own server",
  bills: "Every hour of every server that you keep, at the price that you give.",
  gpu: null,
  takesAnyGpu: true,
  limits: NO_LIMITS,
  priceIds: ["own.server"],
  compile: (book, options) =>
    compile(book, options, "own.server", {
      egress: false,
      notes: ["Your network’s traffic is not billed here"],
    }),
};

function gpuTitle({ gpu }: InstanceType): string {
  return `${gpu!.count > 1 ? `${gpu!.count} × ` : ""}${gpu!.name}`;
}

function compile(
  book: PriceBook,
  options: CompileOptions,
  priceId: string,
  more: { readonly egress: boolean; readonly notes: readonly string[] },
): Compiled {
  const found = pricesOf(book, { hour: priceId }, options);
  if (found.state === "unpriced") return found;
  const egress = egressOf(book, more.egress ? options : { ...options, egress: false });
  if (egress.state === "unpriced") return egress;
  const charges = [{ label: "Servers", meter: meterOf(found.prices.hour) }, ...egress.charges];
  const measure = (usage: Usage, amounts: Float64Array) => {
    amounts[0] = reservedServers(usage) * HOURS_PER_MONTH;
    amounts[1] = egressGb(usage);
  };
  const notes = (usage: Usage) => {
    const servers = reservedServers(usage);
    const what = `${servers} ${servers === 1 ? "server" : "servers"} for ${HOURS_PER_MONTH} hours`;
    return [`${what}, without disks, load balancer or discounts`, ...more.notes, ...egress.notes];
  };
  return { state: "priced", pricer: pricerOf(charges, measure, notes) };
}

const reservedServers = ({ servers }: Usage) => Math.max(1, Math.ceil(servers));

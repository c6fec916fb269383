import { MB_PER_GB } from "../instance-size.js";
import { INSTANCE_TYPES, type InstanceType } from "../instance-types.js";
import { NO_LIMITS } from "./limits.js";
import { platformOfTraits } from "./of-traits.js";
import { AWS_RESPONSES, RESERVED_HOURS, type TraitPlatform } from "./traits.js";

const SOURCE = "AWS, Amazon EC2 instance types";
/** `usage.servers` of them for every hour of the month, at least one. */
const SERVERS = { ...RESERVED_HOURS.traits, concurrency: "cores" } as const;
const WITHOUT = "without disks, load balancer or discounts";

export const instances = INSTANCE_TYPES.map((type) =>
  platformOfTraits({
    ...RESERVED_HOURS,
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
    traits: {
      ...SERVERS,
      charges: [{ label: "Servers", price: `aws.ec2.${type.name}` }, AWS_RESPONSES],
    },
    without: WITHOUT,
    notes: type.burstable
      ? [
          `${type.name} is burstable: it holds full speed for a part of the time only, and this bill has no surplus credits`,
        ]
      : [],
  }),
);

/** A machine that no price sheet knows; its hour is the user's to give. */
export const OWN_SERVER: TraitPlatform = {
  ...RESERVED_HOURS,
  id: "own-server",
  architecture: null,
  title: "Your own server",
  bills: "Every hour of every server that you keep, at the price that you give.",
  gpu: null,
  takesAnyGpu: true,
  limits: NO_LIMITS,
  traits: { ...SERVERS, charges: [{ label: "Servers", price: "own.server" }] },
  without: WITHOUT,
  notes: ["Your network’s traffic is not billed here"],
};

export const ownServer = platformOfTraits(OWN_SERVER);

function gpuTitle({ gpu }: InstanceType): string {
  return `${gpu!.count > 1 ? `${gpu!.count} × ` : ""}${gpu!.name}`;
}

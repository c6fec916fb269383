import type { PriceBook } from "../../prices/price.js";
import { egressGb, egressOf } from "../egress.js";
import { FARGATE_LARGEST, fargateMemoryGb, fargateVcpus } from "../fargate-task.js";
import { meterOf } from "../meter.js";
import { type Compiled, HOURS_PER_MONTH, pricerOf, pricesOf } from "../pricer.js";
import type { MonthlyUsage } from "../usage.js";
import { ARCHITECTURE_TITLE, type Architecture } from "./lambda.js";
import { type CompileOptions, NO_LIMITS, type Platform } from "./platform.js";
import { RESERVED_HOURS } from "./traits.js";

type Usage = Readonly<MonthlyUsage>;
const SOURCE = "AWS, Amazon ECS developer guide, task CPU and memory";

/** Containers on reserved hours: `usage.servers` tasks for every hour of the month, at least one. */
export const fargate = (["x86", "arm"] as const).map(
  (architecture): Platform => ({
    id: `fargate-${architecture}`,
    title: `AWS Fargate, ${ARCHITECTURE_TITLE[architecture]}`,
    bills: "The vCPUs and the memory of every container that runs, by the hour, busy or not.",
    ...RESERVED_HOURS,
    sharesServer: false,
    architecture,
    gpu: null,
    limits: {
      ...NO_LIMITS,
      memoryMb: { most: FARGATE_LARGEST.memoryMb, source: SOURCE },
      vcpus: { most: FARGATE_LARGEST.vcpus, source: SOURCE },
    },
    priceIds: [`aws.fargate.vcpu.${architecture}`, `aws.fargate.memory.${architecture}`, "aws.egress"],
    compile: (book, options) => compile(architecture, book, options),
  }),
);

function compile(architecture: Architecture, book: PriceBook, options: CompileOptions): Compiled {
  const found = pricesOf(
    book,
    { vcpu: `aws.fargate.vcpu.${architecture}`, memory: `aws.fargate.memory.${architecture}` },
    options,
  );
  if (found.state === "unpriced") return found;
  const egress = egressOf(book, options);
  if (egress.state === "unpriced") return egress;
  const charges = [
    { label: "vCPUs", meter: meterOf(found.prices.vcpu) },
    { label: "Memory", meter: meterOf(found.prices.memory) },
    ...egress.charges,
  ];
  const measure = (usage: Usage, amounts: Float64Array) => {
    const hours = tasks(usage) * HOURS_PER_MONTH;
    amounts[0] = hours * fargateVcpus(usage.vcpus, usage.memoryMb);
    amounts[1] = hours * fargateMemoryGb(usage.vcpus, usage.memoryMb);
    amounts[2] = egressGb(usage);
  };
  const notes = (usage: Usage) => {
    const { vcpus, memoryMb } = usage;
    const size = `${fargateVcpus(vcpus, memoryMb)} vCPU and ${fargateMemoryGb(vcpus, memoryMb)} GB`;
    return [
      `${tasks(usage)} × ${size} for ${HOURS_PER_MONTH} hours, without a load balancer or discounts`,
      ...egress.notes,
    ];
  };
  return { state: "priced", pricer: pricerOf(charges, measure, notes) };
}

const tasks = ({ servers }: Usage) => Math.max(1, Math.ceil(servers));

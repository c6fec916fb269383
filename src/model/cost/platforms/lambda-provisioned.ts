import type { PriceBook } from "../../prices/price.js";
import { egressGb, egressOf } from "../egress.js";
import { meterOf } from "../meter.js";
import { amountOf, type Charge, type Compiled, HOURS_PER_MONTH, pricerOf, pricesOf } from "../pricer.js";
import type { MonthlyUsage } from "../usage.js";
import {
  ARCHITECTURE_TITLE,
  type Architecture,
  LAMBDA_PLATFORM_LIMITS,
  memoryGb,
  memoryNotes,
} from "./lambda.js";
import type { CompileOptions, Platform } from "./platform.js";

type Usage = Readonly<MonthlyUsage>;

/** Lambda with instances kept warm: `usage.servers` of them are provisioned, at least one. */
export const lambdaProvisioned = (["x86", "arm"] as const).map(
  (architecture): Platform => ({
    id: `lambda-${architecture}-provisioned`,
    title: `AWS Lambda with provisioned concurrency, ${ARCHITECTURE_TITLE[architecture]}`,
    bills:
      "The memory of the instances kept warm, by the second, used or not; each request; and its wall-clock time, at a lower price where such an instance was free.",
    waiting: "billed",
    reach: "server",
    code: "any",
    runtime: null,
    onDevice: false,
    scalesToZero: false,
    reserved: true,
    spillsOver: true,
    sharesServer: false,
    architecture,
    gpu: null,
    limits: LAMBDA_PLATFORM_LIMITS,
    priceIds: [
      ...["aws.lambda.requests", `aws.lambda.provisioned.${architecture}`],
      ...[`aws.lambda.provisioned-duration.${architecture}`, `aws.lambda.duration.${architecture}`],
      "aws.egress",
    ],
    compile: (book, options) => compile(architecture, book, options),
  }),
);

/**
 * A request that finds no provisioned instance free runs on demand, and is billed so (CloudWatch counts these as
 * ProvisionedConcurrencySpilloverInvocations). Only such a request can be cold; its INIT is billed as the date has it.
 * The free tier of Lambda does not apply to a function with provisioned concurrency (AWS Lambda pricing page).
 */
function compile(architecture: Architecture, book: PriceBook, options: CompileOptions): Compiled {
  const found = pricesOf(
    book,
    {
      requests: "aws.lambda.requests",
      provisioned: `aws.lambda.provisioned.${architecture}`,
      duration: `aws.lambda.provisioned-duration.${architecture}`,
      onDemand: `aws.lambda.duration.${architecture}`,
      initBilled: "aws.lambda.init-billed",
      step: "aws.lambda.provisioned.step",
    },
    options,
  );
  if (found.state === "unpriced") return found;
  const egress = egressOf(book, options);
  if (egress.state === "unpriced") return egress;
  const { prices } = found;
  const initShare = amountOf(prices.initBilled);
  const stepsPerHour = 60 / amountOf(prices.step);
  const hours = Math.ceil((options.provisionedHours ?? HOURS_PER_MONTH) * stepsPerHour) / stepsPerHour;
  const gbOf = memoryGb(options);
  const charges: Charge[] = [
    { label: "Requests", meter: meterOf(prices.requests) },
    { label: "Provisioned concurrency", meter: meterOf(prices.provisioned) },
    { label: "Duration", meter: meterOf(prices.duration) },
    { label: "Requests beyond the provisioned instances", meter: meterOf(prices.onDemand), optional: true },
    ...egress.charges,
  ];
  const measure = (usage: Usage, amounts: Float64Array) => {
    const { requests, onDemandShare, coldShare, wallMs, initMs } = usage;
    const warmMs = Math.ceil(wallMs);
    const coldMs = Math.ceil(wallMs + initShare * initMs);
    const gb = gbOf(usage);
    amounts[0] = requests;
    amounts[1] = provisionedInstances(usage) * hours * 3600 * gb;
    amounts[2] = ((requests * (1 - onDemandShare) * warmMs) / 1000) * gb;
    amounts[3] = ((requests * (onDemandShare * warmMs + coldShare * (coldMs - warmMs))) / 1000) * gb;
    amounts[4] = egressGb(usage);
  };
  const notes = (usage: Usage) => [
    `${provisionedInstances(usage) === 1 ? "1 instance is" : `${provisionedInstances(usage)} instances are`} kept warm for ${hours} hours of the month`,
    ...spillNotes(usage),
    ...memoryNotes(usage, options),
  ];
  return { state: "priced", pricer: pricerOf(charges, measure, notes) };
}

function spillNotes({ onDemandShare, coldShare }: Usage): string[] {
  if (onDemandShare === 0) return [];
  return [
    `${percent(onDemandShare)} of the requests find none of them free and run on demand; ${percent(coldShare)} of all meet a cold start there`,
  ];
}

const percent = (share: number) => `${Number((share * 100).toPrecision(2))} %`;

const provisionedInstances = ({ servers }: Usage) => Math.max(1, Math.ceil(servers));

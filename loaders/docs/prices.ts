import { BILLABLE_UNITS } from "../../src/model/cost/billable-units.ts";
import { INSTANCE_TYPES, type InstanceType } from "../../src/model/cost/instance-types.ts";
import { PLATFORMS, platformOf } from "../../src/model/cost/platforms/index.ts";
import { formatBytes } from "../../src/model/format.ts";
import type { Price, PriceBook, PriceEntry, Tier } from "../../src/model/prices/price.ts";
import { UNITS } from "../../src/model/prices/units.ts";

/** The book as a module: pages compute with it at once, without fetching it and without a YAML reader. */
export function shippedBookModule({ entries }: PriceBook): string {
  return `// biome-ignore-all format: written from book/*.yaml by \`npm run docs\`; edit those.
import type { PriceBook } from "./price.js";

/** The price book as it ships, without a user's own prices. */
export const SHIPPED_BOOK: PriceBook = { entries: [
${entries.map((entry) => `  ${JSON.stringify(entry)},`).join("\n")}
] };
`;
}

/** docs/prices.md, as Markdown. */
export function pricesDocument(book: PriceBook): string {
  return `# Prices

US dollars, on demand, without discounts. Every price carries its unit, region, dates, source, and how sure we are of
it; every amount in a bill unfolds into quantity × price. The book is \`src/model/prices/book/*.yaml\`; the tables on this
page are written from it by \`npm run docs\`.

A month is 730 hours. 1 GB is 1,024 MB. A platform that lacks a price for the region and date is *unpriced*, with the
reason: an unknown price is never $0. A region takes its own price first, then its continent's (\`us\`, \`eu\`), then
\`global\`.

## What each platform bills

| platform | id | what is billed | waiting | ends at |
|---|---|---|---|---|
${PLATFORMS.filter(({ id }) => !id.startsWith("ec2-"))
  .map(platformRow)
  .join("\n")}
| EC2 instances | \`ec2-\` and the type | ${platformOf("ec2-c7i.large").bills} | in reserved hours | see below |

| instance | vCPU | memory | architecture | GPU |
|---|---|---|---|---|
${INSTANCE_TYPES.map(instanceRow).join("\n")}

So the IO bucket is paid on Lambda and free on Workers: attribution is a pricing input. Nothing that scales to zero
costs anything without requests, but for Workers' plan.

**Platforms of traits.** Most platforms are composed of the same few: when an instance is paid for (while it *serves*,
*starts*, or waits *idle* for its next request; or *reserved*, in every hour), in which steps its time is rounded up and what
the least is, whether that is done for each request or for the instance's whole life, how many requests share an instance,
and how long it stays after the last. What a charge counts follows from the unit of its price: vCPUs or memory over that time,
CPU time, requests, bytes. How long instances wait, and how many requests they have at once, comes from the model that says
how many requests are cold: a pool at the stated rate, pattern and keep-alive. Requests share an instance while they *wait*: as
many are let in as compute at the speed that was measured, up to the platform's limit. What is not shared is how requests of
a burst pack together: the bill is then on the high side.

- **Google Cloud Run** (request-based): 100 ms steps; requests share; idle instances are free. **Azure Functions** (Flex
  Consumption): the same, one second at least, a start is free. **Azure Container Apps**: replicas from start until they
  have cooled down, five minutes after the last request. **Vercel**: CPU time, and memory until the last request of an
  instance is answered.
- **Modal**, **RunPod**: a worker from start to stop, waiting until its idle time-out included (60 and 5 seconds by default);
  RunPod rounds that up to whole seconds, half of one on average.
- **A GPU** is paid for by those targets alone that compute on one, and what was measured on one GPU says nothing of another:
  such an option is excluded as "not measured on this GPU".
- Sellers other than AWS name their regions otherwise: \`us\` and \`eu\` stand for the regions that the source names.
- **Tokens**: what a language model's API costs by the million tokens is in the book; no option is billed by it yet.

**Lambda.** Per request: GB × (⌈duration⌉ + cold share × (⌈duration + INIT⌉ − ⌈duration⌉)), rounded up to 1 ms, × the
price, plus the fee. INIT is billed for every configuration since 2025-08-01; with an earlier date it is not. Memory is
set to the size at which Lambda gives what was measured: 1,769 MB for each busy thread, or what the option needs if that
is more. The ladder prices the other sizes: one that gives less CPU than was measured is marked *extrapolated*, since its
latency is computed. Provisioned concurrency pays for its memory by the second, in steps of five minutes, used or not,
and a lower price while it works.

**Browsers.** A new client fetches the model and the code: the engine's module and script, the workload's glue and assets,
with Pyodide its runtime and standard library too. \`npx portolan measure\` writes these files and their sizes after gzip
(level 6) into the run; the model counts as it is. Every file is one HTTPS request. CloudFront compresses no file over
10 MB by itself, and the engine is larger: upload it compressed, or about four times its bytes are billed. The page's own script
is not counted. A run of before this was measured has the model alone, and its bill says so.

**Free allowances** that belong to a plan (Workers, Fastly) are in the tiers. Those of an account (Lambda, data transfer,
CloudFront) count only where a scenario says so. Tiers start at zero: the bill is that of an account which runs nothing
else.

**Left out:** load balancers, disks, logs, gateways, request bytes (free on AWS and Workers), discounts, and the scaling
from this machine's core to the platform's, which is a scenario's own input.

## Your own prices

Put a \`prices.yaml\` into the project's folder, name it with \`--prices\`, or set \`PORTOLAN_PRICES\`:

\`\`\`yaml
prices:
  aws.ec2.c7i.large: { unit: USD/hour, value: 0.061, source: our savings plan }
  own.server: { unit: USD/hour, value: 0.11 }
  aws.egress: # in force for a while, in one region
    unit: USD/GB
    region: us-east-1
    validFrom: 2026-01-01
    validTo: 2026-12-31
    tiers: [{ upTo: 500, value: 0.05 }, { value: 0.03 }]
\`\`\`

A platform of yours is a few lines in the same file. A machine that you own costs, by the hour of a vCPU (or GPU) that is
given out, what it cost over its years, its electricity and its upkeep; the bill shows every step. Any other is composed of
traits, with prices of its own:

\`\`\`yaml
platforms:
  our-rack:
    title: Our rack
    vcpus: 32 # of one server; or gpu: { name: NVIDIA L4, count: 4, memoryGb: 24 }
    onPremises:
      usd: 14_000 # one server
      years: 5
      watts: 450 # on average
      pue: 1.4 # what the building takes for each watt; 1 if left out
      usdPerKwh: 0.22
      usdPerMonth: 90 # space, network, hands; 0 if left out
      utilisationPercent: 60 # of its vCPUs or GPUs, over all hours and all that runs there
  our-containers:
    title: Our containers
    time: [serving, starting, idle] # or reserved; serving if left out
    stepMs: 100 # rounded up to; 0 if left out
    leastMs: 0
    rounded: request # or instance: from its start to its stop
    concurrency: 20 # requests that share an instance while they wait; of a reserved one: cores
    keepAliveSeconds: 60 # after the last request; if left out, the scenario's
    vcpus: 4 # of an instance, at most; memoryMb, wallMs, architecture, gpu, notes may be stated, too
    prices: # the unit says what is counted: ${BILLABLE_UNITS.join(", ")}
      cpu: { title: vCPUs, unit: USD/vCPU-second, value: 0.00002 }
      calls: { title: Calls, unit: USD/1M requests, value: 0.3 }
  our-gateway: # an API that answers with a language model of its own, in place of an engine of one's own
    title: Our gateway
    model: Llama 3.1 8B
    p99Ms: 900 # of whole answers, as you or a source timed them; if left out, nothing is known of it
    prices:
      in: { title: Tokens in, unit: USD/1M tokens, tokens: in, value: 0.05 }
      out: { title: Tokens out, unit: USD/1M tokens, tokens: out, value: 0.08 }
\`\`\`

It is then chosen as any other is: in a scenario's \`platforms\`, on the what-if page, or with
\`npx portolan decide --platform lambda-x86 our-rack\`, today's first.

A price of yours goes before the book's. Without a region it holds everywhere, without dates always; \`upTo\` counts in
the unit (millions for \`USD/1M requests\`). The unit must be given, and may be any of the same measure. Unknown ids,
negative values, other units, and a price a thousand times the book's are refused, all of them at once, with their lines.

Units: ${unitList()}.

## The book

${tables(book)}
${unpriced(book)}

## A published table that does not follow from its formula

The article that started all this publishes a cost table beside a cost formula. The Method page recomputes the one
with the other; they do not agree.
`;
}

function platformRow({ title, id, bills, waiting, limits }: (typeof PLATFORMS)[number]): string {
  const ends = [
    limits.memoryMb && `${number(limits.memoryMb.most)} MB`,
    limits.vcpus && `${limits.vcpus.most} vCPU`,
    limits.cpuMs && `${number(limits.cpuMs.most)} ms CPU`,
    limits.wallMs && `${number(limits.wallMs.most)} ms`,
    limits.initMs && `${number(limits.initMs.most)} ms to start`,
    limits.deployedBytes &&
      `${formatBytes(limits.deployedBytes.most)} of code and model ${limits.deployedBytes.counted}`,
  ].filter((limit) => limit !== null);
  return `| ${title} | \`${id}\` | ${bills} | ${waiting.replaceAll("-", " ")} | ${ends.join(", ") || "–"} |`;
}

function instanceRow({ name, vcpus, memoryGb, architecture, gpu }: InstanceType): string {
  const accelerator = gpu ? `${gpu.count} × ${gpu.name}, ${gpu.memoryGb} GB` : "–";
  return `| ${name} | ${vcpus} | ${number(memoryGb)} GB | ${architecture} | ${accelerator} |`;
}

function unitList(): string {
  return Object.keys(UNITS)
    .map((unit) => `\`${unit}\``)
    .join(", ");
}

/** A table for each product: the first two words of the ids. */
function tables({ entries }: PriceBook): string {
  const priced = entries.filter(({ history }) => history.length > 0);
  const productOf = ({ id }: PriceEntry) => id.split(".").slice(0, 2).join(".");
  return [...new Set(priced.map(productOf))]
    .map((product) => `### ${product}\n\n${table(priced.filter((entry) => productOf(entry) === product))}\n`)
    .join("\n");
}

function table(entries: readonly PriceEntry[]): string {
  const rows = entries.flatMap(({ history }) => history.map(row));
  return `| id | price | region | from | to | source | confidence |\n|---|---|---|---|---|---|---|\n${rows.join("\n")}`;
}

function row({ id, tiers, unit, region, validFrom, validTo, source, confidence }: Price): string {
  const price = tiers.map((tier, i) => tierText(tier, tiers[i - 1]?.upTo ?? 0)).join("; ");
  const per = unit.startsWith("USD") ? unit : `× ${unit}`;
  return `| \`${id}\` | ${price} ${per} | ${region} | ${validFrom} | ${validTo ?? "–"} | ${source} | ${confidence} |`;
}

function tierText({ upTo, value }: Tier, from: number): string {
  const text = value > 0 && value < 0.001 ? value.toFixed(10) : number(value);
  if (upTo === null) return from === 0 ? text : `${text} beyond`;
  return `${text} ${from === 0 ? "up" : "then up"} to ${number(upTo)}`;
}

function unpriced({ entries }: PriceBook): string {
  const rows = entries.flatMap(({ id, title, unit, assumption }) =>
    assumption
      ? [
          `| \`${id}\` | ${title} | ${unit} | ${assumption.low} to ${assumption.high} | ${assumption.statement} |`,
        ]
      : [],
  );
  return `### What only you can know

No public price exists; a bill that needs one stays unpriced until you give it. The range is an assumption to think in,
never used as a price.

| id | what | unit | range | statement |
|---|---|---|---|---|
${rows.join("\n")}`;
}

const number = (value: number) => value.toLocaleString("en-US", { maximumFractionDigits: 6 });

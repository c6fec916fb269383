import { type Field, GROUPS, type GroupId } from "../../src/model/scenario/field.ts";
import { FIELDS } from "../../src/model/scenario/fields.ts";
import type { Preset } from "../../src/model/scenario/presets.ts";
import { rangeText } from "../../src/model/scenario/range.ts";

/** docs/scenarios.md, as Markdown. */
export function scenariosDocument(presets: readonly Preset[]): string {
  return `# Scenarios

A scenario is what you decide, assume or require: traffic, service levels, platforms, people, money. What is measured
comes from a run, and what things cost from the [price book](prices.md). It is a small YAML file, and the same fields
are the what-if page's form and address. What is left out has its default. Unknown keys and values out of bounds are
refused, all at once, each with its line.

\`\`\`yaml
portolanScenario: 1
subject: { title: Photo upload, workload: classify-image }
demand:
  requestsPerMonth: { min: 2000000, mode: 3000000, max: 6000000 } # least, most likely, most
  upstreamWaitMs: { p5: 5, p95: 40 } # nine times in ten between the two
slo: { p99SloMs: 200, coldSloMs: null } # null: no limit
platform: { platforms: [lambda-x86, ec2-c7g.large] } # the first is today's
\`\`\`

A number may be exact (\`5\`), a range (\`{ min, mode, max }\`: triangular) or an interval (\`{ p5, p95 }\`: log-normal where
both are positive). In the page's form and address the same are \`5\`, \`2..3..6\` and \`5~40\`, which a
file may use too; \`1,200\`, \`3k\` and \`5M\` are understood, \`1,5\` is refused. An option is a target on a platform; its id is \`target@platform\`, such as \`native@lambda-x86\`. This page is written by \`npm run docs\`.

## Shipped scenarios

Use one with \`npx portolan decide --preset <name>\`, or copy its file from \`scenarios/\`.

| name | title | what is stated, and what is assumed |
|---|---|---|
${presets.map(({ id, scenario }) => `| \`${id}\` | ${scenario.title} | ${scenario.summary} |`).join("\n")}

After a change to \`scenarios/*.yaml\`, run \`npm run docs\`: pages read the presets from there.
${(Object.keys(GROUPS) as GroupId[]).map(groupTable).join("\n")}`;
}

function groupTable(group: GroupId): string {
  const fields = (FIELDS as readonly Field[]).filter((field) => field.group === group);
  return `
## \`${group}\`: ${GROUPS[group].toLowerCase()}

| key | what | allowed | default | where the default comes from |
|---|---|---|---|---|
${fields.map(({ source, ...field }) => `| \`${field.id}\` | ${field.help} | ${allowedText(field as Field)} | ${defaultText(field as Field)} | ${source} |`).join("\n")}
`;
}

function allowedText(field: Field): string {
  switch (field.kind) {
    case "range":
      return `${field.integer ? "whole numbers, " : ""}${bound(field.least)} to ${bound(field.most)} ${field.unit ?? ""}`.trim();
    case "limit":
      return `${bound(field.least)} to ${bound(field.most)} ${field.unit ?? ""}, or null`;
    case "choice":
      return field.choices.map(([value, label]) => `\`${value}\` (${label})`).join(", ");
    case "list":
      return "platform ids, see [prices](prices.md)";
    case "flag":
      return "true or false";
    case "text":
      return "text";
  }
}

const bound = (value: number) => value.toLocaleString("en-US", { maximumFractionDigits: 3 });

function defaultText(field: Field): string {
  switch (field.kind) {
    case "range":
      return rangeText(field.byDefault);
    case "list":
      return field.byDefault.join(", ");
    default:
      return field.byDefault === "" ? "empty" : String(field.byDefault);
  }
}

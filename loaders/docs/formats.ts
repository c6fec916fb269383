import { traceFormats } from "../../src/model/traces/formats/index.ts";

const HOSTS = { python: "Python", node: "Node.js" } as const;

/** docs/formats.md, as Markdown. */
export function formatsDocument(): string {
  const rows = traceFormats.map(
    ({ id, title, host, madeBy }) =>
      `| ${title} | \`${id}\` | ${host ? HOSTS[host] : "any"} | \`${madeBy.replaceAll("|", "\\|")}\` |`,
  );
  return `# Profiles that Portolan reads

\`npx portolan attribute\`, \`compare\`, \`forecast\` and \`decide --workload\`, and the profile page, read these, gzipped or
not. A format is known by its content, never by its name, and asked in this order: the more specific come first. The id is
what a [rule](rules.md)'s \`format\` names. This page is written by \`npm run docs\` from \`src/model/traces/formats/\`.

| profile | id | of a program on | made by |
|---|---|---|---|
${rows.join("\n")}
`;
}

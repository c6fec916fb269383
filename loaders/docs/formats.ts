import { traceFormats } from "../../src/model/traces/formats/index.ts";
import { PROFILE_TABLE } from "../../src/model/traces/profile-table.ts";

const HOSTS = { python: "Python", node: "Node.js" } as const;

/** docs/formats.md, as Markdown. */
export function formatsDocument(): string {
  const rows = traceFormats.map(
    ({ id, title, host, madeBy }) =>
      `| ${title} | \`${id}\` | ${host ? HOSTS[host] : "any"} | \`${madeBy.replaceAll("|", "\\|")}\` |`,
  );
  const columns = PROFILE_TABLE.columns.map(
    ({ name, type, unit, description }) => `| ${name} | ${type} | ${unit} | ${description} |`,
  );
  return `# Profiles that Portolan reads

\`npx portolan attribute\`, \`compare\`, \`forecast\` and \`decide --workload\`, and the profile page, read these, gzipped or
not. A format is known by its content, never by its name, and asked in this order: the more specific come first. The id is
what a [rule](rules.md)'s \`format\` names. This page is written by \`npm run docs\` from \`src/model/traces/formats/\`.

| profile | id | of a program on | made by |
|---|---|---|---|
${rows.join("\n")}

## Many at once

\`\`\`sh
npx portolan attribute traces/                       # a table by what dominates
npx portolan attribute traces/*.json.gz -o all.csv   # and a row for each, as data
npx portolan attribute traces/ -o all.duckdb
duckdb all.duckdb "copy profiles to 'all.parquet'"
\`\`\`

Folders are searched at any depth. Hidden files in them, and what is no profile by its name or content, are skipped and
counted. A file that is recognised and damaged, or that you named yourself, is a failure: it is told in a line, the others are
read none the less, and the exit code is 1. Files are read at the same time in threads, as many as there are cores unless
\`--jobs\` says otherwise; \`--rules\`, \`--thread\` and \`--large\` hold for all.

\`-o\` writes the table \`${PROFILE_TABLE.name}\`, whole or not at all, in place of a file that is there:

| column | type | unit | meaning |
|---|---|---|---|
${columns.join("\n")}
`;
}

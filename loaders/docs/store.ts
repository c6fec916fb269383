import { STORE_TABLES } from "../../src/model/store-tables.ts";

/** docs/store.md, as Markdown. */
export function storeDocument(): string {
  const tables = STORE_TABLES.map(({ name, description, columns }) => {
    const rows = columns.map((c) => `| ${c.name} | ${c.type} | ${c.unit} | ${c.description} |`);
    return `## ${name}\n\n${description}\n\n| column | type | unit | meaning |\n|---|---|---|---|\n${rows.join("\n")}\n`;
  });
  return `# The store

\`npx portolan build\` puts all runs into one DuckDB database, \`dist/_file/data/portolan.<hash>.duckdb\`. It is derived: it
is built anew when a run or a recording came, went or changed, and else taken as it was kept. Any DuckDB from 1.0 on reads it; in a terminal, \`npx portolan sql "…"\` does, and in
the report the Data page.

\`samples\` and \`spans\` are views. What lies beneath them (\`cells\`, \`segments\`, \`iterations\`: numbers only, whole
nanoseconds, one column per span) is how they stay small, and may change.

This page is written by \`npm run docs\` from \`src/model/store-tables.ts\`.

${tables.join("\n")}`;
}

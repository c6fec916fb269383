/** One page of a user's: what is wrong with it, and what Framework is given in its place. */
import { existsSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import type { SqlResult } from "../../src/report/sql-result.ts";
import { placeOf, withPageLinks } from "./address.ts";
import { OF_NETWORK, OWN_PACKAGES, preamble } from "./names.ts";
import { type Fence, type PageFault, type ReadPage, readPage } from "./read-page.ts";

/** A page has room for so many rows of a query; charts and tables of more say less. */
const MOST_ROWS = 10_000;
const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
/** Methods of a file that Framework fetches a library for. */
const FILE_METHODS = [
  "arquero",
  "arquero-parquet",
  "arrow",
  "csv",
  "parquet",
  "sqlite",
  "tsv",
  "xlsx",
  "zip",
];

export interface OwnSource {
  /** Below the user's folder of pages, with slashes. */
  readonly file: string;
  /** Of that folder. */
  readonly root: string;
  readonly text: string;
  /** All files of that folder, as `file`. */
  readonly files: ReadonlySet<string>;
}

export interface OwnPage {
  readonly title: string;
  readonly text: string;
  /** What its SQL cells gave: names beside the page, and contents. */
  readonly results: ReadonlyMap<string, SqlResult>;
  readonly faults: readonly PageFault[];
  /** The first line of each cell, by what marks its place in the built page. */
  readonly lines: ReadonlyMap<string, number>;
}

/** What a query gave, or what DuckDB says of it; nothing where nothing was measured. */
export type Answers = ReadonlyMap<string, SqlResult | Error>;

/** The queries of a page. */
export async function queriesOf({ text, file }: Pick<OwnSource, "text" | "file">): Promise<string[]> {
  return sqlCells(await readPage(text, pathOf(file))).map(({ content }) => content);
}

export async function ownPage(source: OwnSource, answers: Answers): Promise<OwnPage> {
  const up = "../".repeat(source.file.split("/").length);
  const asWritten = await readPage(source.text, pathOf(source.file));
  const { text, results, faults } = withResults(source, asWritten, up, answers);
  const read = await readPage(text, pathOf(source.file));
  const title = titleOf(asWritten, source.file);
  const declared = new Set(
    read.cells.flatMap(({ node }) => node.declarations?.map(({ name }) => name) ?? []),
  );
  const used = new Set(
    read.cells
      .flatMap(({ node }) => node.references.map(({ name }) => name))
      .filter((name) => !declared.has(name)),
  );
  return {
    title,
    text: withHead(
      withPageLinks(text, (file) => builtPage(source, file)),
      title,
      preamble(used, up),
    ),
    results,
    faults: [
      ...read.faults,
      ...faults,
      ...wrongNames(read, declared),
      ...absentFiles(source, asWritten),
    ].sort((a, b) => a.line - b.line),
    lines: new Map(read.cells.map(({ id, line }) => [id, line])),
  };
}

function titleOf({ data, heading }: ReadPage, file: string): string {
  return typeof data.title === "string" && data.title !== ""
    ? data.title
    : (heading ?? posix.basename(file, ".md"));
}

/** The page with a title, and the cell that makes names known as its first. */
function withHead(text: string, title: string, first: string): string {
  const [, own, rest] = /^---\n([\s\S]*?\n)?---\n?([\s\S]*)$/.exec(text) ?? [null, "", text];
  const fields = (own ?? "").replace(/^title:.*\n/m, "");
  return `---\ntitle: ${JSON.stringify(title)}\n${fields}---\n\n${first}\n\n${rest}`;
}

const pathOf = (file: string) => `/pages/${placeOf(file)!.slice(0, -3)}`;

const sqlCells = ({ fences }: ReadPage) =>
  fences.filter(({ tag, attributes }) => tag === "sql" && attributes.run !== "false");

/** Each SQL cell as a JavaScript one of as many lines, which shows what the store said. */
function withResults(source: OwnSource, read: ReadPage, up: string, answers: Answers) {
  const asked = sqlCells(read);
  const faults: PageFault[] = asked.flatMap(faultsOfCell);
  if (read.data.sql !== undefined)
    faults.push({
      line: 1,
      message: "sql: in the front matter is Framework's; here an sql cell asks the store of all runs",
    });
  const results = new Map<string, SqlResult>();
  const lines = source.text.split("\n");
  for (const [i, fence] of asked.entries()) {
    const answer = answers.get(fence.content);
    const name = `${posix.basename(placeOf(source.file)!, ".md")}.sql-${i + 1}.json`;
    if (answer instanceof Error) faults.push(faultOfQuery(fence, answer));
    else if (answer) {
      if (answer.rows.length > MOST_ROWS) faults.push(tooMany(fence, answer.rows.length));
      else results.set(name, answer);
    }
    const indent = /^\s*/.exec(lines[fence.line - 1]!)![0];
    const code = cellOf(fence, results.has(name) ? `await FileAttachment("./${name}").json()` : null, up);
    const blank = Array.from({ length: fence.lines - 3 }, () => "");
    lines.splice(
      fence.line - 1,
      fence.lines,
      `${indent}\`\`\`js`,
      `${indent}${code}`,
      ...blank,
      `${indent}\`\`\``,
    );
  }
  return { text: lines.join("\n"), results, faults };
}

/** @param result what reads it; null where there is none, so that what waits for it goes on waiting */
function cellOf({ attributes: { id, caption, display } }: Fence, result: string | null, up: string): string {
  const ours = `(await import("${up}components/own/table.js"))`;
  const rows = result === null ? "await new Promise(() => {})" : `${ours}.rowsOf(${result})`;
  const shown = (what: string) =>
    `display(${ours}.table(${what}, ${JSON.stringify(caption ?? "The answer to the query")}));`;
  if (!id || !IDENTIFIER.test(id)) return shown(rows);
  return `const ${id} = ${rows};${display === undefined || display === "false" ? "" : ` ${shown(id)}`}`;
}

function faultsOfCell({ content, line, attributes: { id } }: Fence): PageFault[] {
  const faults: PageFault[] = [];
  if (content.trim() === "") faults.push({ line, message: "this sql cell is empty" });
  if (id !== undefined && !IDENTIFIER.test(id))
    faults.push({ line, message: `id=${id} is no name for the rows; give one such as id=tails` });
  const dollar = content.split("\n").findIndex((text) => text.includes("${"));
  if (dollar >= 0)
    faults.push({
      line: line + 1 + dollar,
      message: `\${…} in an sql cell: it is asked when the report is built, where only $run is known; filter its rows in a js cell`,
    });
  return faults;
}

/** DuckDB names the line of the query, and points at the place below it. */
function faultOfQuery({ line }: Fence, { message }: Error): PageFault {
  const [, inQuery] = /^LINE (\d+):/m.exec(message) ?? [];
  return {
    line: line + Number(inQuery ?? 1),
    message: message.trim().replaceAll("\n\n", "\n").replaceAll("\n", "\n    "),
  };
}

const tooMany = ({ line }: Fence, count: number): PageFault => ({
  line,
  message: `this query gives ${count.toLocaleString("en-US")} rows, and a page has room for ${MOST_ROWS.toLocaleString("en-US")}: sum up in SQL, or add a LIMIT`,
});

/** What Framework would fetch, which a build without the network can't. */
function wrongNames({ cells }: ReadPage, declared: ReadonlySet<string>): PageFault[] {
  return cells.flatMap(({ line, node }) => {
    const names = [...new Set(node.references.map(({ name }) => name))].filter(
      (name) => OF_NETWORK.has(name) && !declared.has(name),
    );
    const methods = node.files.flatMap(({ method }) =>
      method && FILE_METHODS.includes(method) ? [method] : [],
    );
    const imports = node.imports.filter(
      ({ type, name }) => type === "global" && !OWN_PACKAGES.has(name) && !name.startsWith("observablehq:"),
    );
    return [
      ...names.map(
        (name) =>
          `${name} is a library from the network, and a report has none: html, svg, Plot and d3 are there`,
      ),
      ...methods.map(
        (method) =>
          `FileAttachment(…).${method}() needs a library from the network; there are .json() and .text(), as in d3.csvParse(await FileAttachment("data.csv").text(), d3.autoType)`,
      ),
      ...imports.map(
        ({ name }) =>
          `import "${name}" needs the network; put the module beside the page and import it by its path`,
      ),
    ].map((message) => ({ line, message }));
  });
}

function absentFiles({ file, root, files }: OwnSource, { cells, named }: ReadPage): PageFault[] {
  const beside = (name: string) => posix.normalize(posix.join(posix.dirname(file), name));
  const isAbsent = (name: string) =>
    !beside(name).startsWith("..") && !existsSync(join(root, dirname(file), name));
  const attached = cells.flatMap(({ line, node }) =>
    node.files.flatMap(({ name }) =>
      isAbsent(name) ? [{ line, message: `${name} is not there, beside the page` }] : [],
    ),
  );
  const linked = named.flatMap(({ line, href, isPicture }) => {
    if (/^(?:\w+:|\/|#|$)/.test(href)) return [];
    const name = decodeURI(href.replace(/[?#].*$/, ""));
    if (isPicture)
      return isAbsent(name) ? [{ line, message: `the picture ${name} is not there, beside the page` }] : [];
    if (!name.endsWith(".md") || files.has(beside(name))) return [];
    return [{ line, message: `the page ${name} is not there, beside this one` }];
  });
  return [...attached, ...linked];
}

function builtPage({ file, files }: OwnSource, name: string): string | null {
  const linked = posix.normalize(posix.join(posix.dirname(file), name));
  if (!files.has(linked)) return null;
  const [from, to] = [placeOf(file)!, placeOf(linked)!];
  return `./${posix.relative(posix.dirname(from), to)}`.replace(/^\.\/\.\./, "..").replace(/\.md$/, ".html");
}

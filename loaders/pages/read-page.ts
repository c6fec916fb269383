import { unescaped } from "../../src/report/escaped.ts";
import { type CellNode, type Context, framework, type Token } from "./framework.ts";

/** A cell of a page: a fenced block, or an expression in a sentence. */
export interface PageCell {
  /** What marks its place in the built page. */
  readonly id: string;
  /** Its first line in the file, from 1. */
  readonly line: number;
  readonly node: CellNode;
}

export interface Fence {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly content: string;
  /** Of the line that opens it, from 1. */
  readonly line: number;
  /** Of all lines, those that open and close it too. */
  readonly lines: number;
}

export interface PageFault {
  readonly line: number;
  readonly message: string;
}

export interface ReadPage {
  readonly data: Readonly<Record<string, unknown>>;
  /** The text of the first heading of the first level. */
  readonly heading: string | null;
  readonly cells: readonly PageCell[];
  readonly fences: readonly Fence[];
  /** Pictures and links by what they name. */
  readonly named: readonly { readonly line: number; readonly href: string; readonly isPicture: boolean }[];
  /** Cells that do not parse. */
  readonly faults: readonly PageFault[];
}

/** How Framework says where in a cell a syntax error is. */
const IN_CELL = / \((\d+):(\d+)\)$/;
const ERROR = /observablehq--error"[^>]*>SyntaxError: ([\s\S]*?)<\//;

/** @param path of the page, from the site's root: `/pages/review` */
export async function readPage(text: string, path: string): Promise<ReadPage> {
  const { createMarkdownIt, parseInfo, readFrontMatter } = await framework();
  const { content, data } = readFrontMatter(text);
  const before = lineCount(text) - lineCount(content);
  const md = createMarkdownIt({ linkify: true });
  const cells: PageCell[] = [];
  const faults: PageFault[] = [];
  const watch = (kind: "fence" | "placeholder", lineOf: (token: Token) => number) => {
    const render = md.renderer.rules[kind]!;
    md.renderer.rules[kind] = (tokens, index, options, context, self) => {
      const line = lineOf(tokens[index]!);
      const already = context.code.length;
      const html = render(tokens, index, options, context, self);
      const cell = context.code[already];
      if (cell) cells.push({ ...cell, line });
      const [, message] = cell ? [] : (ERROR.exec(html) ?? []);
      if (message !== undefined) faults.push(faultIn(kind === "fence" ? line : line - 1, message));
      return html;
    };
  };
  watch("fence", ({ map }) => map![0] + 1 + before);
  watch("placeholder", ({ meta }) => meta as number);
  md.core.ruler.push("lines", ({ tokens }) => numberLines(tokens, before));
  const context: Context = { code: [], path, startLine: 0, currentLine: 0 };
  const tokens = md.parse(content, context);
  const fences = tokens
    .filter(({ type }) => type === "fence")
    .map(({ info, content, map }) => ({
      ...parseInfo(info),
      content,
      line: map![0] + 1 + before,
      lines: map![1] - map![0],
    }));
  md.renderer.render(tokens, md.options, context);
  return { data, heading: headingOf(tokens), cells, fences, named: namedIn(tokens), faults };
}

const lineCount = (text: string) => text.split("\n").length;

function faultIn(line: number, message: string): PageFault {
  const text = unescaped(message);
  const [, inCell] = IN_CELL.exec(text) ?? [];
  const said = text.replace(IN_CELL, "");
  return { line: line + Number(inCell ?? 1), message: `this is no JavaScript: ${said}` };
}

/** What stands in a line does not know which: counted from the first of its block. */
function numberLines(tokens: readonly Token[], before: number): void {
  for (const { map, children } of tokens) {
    let line = (map?.[0] ?? 0) + 1 + before;
    for (const child of children ?? []) {
      child.meta = line;
      if (child.type === "softbreak" || child.type === "hardbreak") line += 1;
    }
  }
}

function namedIn(tokens: readonly Token[]): ReadPage["named"] {
  return tokens.flatMap(({ children }) =>
    (children ?? []).flatMap((child) => {
      const href =
        child.type === "image"
          ? child.attrGet("src")
          : child.type === "link_open"
            ? child.attrGet("href")
            : null;
      return href === null ? [] : [{ line: child.meta as number, href, isPicture: child.type === "image" }];
    }),
  );
}

function headingOf(tokens: readonly Token[]): string | null {
  const at = tokens.findIndex(
    ({ type, ...token }) => type === "heading_open" && (token as { tag?: string }).tag === "h1",
  );
  const text = tokens[at + 1]?.children
    ?.flatMap(({ type, content }) => (type === "text" || type === "code_inline" ? content : []))
    .join("");
  return at < 0 || !text ? null : text;
}

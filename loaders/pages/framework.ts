/** Framework's own reading of a page, which it has no public name for: the version is pinned, and a test of each reading breaks with it. */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

export interface Token {
  readonly type: string;
  readonly info: string;
  readonly content: string;
  /** First line and the line after the last, from 0; null in a line. */
  readonly map: readonly [number, number] | null;
  readonly children: readonly Token[] | null;
  meta: unknown;
  attrGet(name: string): string | null;
}

/** A cell as Framework parsed it. */
export interface CellNode {
  readonly declarations: readonly { readonly name: string }[] | null;
  /** Names that the cell does not declare itself. */
  readonly references: readonly { readonly name: string }[];
  readonly files: readonly { readonly name: string; readonly method?: string }[];
  readonly imports: readonly { readonly name: string; readonly type: "local" | "global" }[];
}

export interface Context {
  readonly code: { readonly id: string; readonly node: CellNode }[];
  readonly path: string;
  startLine: number;
  currentLine: number;
}

type Rule = (tokens: Token[], index: number, options: object, context: Context, self: object) => string;

export interface Markdown {
  readonly options: object;
  readonly core: { readonly ruler: { push(name: string, rule: (state: { tokens: Token[] }) => void): void } };
  readonly renderer: {
    readonly rules: Record<string, Rule>;
    render(tokens: Token[], options: object, context: Context): string;
  };
  parse(text: string, context: Context): Token[];
}

interface Framework {
  createMarkdownIt(options: object): Markdown;
  parseInfo(text: string): { readonly tag: string; readonly attributes: Readonly<Record<string, string>> };
  readFrontMatter(text: string): {
    readonly content: string;
    readonly data: Readonly<Record<string, unknown>>;
  };
}

let loaded: Promise<Framework> | undefined;

/** Loaded where a page has to be read: it takes a while. */
export function framework(): Promise<Framework> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<Framework> {
  const root = dirname(createRequire(import.meta.url).resolve("@observablehq/framework/package.json"));
  const files = ["markdown.js", "info.js", "frontMatter.js"];
  const parts = await Promise.all(files.map((file) => import(pathToFileURL(join(root, "dist", file)).href)));
  return Object.assign({}, ...parts) as Framework;
}

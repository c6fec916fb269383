/**
 * Markdown from plain text. A text is text, whoever wrote it: it adds no heading, link, emphasis or HTML of its own. Only
 * backticks mark code in it, as they do on a terminal.
 */
import { printable } from "./printable.js";

/** What is Markdown already. */
export class Markdown {
  constructor(readonly markup: string) {}
}

/** Marks text up: md`**${title}**: ${sentence}`. What is filled in is text, unless it is Markdown already. */
export function md(strings: TemplateStringsArray, ...values: readonly (string | Markdown)[]): Markdown {
  return new Markdown(strings.map((part, i) => (i === 0 ? part : inline(values[i - 1]!) + part)).join(""));
}

export const heading = (level: 1 | 2 | 3, text: string): Markdown =>
  new Markdown(`${"#".repeat(level)} ${inline(text)}`);

export const list = (items: readonly (string | Markdown)[], mark: "-" | "*" = "-"): Markdown =>
  new Markdown(items.map((item) => `${mark} ${inline(item)}`).join("\n"));

export function table(head: readonly string[], rows: readonly (readonly string[])[]): Markdown {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => inline(cell).replaceAll("|", "\\|")).join(" | ")} |`;
  return new Markdown([line(head), `|${head.map(() => "---").join("|")}|`, ...rows.map(line)].join("\n"));
}

/** Lines of code in a block of their own. */
export function fenced(code: string): Markdown {
  const fence = fenceFor(code, 3);
  return new Markdown(`${fence}\n${code.split("\n").map(printable).join("\n")}\n${fence}`);
}

/** Text as inline code, whatever backticks it holds: still text, in which it is marked as code. */
export function codeSpan(text: string): string {
  const shown = printable(text);
  const fence = fenceFor(shown, 1);
  const space = shown.startsWith("`") || shown.endsWith("`") ? " " : "";
  return `${fence}${space}${shown}${space}${fence}`;
}

/** Parts apart by an empty line; what is empty or false is left out. A text's own paragraphs are parts of it. */
export function sections(...parts: readonly (string | Markdown | false | null | undefined)[]): string {
  const written = parts.flatMap((part) => {
    if (part instanceof Markdown) return part.markup;
    return part ? part.split(/\n\s*\n/).map(inline) : "";
  });
  return `${written.filter((part) => part !== "").join("\n\n")}\n`;
}

/** Longer than any run of backticks that it has to hold. */
function fenceFor(text: string, least: number): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  return "`".repeat(Math.max(least, longest + 1));
}

/** Code between two equally long runs of backticks, as CommonMark finds it. */
const CODE = /((?<!`)(`+)(?!`).*?(?<!`)\2(?!`))/;

function inline(text: string | Markdown): string {
  if (text instanceof Markdown) return text.markup;
  const line = printable(text.trim().replace(/[ \t\r\n]+/g, " "));
  // The split gives, in turn, text, code and the run that fences it.
  const parts = line.split(CODE).filter((_, i) => i % 3 !== 2);
  return parts.map((part, i) => (i % 2 === 1 ? part : escaped(part, i === 0))).join("");
}

const escaped = (text: string, isFirst: boolean): string => {
  const marked = text
    .replace(/[\\`[]|<(?=[a-z/!?])|&(?=#?\w+;)|(?<=\S)[*~]|[*~](?=\S)/gi, "\\$&")
    .replace(/(?<![a-z\d])_|_(?![a-z\d])/gi, "\\_");
  // At its start, what would make it a heading, a list, a quotation or a line.
  return isFirst ? marked.replace(/^(?:>|[#=+*-](?!\d))|(?<=^\d{1,9})[.)](?=\s|$)/, "\\$&") : marked;
};

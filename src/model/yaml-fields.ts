/** How every YAML file that people write is read: by type, with all its faults at once, each with its line. */
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, YAMLMap } from "yaml";
import { isDate } from "./is-date.js";
import { nearest } from "./nearest.js";
import { parseNumber } from "./parse-number.js";

/** Generous for what people write, and small enough to be read at once. */
export const MOST_YAML_BYTES = 256 << 10;
/** Of one text in it: a summary of several pages. */
const MOST_CHARACTERS = 10_000;
/** Of one mapping or list. */
const MOST_ITEMS = 10_000;
/** More faults than that tell nobody more. */
const MOST_FAULTS = 20;
const MOST_FAULT_CHARACTERS = 2_000;

export interface YamlFault {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** A YAML file that will not do: every fault at once. */
export class YamlError extends Error {
  override readonly name = "YamlError";

  constructor(faults: readonly YamlFault[]) {
    const told = faults
      .slice(0, MOST_FAULTS)
      .map(({ file, line, message }) => `${file}:${line}: ${message.slice(0, MOST_FAULT_CHARACTERS)}`);
    const more = faults.length - told.length;
    super([...told, ...(more > 0 ? [`and ${more.toLocaleString("en-US")} more`] : [])].join("\n"));
  }
}

/**
 * What `read` makes of a file.
 *
 * @param file its name, for messages
 * @param begin how such a file begins: "rules:"
 * @throws YamlError where anything was wrong
 */
export function parseYaml<T>(text: string, file: string, begin: string, read: (top: YamlFields) => T): T {
  const faults: YamlFault[] = [];
  const top = readYaml(text, file, begin, faults);
  const value = top && read(top);
  if (top === null || faults.length > 0) throw new YamlError(faults);
  return value as T;
}

/** The top of a YAML file, or null where it is no mapping; what is wrong goes into `faults`. */
export function readYaml(text: string, file: string, begin: string, faults: YamlFault[]): YamlFields | null {
  const wrong = (line: number, message: string) => {
    faults.push({ file, line, message });
    return null;
  };
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > MOST_YAML_BYTES)
    return wrong(
      1,
      `the file has ${Math.ceil(bytes / 1024).toLocaleString("en-US")} KiB; at most ${MOST_YAML_BYTES / 1024} KiB are read. Is it a profile?`,
    );
  const lines = new LineCounter();
  // Keys that come twice are found here: there, each is held against all others.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  for (const { message, pos } of [...document.errors, ...document.warnings])
    wrong(lines.linePos(pos[0]).line, `this is no valid YAML: ${message}`);
  if (document.errors.length > 0) return null;
  const context: Context = {
    file,
    lines,
    faults,
    resolve: (node) => (isAlias(node) ? node.resolve(document) : node),
  };
  const contents = document.contents ?? new YAMLMap();
  if (isMap(contents)) return new YamlFields(contents as YAMLMap, "the file", 1, context);
  return wrong(1, `the file is not a mapping; begin it with \`${begin}\``);
}

interface Context {
  readonly file: string;
  readonly lines: LineCounter;
  readonly faults: YamlFault[];
  readonly resolve: (node: unknown) => unknown;
}

/**
 * A mapping in a YAML file, whose fields are asked for by type. A field that is absent is `undefined`; one of the
 * wrong type is too, and its fault is noted.
 */
export class YamlFields {
  readonly line: number;
  /** What the mapping describes, for messages. */
  subject: string;
  readonly #context: Context;
  readonly #nodes = new Map<string, Node | null>();
  readonly #lines = new Map<string, number>();

  constructor(map: YAMLMap, subject: string, line: number, context: Context) {
    this.subject = subject;
    this.line = line;
    this.#context = context;
    if (map.items.length > MOST_ITEMS) this.fault(null, tooMany(map.items.length, "keys"));
    for (const { key, value } of map.items.slice(0, MOST_ITEMS)) {
      const name = String(isScalar(key) ? key.value : key);
      if (this.#nodes.has(name))
        this.#fault(this.#lineOf(key, line), `${name} is there twice: leave one out`);
      this.#nodes.set(name, (context.resolve(value) as Node | null) ?? null);
      this.#lines.set(name, this.#lineOf(key, line));
    }
  }

  get keys(): string[] {
    return [...this.#nodes.keys()];
  }

  has(key: string): boolean {
    return this.#nodes.has(key);
  }

  isNull(key: string): boolean {
    const node = this.#nodes.get(key);
    return node === null || (isScalar(node) && node.value === null);
  }

  isMapping(key: string): boolean {
    return isMap(this.#nodes.get(key));
  }

  lineOf(key: string): number {
    return this.#lines.get(key) ?? this.line;
  }

  fault(key: string | null, message: string): undefined {
    this.#fault(key === null ? this.line : this.lineOf(key), message);
  }

  /** Notes every key that is not among the allowed. */
  allowOnly(allowed: readonly string[]): void {
    for (const key of this.keys) {
      if (allowed.includes(key)) continue;
      const [near] = nearest(key, allowed);
      const hint = near === undefined ? "" : `; did you mean ${near}?`;
      this.fault(key, `unknown key "${key}"; allowed are ${allowed.join(", ")}${hint}`);
    }
  }

  /** Notes a file of another version than the one that is known. */
  version(key: string, known: number): void {
    if (!this.has(key)) this.fault(null, `${key} is missing; begin the file with ${key}: ${known}`);
    else if (this.number(key) !== known)
      this.fault(key, `${key} is ${this.text(key)}; this Portolan reads ${known}`);
  }

  /** A scalar as it is written, so that `name: 1e3` stays a name. */
  text(key: string): string | undefined {
    if (!this.has(key)) return undefined;
    const text = written(this.#nodes.get(key));
    if (text === undefined) return this.fault(key, `${key} has no value: give one, or leave the key out`);
    if (text.length <= MOST_CHARACTERS) return text;
    return this.fault(key, `${key} has ${text.length} characters; give at most ${MOST_CHARACTERS}`);
  }

  /** A finite number, written in any way that a form takes it; `allowed` says which. */
  number(
    key: string,
    allowed = "a finite number such as 0.25",
    isAllowed: (value: number) => boolean = () => true,
  ): number | undefined {
    const text = this.text(key);
    if (text === undefined) return undefined;
    const read = parseNumber(text);
    if (read.state === "number" && isAllowed(read.value)) return read.value;
    const fix = (read.state === "invalid" && read.fix) || `give ${allowed}`;
    return this.fault(key, `${key} is ${text}: ${fix}`);
  }

  flag(key: string): boolean | undefined {
    const text = this.oneOf(key, ["true", "false"]);
    return text === undefined ? undefined : text === "true";
  }

  /** An ISO date that exists. */
  date(key: string): string | undefined {
    const text = this.text(key);
    if (text === undefined || isDate(text)) return text;
    return this.fault(key, `${key} is ${text}: give a day that exists, as YYYY-MM-DD`);
  }

  oneOf<T extends string>(key: string, allowed: readonly T[]): T | undefined {
    const text = this.text(key);
    if (text === undefined) return undefined;
    const found = allowed.find((candidate) => candidate === text);
    return found ?? this.fault(key, `${key} is "${text}": allowed are ${allowed.join(", ")}`);
  }

  /** One text, or a list of them. */
  texts(key: string): string[] | undefined {
    if (!this.has(key)) return undefined;
    const node = this.#nodes.get(key);
    const values = (isSeq(node) ? node.items : [node]).map(written);
    if (values.length > 0 && values.every((value) => value !== undefined)) return values;
    return this.fault(key, `${key} is neither a text nor a list of texts: write it as [a, b]`);
  }

  mapping(key: string, subject = `${this.subject}, ${key}`): YamlFields | undefined {
    if (!this.has(key)) return undefined;
    return this.#fields(this.#nodes.get(key), key, subject, this.lineOf(key));
  }

  mappings(key: string): YamlFields[] | undefined {
    const node = this.#nodes.get(key);
    if (!this.has(key)) return undefined;
    if (!isSeq(node) || node.items.length === 0)
      return this.fault(key, `${key} is no list: give at least one item`);
    if (node.items.length > MOST_ITEMS)
      return this.fault(key, `${key}: ${tooMany(node.items.length, "items")}`);
    return node.items.flatMap((item, i) => {
      const line = this.#lineOf(item, this.lineOf(key));
      return this.#fields(this.#context.resolve(item), key, `${this.subject}, ${key} ${i + 1}`, line) ?? [];
    });
  }

  #fields(node: unknown, key: string, subject: string, line: number): YamlFields | undefined {
    if (isMap(node)) return new YamlFields(node as YAMLMap, subject, line, this.#context);
    return this.#fault(line, `${key} is no mapping: write it as { key: value }`);
  }

  #fault(line: number, message: string): undefined {
    this.#context.faults.push({ file: this.#context.file, line, message: `${this.subject}: ${message}` });
  }

  #lineOf(node: unknown, otherwise: number): number {
    const start = (node as Node | null)?.range?.[0];
    return start === undefined ? otherwise : this.#context.lines.linePos(start).line;
  }
}

const tooMany = (count: number, what: string) =>
  `${count.toLocaleString("en-US")} ${what} are too many; give at most ${MOST_ITEMS.toLocaleString("en-US")}`;

function written(node: unknown): string | undefined {
  if (!isScalar(node) || node.value === null) return undefined;
  return typeof node.value === "string" ? node.value : (node.source ?? String(node.value));
}

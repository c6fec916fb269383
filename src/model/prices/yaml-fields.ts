import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from "yaml";
import { nearest } from "./nearest.js";
import type { PriceFault } from "./price.js";

/** The top of a YAML file, or null where it is no mapping; what is wrong goes into `faults`. */
export function readYaml(text: string, file: string, faults: PriceFault[]): YamlFields | null {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  for (const { message, pos } of [...document.errors, ...document.warnings])
    faults.push({ file, line: lines.linePos(pos[0]).line, message: `this is no valid YAML: ${message}` });
  if (document.errors.length > 0) return null;
  const context: Context = {
    file,
    lines,
    faults,
    resolve: (node) => (isAlias(node) ? node.resolve(document) : node),
  };
  const { contents } = document;
  if (isMap(contents)) return new YamlFields(contents as YAMLMap, "the file", 1, context);
  if (contents !== null)
    faults.push({ file, line: 1, message: "the file is not a mapping; begin it with `prices:`" });
  return null;
}

interface Context {
  readonly file: string;
  readonly lines: LineCounter;
  readonly faults: PriceFault[];
  readonly resolve: (node: unknown) => unknown;
}

/**
 * A mapping in a YAML file, whose fields are asked for by type. A field that is absent is `undefined`; one of the
 * wrong type is too, and its fault is noted with its line, so that one reading names everything that is wrong.
 */
export class YamlFields {
  readonly line: number;
  /** What the mapping describes, for messages. */
  readonly subject: string;
  readonly #context: Context;
  readonly #nodes = new Map<string, Node | null>();
  readonly #lines = new Map<string, number>();

  constructor(map: YAMLMap, subject: string, line: number, context: Context) {
    this.subject = subject;
    this.line = line;
    this.#context = context;
    for (const { key, value } of map.items) {
      const name = String(isScalar(key) ? key.value : key);
      this.#nodes.set(name, (context.resolve(value) as Node | null) ?? null);
      const start = (key as Node).range?.[0];
      this.#lines.set(name, start === undefined ? line : context.lines.linePos(start).line);
    }
  }

  get keys(): string[] {
    return [...this.#nodes.keys()];
  }

  has(key: string): boolean {
    return this.#nodes.has(key);
  }

  lineOf(key: string): number {
    return this.#lines.get(key) ?? this.line;
  }

  fault(key: string | null, message: string): undefined {
    const line = key === null ? this.line : this.lineOf(key);
    this.#context.faults.push({ file: this.#context.file, line, message: `${this.subject}: ${message}` });
    return undefined;
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

  text(key: string): string | undefined {
    const value = this.#scalar(key);
    if (value === undefined || typeof value === "string") return value;
    return this.fault(key, `${key} is ${String(value)}: give text`);
  }

  number(key: string): number | undefined {
    const value = this.#scalar(key);
    if (value === undefined) return undefined;
    // YAML 1.2 has no digit separators; a price sheet reads better with them.
    const number =
      typeof value === "string" && /^[\d_.]+$/.test(value) ? Number(value.replaceAll("_", "")) : value;
    if (typeof number === "number" && Number.isFinite(number)) return number;
    return this.fault(key, `${key} is ${String(value)}: give a finite number such as 0.25`);
  }

  /** An ISO date that exists. */
  date(key: string): string | undefined {
    const value = this.#scalar(key);
    if (value === undefined) return undefined;
    const text = String(value);
    const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
    if (Number.isFinite(time) && new Date(time).toISOString().startsWith(text)) return text;
    return this.fault(key, `${key} is ${text}: give a day that exists, as YYYY-MM-DD`);
  }

  oneOf<T extends string>(key: string, allowed: readonly T[]): T | undefined {
    const value = this.#scalar(key);
    if (value === undefined) return undefined;
    const found = allowed.find((candidate) => candidate === value);
    return found ?? this.fault(key, `${key} is "${String(value)}": allowed are ${allowed.join(", ")}`);
  }

  texts(key: string): string[] | undefined {
    const node = this.#nodes.get(key);
    if (!this.has(key)) return undefined;
    const values = isSeq(node) ? node.items.map((item) => (isScalar(item) ? item.value : null)) : null;
    if (values?.every((value): value is string => typeof value === "string")) return values;
    return this.fault(key, `${key} is no list of names: write it as [us, eu]`);
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
    return node.items.flatMap((item, i) => {
      const start = (item as Node).range?.[0];
      const line = start === undefined ? this.lineOf(key) : this.#context.lines.linePos(start).line;
      return this.#fields(this.#context.resolve(item), key, `${this.subject}, ${key} ${i + 1}`, line) ?? [];
    });
  }

  #fields(node: unknown, key: string, subject: string, line: number): YamlFields | undefined {
    if (isMap(node)) return new YamlFields(node as YAMLMap, subject, line, this.#context);
    return this.fault(key, `${key} is no mapping: write it as { key: value }`);
  }

  #scalar(key: string): unknown {
    if (!this.has(key)) return undefined;
    const node = this.#nodes.get(key);
    if (isScalar(node) && node.value !== null) return node.value;
    return this.fault(key, `${key} has no value: give one, or leave the key out`);
  }
}

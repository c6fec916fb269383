/** Reads a regular expression far enough to reason about the text that it matches. */

/** A set of characters, a bit each: ASCII, and one for all others. Upper and lower case are the same. */
export type Characters = bigint;

const OTHER = 128;
export const ALL: Characters = (1n << 129n) - 1n;
export const NONE: Characters = 0n;

/** How often something is repeated; `max` may be Infinity. */
export interface Repeat {
  readonly min: number;
  readonly max: number;
}

export type Term =
  | { readonly kind: "text"; readonly characters: Characters; readonly repeat: Repeat }
  /** `^` or `$`: no text goes across it. */
  | { readonly kind: "edge" }
  | {
      readonly kind: "group";
      /** Looks ahead or behind: its text is not used up. */
      readonly isLook: boolean;
      readonly alternatives: readonly (readonly Term[])[];
      readonly repeat: Repeat;
    };

/** @param source a pattern that JavaScript accepts, without back references */
export function parsePattern(source: string): readonly (readonly Term[])[] {
  return new Reader(source).alternatives();
}

const ONCE: Repeat = { min: 1, max: 1 };

class Reader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  /** Up to the end of the pattern or of its group. */
  alternatives(): Term[][] {
    const found: Term[][] = [[]];
    for (
      let next = this.#source[this.#at];
      next !== undefined && next !== ")";
      next = this.#source[this.#at]
    ) {
      if (next === "|") {
        this.#at++;
        found.push([]);
      } else {
        const term = next === "(" ? this.#group() : this.#atom();
        if (term) found.at(-1)!.push(term);
      }
    }
    return found;
  }

  #group(): Term {
    const opening = this.#take(/\((?:\?(?:[:=!]|<[=!]|<[^>]*>))?/y)!;
    const alternatives = this.alternatives();
    this.#at++;
    return { kind: "group", isLook: /[=!]$/.test(opening), alternatives, repeat: this.#repeat() };
  }

  #atom(): Term | null {
    const character = this.#source[this.#at]!;
    if (character === "^" || character === "$") {
      this.#at++;
      return { kind: "edge" };
    }
    if (this.#take(/\\b/iy)) return null;
    const characters = character === "[" ? this.#class() : charactersOf(this.#take(ONE_CHARACTER)!);
    return { kind: "text", characters, repeat: this.#repeat() };
  }

  #class(): Characters {
    const end = endOfClass(this.#source, this.#at);
    const text = this.#source.slice(this.#at + 1, end);
    this.#at = end + 1;
    return classOf(text);
  }

  #repeat(): Repeat {
    const text = this.#take(/(?:[*+?]|\{\d+(?:,\d*)?\})\??/y);
    if (text === null) return ONCE;
    if (text[0] !== "{")
      return { min: text[0] === "+" ? 1 : 0, max: text[0] === "?" ? 1 : Number.POSITIVE_INFINITY };
    const [min, max] = text.slice(1, text.indexOf("}")).split(",");
    return { min: Number(min), max: max === "" ? Number.POSITIVE_INFINITY : Number(max ?? min) };
  }

  /** @param pattern sticky */
  #take(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const text = pattern.exec(this.#source)?.[0] ?? null;
    this.#at += text?.length ?? 0;
    return text;
  }
}

const ONE_CHARACTER = /\\(?:x[\da-f]{2}|u[\da-f]{4}|c[a-z]|[\s\S])|[\s\S]/iy;

/** @param text one character, `.`, or an escape */
function charactersOf(text: string): Characters {
  if (text === ".") return ALL & ~bit("\n");
  return text.length === 1 ? bit(text) : escaped(text);
}

function escaped(text: string): Characters {
  const kind = text[1]!;
  const known = KINDS[kind.toLowerCase()];
  if (known !== undefined) return kind === kind.toLowerCase() ? known : ALL & ~known;
  if (text.length === 2) return bit(CONTROLS[kind] ?? kind);
  return kind.toLowerCase() === "c"
    ? bit(String.fromCharCode(text.charCodeAt(2) % 32))
    : bit(String.fromCharCode(Number.parseInt(text.slice(2), 16)));
}

const CONTROLS: Readonly<Record<string, string>> = { t: "\t", n: "\n", r: "\r", v: "\v", f: "\f", 0: "\0" };

function bit(character: string): Characters {
  return [character.toLowerCase(), character.toUpperCase()]
    .map((one) => Math.min(OTHER, one.charCodeAt(0)))
    .reduce((set, code) => set | (1n << BigInt(code)), NONE);
}

function range(from: string, to: string): Characters {
  let set = to.charCodeAt(0) >= OTHER ? 1n << BigInt(OTHER) : NONE;
  for (let code = from.charCodeAt(0); code <= Math.min(OTHER, to.charCodeAt(0)); code++) {
    set |= bit(String.fromCharCode(code));
  }
  return set;
}

const KINDS: Readonly<Record<string, Characters>> = {
  d: range("0", "9"),
  w: range("0", "9") | range("a", "z") | bit("_"),
  s: [..." \t\n\r\v\f"].reduce((set, character) => set | bit(character), 1n << BigInt(OTHER)),
};

/** @param text what stands between the brackets */
function classOf(text: string): Characters {
  const isNegated = text.startsWith("^");
  const parts = (isNegated ? text.slice(1) : text).match(new RegExp(ONE_CHARACTER.source, "gi")) ?? [];
  let set = NONE;
  for (let at = 0; at < parts.length; at++) {
    const [part, dash, to] = parts.slice(at, at + 3);
    if (dash === "-" && to !== undefined && part!.length === 1 && to.length === 1) {
      set |= range(part!, to);
      at += 2;
    } else if (dash === "-" && to !== undefined && !(part!.slice(1).toLowerCase() in KINDS)) {
      set = ALL; // An end is an escape: rare, and too many characters only make the pattern look dearer.
      at += 2;
    } else set |= part!.length === 1 ? bit(part!) : escaped(part!);
  }
  return isNegated ? ALL & ~set : set;
}

/** Where a class that starts at an opening bracket ends. */
export function endOfClass(source: string, start: number): number {
  let at = start + 1;
  while (at < source.length && source[at] !== "]") at += source[at] === "\\" ? 2 : 1;
  return at;
}

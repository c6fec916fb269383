import type { CallGlue, CreateGlue } from "../workload.ts";

// Implements spec.md; glue.py and glue.c are its twins.
const TOKENS = 128;
const HIDDEN = 312;
const MAX_WORD_CHARACTERS = 100;

// U+00C0–U+017F, 32 to a row, as ASCII base letters; "." stays as it is.
const FOLD =
  "aaaaaaaceeeeiiiidnooooo.ouuuuyts" +
  "aaaaaaaceeeeiiiidnooooo.ouuuuyty" +
  "aaaaaaccccccccddddeeeeeeeeeegggg" +
  "gggghhhhiiiiiiiiiiiijjkkklllllll" +
  "lllnnnnnnnnnoooooooorrrrrrssssss" +
  "ssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

const BLANKS = /[\t\n\r\u00a0]/g;
const DROPPED = /\p{Cc}|[\u0300-\u036f]|\ufffd/gu;
const FOLDED = /[A-Z\u00c0-\u017f]/g;
const WORDS = /[!-/:-@[-`{-~]|[^ !-/:-@[-`{-~]+/g;

function fold(letter: string): string {
  if (letter <= "Z") return letter.toLowerCase();
  const base = FOLD[letter.charCodeAt(0) - 0xc0]!;
  return base === "." ? letter : base;
}

function decode(payload: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(payload);
  } catch {
    throw new Error(`expected UTF-8 text, found ${payload.length} bytes that are not valid UTF-8`);
  }
}

function basicTokens(text: string): readonly string[] {
  return text.replace(BLANKS, " ").replace(DROPPED, "").replace(FOLDED, fold).match(WORDS) ?? [];
}

class WordPiece {
  readonly #initial = new Map<string, number>();
  readonly #continuation = new Map<string, number>();

  constructor(assets: Uint8Array) {
    const tokens = new TextDecoder().decode(assets).split("\n");
    if (tokens.at(-1) === "") tokens.pop();
    tokens.forEach((token, id) => {
      const continues = token.startsWith("##");
      const table = continues ? this.#continuation : this.#initial;
      const text = continues ? token.slice(2) : token;
      if (table.has(text))
        throw new Error(`vocabulary line ${id + 1} repeats "${token}"; expected unique tokens`);
      table.set(text, id);
    });
  }

  special(token: string): number {
    const id = this.#initial.get(token);
    if (id === undefined) throw new Error(`vocabulary of ${this.#initial.size} words lacks "${token}"`);
    return id;
  }

  /** Appends the word's pieces to `ids`, or `unknown` when the vocabulary does not cover it. */
  append(word: string, unknown: number, ids: number[]): void {
    const first = ids.length;
    // The limit counts code points; only a word over it in UTF-16 units can be over it in code points.
    let start = word.length > MAX_WORD_CHARACTERS && [...word].length > MAX_WORD_CHARACTERS ? -1 : 0;
    let table = this.#initial;
    while (start >= 0 && start < word.length) {
      let end = word.length;
      let id = table.get(start === 0 ? word : word.slice(start));
      while (id === undefined && --end > start) id = table.get(word.slice(start, end));
      if (id === undefined) {
        start = -1;
      } else {
        ids.push(id);
        start = end;
        table = this.#continuation;
      }
    }
    if (start < 0) {
      ids.length = first;
      ids.push(unknown);
    }
  }
}

export const createGlue: CreateGlue<CallGlue> = (assets) => {
  const vocabulary = new WordPiece(assets);
  const pad = BigInt(vocabulary.special("[PAD]"));
  const unknown = vocabulary.special("[UNK]");
  const start = vocabulary.special("[CLS]");
  const end = vocabulary.special("[SEP]");
  // Pooling needs the mask, but postprocess sees only the model's outputs.
  let count = 0;

  return {
    preprocess(payload) {
      const ids = [start];
      for (const word of basicTokens(decode(payload))) vocabulary.append(word, unknown, ids);
      ids.length = Math.min(ids.length, TOKENS - 1);
      ids.push(end);
      count = ids.length;
      const inputIds = new BigInt64Array(TOKENS).fill(pad);
      for (let i = 0; i < count; i++) inputIds[i] = BigInt(ids[i]!);
      return [inputIds, new BigInt64Array(TOKENS).fill(1n, 0, count)];
    },

    postprocess([hidden]) {
      if (count === 0) throw new Error("postprocess needs the token count of a preprocess before it");
      const mean = new Float64Array(HIDDEN);
      for (let token = 0; token < count; token++) {
        for (let i = 0; i < HIDDEN; i++) mean[i]! += hidden![token * HIDDEN + i]!;
      }
      let squares = 0;
      for (let i = 0; i < HIDDEN; i++) {
        mean[i]! /= count;
        squares += mean[i]! * mean[i]!;
      }
      const norm = Math.max(Math.sqrt(squares), 1e-12);
      return Float32Array.from(mean, (value) => value / norm);
    },
  };
};

import { below, mulberry32, type Random, seedOf } from "../../../src/model/random.ts";

export const VOCABULARY_SIZE = 30_522;

const SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
const SUFFIXES = 5_500;

// Most frequent first: the skewed choice below favours the start of each list.
const ONSETS = "t s r l n d m c p b st f v g tr pr h ch".split(" ");
const NUCLEI = "e a i o u ea io ou".split(" ");
const CODAS = ["", "", "", "n", "r", "s", "l", "nd"];

function skewed(random: Random, items: readonly string[]): string {
  return items[Math.floor(random() * random() * items.length)]!;
}

function syllables(random: Random, count: number): string {
  let text = "";
  for (let i = 0; i < count; i++) {
    text += skewed(random, ONSETS) + skewed(random, NUCLEI) + skewed(random, CODAS);
  }
  return text;
}

/** A lower-case pseudo-word of one to four syllables; some syllables, as in a language, are far commoner. */
export function pseudoWord(random: Random): string {
  const u = random();
  return syllables(random, u < 0.28 ? 1 : u < 0.84 ? 2 : u < 0.97 ? 3 : 4);
}

function range(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i));
}

/** What can still occur after folding: no upper case, and nothing of U+00C0–U+017F but × and ÷. */
function characters(): string[] {
  return [
    ...range(0x21, 0x40),
    ...range(0x5b, 0x7e),
    ...range(0xa1, 0xbf),
    ..."×÷–—‘’“”…€™",
    ...range(0x180, 0x24f), // Latin Extended-B
    ...range(0x3b1, 0x3c9), // Greek
    ...range(0x430, 0x44f), // Cyrillic
  ];
}

/** The WordPiece vocabulary, one token per id: special tokens, characters, "##" suffixes, whole words. */
export function vocabulary(): string[] {
  const random = mulberry32(seedOf("embed-text/vocabulary"));
  const tokens = new Set(SPECIAL);
  for (const character of characters()) tokens.add(character);
  for (const character of characters()) tokens.add(`##${character}`);
  for (const end = tokens.size + SUFFIXES; tokens.size < end; ) {
    tokens.add(`##${syllables(random, 1 + below(random, 2))}`);
  }
  while (tokens.size < VOCABULARY_SIZE) tokens.add(pseudoWord(random));
  return [...tokens];
}

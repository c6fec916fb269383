import { below, type Random } from "../../../src/model/random.ts";
import type { CallWorkload, WorkloadSize } from "../workload.ts";
import { buildModel } from "./model.ts";
import { pseudoWord, vocabulary } from "./vocabulary.ts";

interface Size extends WorkloadSize {
  readonly bytes: number;
}

const TOKENS = 128;
const HIDDEN = 312;
const ACCENTED: Readonly<Record<string, string>> = { a: "á", c: "ç", e: "é", i: "ï", o: "ö", u: "ü", n: "ñ" };
const OUT_OF_VOCABULARY = ["語", "☃", "👋"];

function number(random: Random): string {
  const u = random();
  if (u < 0.4) return String(1900 + below(random, 130));
  if (u < 0.7) return `${below(random, 100)}.${below(random, 10)}%`;
  return `€${below(random, 5_000)}`;
}

function capitalised(word: string): string {
  return word[0]!.toUpperCase() + word.slice(1);
}

function styled(word: string, random: Random): string {
  const u = random();
  if (u < 0.04) return word.replace(/[aceioun]/, (letter) => ACCENTED[letter]!);
  if (u < 0.07) return capitalised(word);
  if (u < 0.08) return word.toUpperCase();
  if (u < 0.09) return `${word}-${pseudoWord(random)}`;
  if (u < 0.1) return `(${word})`;
  if (u < 0.11) return `"${word}"`;
  return word;
}

function wordAfter(random: Random): string {
  const u = random();
  if (u < 0.02) return number(random);
  if (u < 0.022) return OUT_OF_VOCABULARY[below(random, OUT_OF_VOCABULARY.length)]!;
  return styled(pseudoWord(random), random);
}

/** Sentences and paragraphs of pseudo-words with what tokenisers meet: capitals, accents, digits, punctuation. */
function payload({ bytes }: Size, random: Random): Uint8Array {
  let text = "";
  while (text.length < bytes) {
    if (text !== "") text += random() < 0.15 ? "\n\n" : " ";
    text += capitalised(pseudoWord(random));
    for (let more = 5 + below(random, 12); more > 0 && text.length < bytes; more--) {
      text += `${random() < 0.07 ? "," : ""} ${wordAfter(random)}`;
    }
    text += random() < 0.9 ? "." : "?";
  }
  return new TextEncoder().encode(`${text}\n`);
}

export const embedText: CallWorkload<Size> = {
  id: "embed-text",
  title: "Embed text",
  summary:
    "Normalise and tokenise a text into WordPieces, encode them with TinyBERT, pool to one unit vector for search.",
  sizes: [
    { id: "small", label: "paragraph, 400 bytes", bytes: 400 },
    { id: "medium", label: "page, 4 kB", bytes: 4_000 },
    { id: "large", label: "document, 32 kB", bytes: 32_000 },
  ],
  quickSize: "small",
  defaultSize: "medium",
  modelName: "TinyBERT-4L-312",
  inputs: () => [
    { name: "input_ids", type: "int64", dims: [1, TOKENS] },
    { name: "attention_mask", type: "int64", dims: [1, TOKENS] },
  ],
  outputs: () => [{ name: "last_hidden_state", type: "float32", dims: [1, TOKENS, HIDDEN] }],
  payload,
  assets: () => new TextEncoder().encode(`${vocabulary().join("\n")}\n`),
  buildModel,
  maxResultLength: () => HIDDEN,
  tolerance: { tensors: 1e-4, result: 1e-5 },
};

import { describe, expect, it, vi } from "vitest";
import { OnnxGraph } from "../../loaders/models/onnx.ts";
import { createGlue } from "../../loaders/workloads/embed-text/glue.ts";
import { vocabulary } from "../../loaders/workloads/embed-text/vocabulary.ts";
import { embedText } from "../../loaders/workloads/embed-text/workload.ts";
import type { CallGlue } from "../../loaders/workloads/workload.ts";
import { mulberry32 } from "../../src/model/random.ts";

const [PAD, UNK, CLS, SEP] = [0, 1, 2, 3];
const HIDDEN = 312;
const SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

function glueWith(...tokens: string[]): CallGlue {
  return createGlue(new TextEncoder().encode(`${[...SPECIAL, ...tokens].join("\n")}\n`));
}

/** The ids up to and including [SEP], after checking that the mask covers just them and padding follows. */
function idsOf(glue: CallGlue, text: string): number[] {
  const [ids, mask] = glue
    .preprocess(new TextEncoder().encode(text))
    .map((tensor) => [...tensor].map(Number));
  const count = mask!.lastIndexOf(1) + 1;
  expect(ids!.length).toBe(128);
  expect(mask).toEqual(Array.from({ length: 128 }, (_, i) => (i < count ? 1 : 0)));
  expect(ids!.slice(count)).toEqual(new Array(128 - count).fill(PAD));
  return ids!.slice(0, count);
}

describe("tokenising", () => {
  const [CAFE, UN, AFFORD, ABLE, BANG, COMMA, A, MORE_A, NAIVE, DASH] = [5, 6, 7, 8, 9, 10, 11, 12, 13, 14];
  const glue = glueWith("cafe", "un", "##afford", "##able", "!", ",", "a", "##a", "naive", "-");

  it("folds case and accents, splits punctuation, and marks a word it cannot cover", () => {
    expect(idsOf(glue, "Café, UNAFFORDABLE!\n naïve-xyz unxyz")).toEqual([
      CLS,
      CAFE,
      COMMA,
      UN,
      AFFORD,
      ABLE,
      BANG,
      NAIVE,
      DASH,
      UNK,
      UNK,
      SEP,
    ]);
  });

  it("takes the longest piece first", () => {
    const longest = glueWith("a", "ab", "##b", "##c", "##bc");
    expect(idsOf(longest, "abc abbc")).toEqual([CLS, 6, 8, 6, 9, SEP]);
  });

  it("drops combining accents and control characters, and splits at a no-break space", () => {
    expect(idsOf(glue, "cafe\u0301 ca\u0000f\u009fe a\u00a0a")).toEqual([CLS, CAFE, CAFE, A, A, SEP]);
  });

  it("treats no other Unicode blank as a blank", () => {
    expect(idsOf(glue, "a\u2003a")).toEqual([CLS, UNK, SEP]);
  });

  it("gives [CLS] [SEP] for an empty text", () => {
    expect(idsOf(glue, "")).toEqual([CLS, SEP]);
  });

  it("allows words of 100 characters and no more", () => {
    expect(idsOf(glue, "a".repeat(100))).toEqual([CLS, A, ...new Array(99).fill(MORE_A), SEP]);
    expect(idsOf(glue, "a".repeat(101))).toEqual([CLS, UNK, SEP]);
  });

  it("counts code points, not UTF-16 units, towards that limit", () => {
    const waves = glueWith("👋", "##👋");
    expect(idsOf(waves, "👋".repeat(100))).toEqual([CLS, 5, ...new Array(99).fill(6), SEP]);
    expect(idsOf(waves, "👋".repeat(101))).toEqual([CLS, UNK, SEP]);
  });

  it("truncates to 128 with [SEP] last", () => {
    expect(idsOf(glue, "a ".repeat(500))).toEqual([CLS, ...new Array(126).fill(A), SEP]);
  });

  it("folds each letter of U+00C0–U+017F as Unicode decomposes it", () => {
    const alphabet = [..."abcdefghijklmnopqrstuvwxyz"];
    const letters = glueWith(...alphabet);
    for (let code = 0xc0; code < 0x180; code++) {
      const base = String.fromCharCode(code).normalize("NFD")[0]!.toLowerCase();
      if (base > "z") continue;
      expect(idsOf(letters, String.fromCharCode(code)), code.toString(16)).toEqual([
        CLS,
        5 + alphabet.indexOf(base),
        SEP,
      ]);
    }
  });

  it("refuses bytes that are not UTF-8", () => {
    expect(() => glue.preprocess(Uint8Array.of(0x61, 0xc3))).toThrow(
      "expected UTF-8 text, found 2 bytes that are not valid UTF-8",
    );
  });

  it("refuses a vocabulary that lacks a special token or repeats one", () => {
    expect(() => createGlue(new TextEncoder().encode("[PAD]\n[UNK]\n[CLS]\n"))).toThrow('lacks "[SEP]"');
    expect(() => glueWith("a", "##b", "##b")).toThrow('line 8 repeats "##b"');
  });
});

describe("pooling", () => {
  it("averages the tokens under the mask only, and normalises to length 1", () => {
    const glue = glueWith("a");
    glue.preprocess(new TextEncoder().encode("a"));
    const hidden = new Float32Array(128 * HIDDEN).fill(1e6, 3 * HIDDEN);
    for (const token of [0, 1, 2]) hidden.set([3 * token, 4], token * HIDDEN);
    const result = glue.postprocess([hidden]);
    expect(result.length).toBe(HIDDEN);
    expect(result[0]).toBeCloseTo(0.6, 6);
    expect(result[1]).toBeCloseTo(0.8, 6);
    expect(Math.hypot(...result)).toBeCloseTo(1, 6);
  });

  it("needs a preprocess before it", () => {
    expect(() => glueWith().postprocess([new Float32Array(128 * HIDDEN)])).toThrow("preprocess before it");
  });
});

describe("the workload", () => {
  const tokens = vocabulary();

  it("has a vocabulary of 30,522 unique tokens without line breaks", () => {
    expect(tokens.length).toBe(30_522);
    expect(new Set(tokens).size).toBe(30_522);
    expect(tokens.slice(0, 5)).toEqual(SPECIAL);
    expect(tokens.every((token) => /^\S+$/.test(token))).toBe(true);
  });

  it.each(embedText.sizes)(
    "makes about as much text as the size $id says, the same for the same seed",
    (size) => {
      const payload = embedText.payload(size, mulberry32(7));
      expect(payload.length / size.bytes).toBeGreaterThan(0.98);
      expect(payload.length / size.bytes).toBeLessThan(1.15);
      expect(embedText.payload(size, mulberry32(7))).toEqual(payload);
    },
  );

  it("makes words of 1.3 to 1.6 pieces on average, few of them unknown", () => {
    const glue = createGlue(embedText.assets!());
    const text = new TextDecoder().decode(embedText.payload(embedText.sizes[1]!, mulberry32(3)));
    const words = text.match(/[\p{L}\p{M}\d]+/gu)!;
    const pieces = words.map((word) => idsOf(glue, word).slice(1, -1));
    const average = pieces.flat().length / words.length;
    expect(average).toBeGreaterThan(1.3);
    expect(average).toBeLessThan(1.6);
    expect(pieces.flat().filter((id) => id === UNK).length).toBeLessThan(0.02 * words.length);
  });

  it("builds TinyBERT-4L-312 without its pooler and second token type, twice the same", () => {
    const constant = vi.spyOn(OnnxGraph.prototype, "constant");
    const first = embedText.buildModel().encode();
    const weights = constant.mock.calls.filter(
      ([, data, dims]) => data instanceof Float32Array && dims.length > 0,
    );
    constant.mockRestore();
    expect(weights.reduce((sum, [, data]) => sum + data.length, 0)).toBe(14_252_280);
    expect(Buffer.compare(first, embedText.buildModel().encode())).toBe(0);
  });
});

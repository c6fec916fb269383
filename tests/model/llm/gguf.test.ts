import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type LlamaShape, llamaModel } from "../../../loaders/llm/llama-model.ts";
import { writeGguf } from "../../../loaders/llm/write-gguf.ts";
import { GgufCutOff, GgufError, readGguf } from "../../../src/model/llm/gguf.ts";
import { languageModelOf, meanBits } from "../../../src/model/llm/shape.ts";

const TINY: LlamaShape = {
  name: "tiny",
  blocks: 2,
  width: 64,
  feedForward: 96,
  heads: 4,
  keyValueHeads: 2,
  context: 128,
};

describe("a GGUF file", () => {
  const bytes = llamaModel(TINY, "Q8_0");

  it("says its sizes, its parameters and its quantisation", () => {
    const gguf = readGguf(bytes);
    const model = languageModelOf(gguf);
    expect(gguf.wholeBytes).toBeLessThanOrEqual(bytes.length);
    expect(bytes.length - gguf.wholeBytes).toBeLessThan(32);
    expect(model.shape).toEqual({
      blocks: 2,
      width: 64,
      feedForward: 96,
      heads: 4,
      keyValueHeads: 2,
      headWidth: 16,
      vocabulary: 259,
      contextTokens: 128,
    });
    const matrices = 2 * (64 * 64 * 2 + 64 * 32 * 2 + 3 * 64 * 96) + 2 * 259 * 64;
    expect(model.parameters).toBe(matrices + 5 * 64);
    expect(model.mix).toEqual([
      { quantisation: "Q8_0", parameters: matrices, bytes: (matrices / 32) * 34 },
      { quantisation: "F32", parameters: 5 * 64, bytes: 5 * 64 * 4 },
    ]);
    expect(meanBits(model)).toBeGreaterThan(8.5);
    expect(model.embeddingBytes).toBe(((259 * 64) / 32) * 34);
  });

  it("is the same on every machine, and another with other weights", () => {
    expect(llamaModel(TINY, "Q8_0")).toEqual(bytes);
    expect(llamaModel(TINY, "F16").length).toBeGreaterThan(bytes.length);
  });

  it("that is cut off says so, wherever it ends, and nothing else", () => {
    const { wholeBytes } = readGguf(bytes);
    fc.assert(
      fc.property(fc.integer({ min: 4, max: bytes.length - 1 }), (length) => {
        try {
          // Whoever has the file's length sees from it that its tensors are not all there.
          expect(readGguf(bytes.subarray(0, length)).wholeBytes).toBe(wholeBytes);
        } catch (error) {
          expect(error).toBeInstanceOf(GgufCutOff);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("that is damaged gives an error of its own, and soon", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ at: fc.nat(4_000), to: fc.nat(255) }), { minLength: 1, maxLength: 8 }),
        (changes) => {
          const damaged = bytes.slice(0, 6_000);
          for (const { at, to } of changes) damaged[at] = to;
          try {
            languageModelOf(readGguf(damaged));
          } catch (error) {
            expect(error).toBeInstanceOf(GgufError);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it("of another kind is refused by what it is", () => {
    expect(() => readGguf(new TextEncoder().encode("PK\u0003\u0004 and more"))).toThrow(
      /begins with "PK.*".*convert_hf_to_gguf/,
    );
    const version = bytes.slice();
    version[4] = 9;
    expect(() => readGguf(version)).toThrow(/GGUF version 9; read are 2 and 3/);
    const bert = writeGguf({ "general.architecture": { string: "bert" } }, []);
    expect(() => languageModelOf(readGguf(bert))).toThrow(/architecture is "bert"; calculated are llama/);
    expect(() => languageModelOf(readGguf(writeGguf({}, [])))).toThrow(/architecture is null/);
  });

  it("with an unknown quantisation names the tensor and its number", () => {
    const at = Buffer.from(bytes).indexOf("token_embd.weight") + "token_embd.weight".length + 4 + 16;
    const unknown = bytes.slice();
    expect(unknown[at]).toBe(8);
    unknown[at] = 77;
    expect(() => readGguf(unknown)).toThrow(/"token_embd.weight" has the quantisation 77.*known are F32/);
  });
});

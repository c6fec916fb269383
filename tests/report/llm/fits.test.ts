import { describe, expect, it } from "vitest";
import { inMix } from "../../../src/model/llm/mixes.ts";
import { PUBLISHED_MODELS, parametersOf } from "../../../src/model/llm/published-models.ts";
import type { LanguageModel } from "../../../src/model/llm/shape.ts";
import { boundText, fitsFinding, needIn } from "../../../src/report/llm/fits.ts";

const SMALL = {
  blocks: 8,
  width: 640,
  feedForward: 1_728,
  heads: 10,
  keyValueHeads: 5,
  headWidth: 64,
  vocabulary: 259,
  contextTokens: 1_024,
};
const LARGE = { ...SMALL, blocks: 14, width: 1_024, feedForward: 2_816, heads: 16, keyValueHeads: 8 };

/**
 * Peaks of the resident set, bytes, of `measure --set llm` and of `measure --workload chat-q4 chat-large` on 2026-11-27: AMD EPYC, 2 cores,
 * node-llama-cpp 3.22.1 and wllama 2.3.7 in Node 20, a context and a batch of 1,024 tokens.
 */
const PEAKS = [
  ["chat-f16", SMALL, 73_462_528, 193.7e6, 523.6e6],
  ["chat-q4", SMALL, 20_700_544, 158.3e6, 436.3e6],
  ["chat-large", LARGE, 176_169_248, 309.4e6, 638.6e6],
] as const;

describe("the calculator", () => {
  it.each(PEAKS)("is within 15 % of the measured peaks of %s", (name, shape, weightsBytes, native, wasm) => {
    const model: LanguageModel = {
      name,
      shape,
      weightsBytes,
      parameters: parametersOf(shape, false),
      embeddingBytes: 0,
      mix: [],
    };
    const use = { contextTokens: 1_024, cacheType: "F16", batchTokens: 1_024 } as const;
    for (const [engine, peak] of [
      ["native", native],
      ["wasm", wasm],
    ] as const) {
      const ratio = needIn({ engine }, model, use).totalBytes / peak;
      expect(ratio).toBeGreaterThan(0.85);
      expect(ratio).toBeLessThan(1.15);
    }
  });

  it("says where a model fits and where it does not", () => {
    const model = inMix(PUBLISHED_MODELS.find(({ name }) => name === "Llama 3 8B")!, "Q4_K_M");
    const use = { contextTokens: 8_192, cacheType: "F16", batchTokens: 512 } as const;
    expect(fitsFinding(model, use)).toMatch(
      /^Llama 3 8B, Q4_K_M, with a context of 8,192 tokens, needs 5\.9. GiB natively: it fits .*“AWS Lambda, largest”.*, and not “Wasm, 32-bit addresses”, “Browser tab on a phone” and “Cloudflare Workers”\.$/,
    );
    expect(fitsFinding(model, use, new Map([["phone", 4 * 2 ** 30]]))).toMatch(/and not .*“App on a phone”/);
    expect(boundText(model, use, null)).toBeNull();
    expect(boundText(model, use, 20e9)).toMatch(/^At most 3\.\d tokens a second with 18\.6 GiB a second/);
  });
});

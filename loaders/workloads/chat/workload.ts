import type { LanguageModel } from "../../../src/model/llm/shape.ts";
import { below, type Random } from "../../../src/model/random.ts";
import { BEGIN_TOKEN, BYTE_TOKENS_FROM, type LlamaShape, llamaModel } from "../../llm/llama-model.ts";
import type { Weights } from "../../llm/quantise.ts";
import type { ModelFile } from "../../models/model-file.ts";
import type { ScoredText, StepWorkload, WorkloadSize } from "../workload.ts";
import { CHAT } from "./id.ts";

interface Size extends WorkloadSize {
  readonly promptTokens: number;
}

const SMALL: LlamaShape = {
  name: "Portolan chat 37M",
  blocks: 8,
  width: 640,
  feedForward: 1_728,
  heads: 10,
  keyValueHeads: 5,
  context: 1_024,
};

const LARGE: LlamaShape = {
  name: "Portolan chat 166M",
  blocks: 14,
  width: 1_024,
  feedForward: 2_816,
  heads: 16,
  keyValueHeads: 8,
  context: 1_024,
};

const GENERATED_TOKENS = 32;
/** Of `{"role":"user","content":…}` in the prompt, but for the content: see spec.md. */
const FRAME_TOKENS = 1 + "<u>\n<a>".length;
/** What a prompt is cut from. */
const TEXT =
  "Which course is worth the voyage? Say where the time of a request goes, what each course does to it, and what it costs. ";

const SCORED_TOKENS = 64;

const tokensOf = (text: string): Int32Array =>
  Int32Array.from([
    BEGIN_TOKEN,
    ...Array.from(new TextEncoder().encode(text), (byte) => BYTE_TOKENS_FROM + byte),
  ]);

/**
 * Measured on this text: one engine that reads it whole or token by token differs from itself by .26 % with weights of Q8_0, two engines by
 * .16 to .27 % with Q8_0 and Q4_0, and weights of four bits in place of eight make it another by 2.8 %.
 */
const SCORED: ScoredText = {
  tokens: () => tokensOf(TEXT).subarray(0, SCORED_TOKENS + 1),
  tolerance: 0.01,
};

/**
 * Of a model that nobody here knows: an engine whose perplexity is further off than weights of four bits make it computes another model.
 * llama.cpp's table for Llama 3 8B (tools/quantize, read on 2026-11-27): +0.4685 for Q4_0, of 6.2332 in F16.
 */
const FEWER_BITS = 0.4685 / 6.2332;

const sizeOf = (id: Size["id"], promptTokens: number): Size => ({
  id,
  promptTokens,
  label: `prompt of ${promptTokens} tokens, ${GENERATED_TOKENS} generated`,
});

function chat(
  id: string,
  title: string,
  about: string,
  shape: LlamaShape,
  weights: Weights,
  inFirstLook?: false,
): StepWorkload<Size> {
  return {
    id,
    title,
    summary: `Put a question into a prompt, have a language model of llama's architecture (${about}) say 32 tokens, the likeliest each, and make text of them.`,
    sizes: [sizeOf("small", 16), sizeOf("medium", 128), sizeOf("large", 512)],
    quickSize: "small",
    defaultSize: "medium",
    modelName: `${shape.name}, ${weights}`,
    reads: "gguf",
    models: [
      { name: "llama", gguf: { build: () => llamaModel(shape, weights) }, contextTokens: shape.context },
    ],
    payload: ({ promptTokens }) => {
      const length = promptTokens - FRAME_TOKENS;
      const content = TEXT.repeat(Math.ceil(length / TEXT.length)).slice(0, length);
      return new TextEncoder().encode(
        JSON.stringify({ messages: [{ role: "user", content }], max_tokens: GENERATED_TOKENS }),
      );
    },
    ...(inFirstLook === undefined ? {} : { inFirstLook }),
    // Engines round the sums of quantised weights each in its own way; of others they say the same to the end.
    tolerance: { tensors: 0, result: 0.5, ...(weights === "F16" ? {} : { leading: 1 }) },
    ...(weights === "F16" ? { firstLookProcesses: 2 } : { scored: SCORED }),
  };
}

const OWN = `${CHAT}-own`;
let own: StepWorkload<Size> | null = null;

/** A chat with a model that somebody brought: its prompt is made of tokens that its vocabulary has, since the glue doesn't know it. */
export function registerChat(file: ModelFile, { name, parameters, mix, shape }: LanguageModel): string {
  const [most] = mix;
  const byChance = (tokens: number, random: Random) =>
    Int32Array.from({ length: tokens }, () => below(random, shape.vocabulary));
  const contextTokens = Math.min(shape.contextTokens, SMALL.context);
  own = {
    ...chats[0]!,
    id: OWN,
    title: `Chat with ${name}`,
    summary: `Have ${name} (${(parameters / 1e6).toFixed(0)} million parameters, mostly ${most!.quantisation}) read a prompt and say ${GENERATED_TOKENS} tokens, the likeliest each. The prompt is tokens of its vocabulary by chance: neither a template nor a tokeniser is part of it.`,
    modelName: name,
    models: [{ name: "llama", gguf: { file }, contextTokens }],
    payload: ({ promptTokens }, random) =>
      new TextEncoder().encode(
        JSON.stringify({
          prompt_tokens: [...byChance(promptTokens, random)],
          max_tokens: GENERATED_TOKENS,
        }),
      ),
    isLong: true,
    // Of a model that nobody made so that one token stands out, whatever its weights are.
    tolerance: chats[0]!.tolerance,
    scored: { tokens: (random) => byChance(SCORED_TOKENS + 1, random), tolerance: FEWER_BITS },
  };
  return OWN;
}

/** What `registerChat` was told of in this process. */
export const ownChats = (): readonly StepWorkload<Size>[] => (own === null ? [] : [own]);

/** One model, in the weights that people run, and unquantised, where every engine must say the same; and one four times as large. */
export const chats: readonly StepWorkload<Size>[] = [
  chat(CHAT, "Chat", "37 million parameters, Q8_0", SMALL, "Q8_0"),
  chat(`${CHAT}-f16`, "Chat, weights not quantised", "37 million parameters, F16", SMALL, "F16"),
  chat(`${CHAT}-q4`, "Chat, weights of four bits", "37 million parameters, Q4_0", SMALL, "Q4_0", false),
  chat(`${CHAT}-large`, "Chat, a larger model", "166 million parameters, Q8_0", LARGE, "Q8_0", false),
];

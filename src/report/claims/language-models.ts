/** Published figures of language models: what arithmetic says of their memory, and what this run says of the first token. */
import { cacheBytesPerToken } from "../../model/llm/memory.js";
import { inMix } from "../../model/llm/mixes.js";
import { PUBLISHED_MODELS } from "../../model/llm/published-models.js";
import { meanBits } from "../../model/llm/shape.js";
import { EDGE_LLMS } from "../../model/sources.js";
import { LLM_COMMAND } from "../llm/command.js";
import { conversationsOf } from "../llm/engines.js";
import type { Claim } from "./claim.js";
import { PAGES } from "./reading.js";

const LLAMA_3 = PUBLISHED_MODELS.find(({ name }) => name === "Llama 3 8B")!;
const Q4_K_M = inMix(LLAMA_3, "Q4_K_M");
const F16 = inMix(LLAMA_3, "F16");
const CONTEXT = 8_192;

const gigabytes = (bytes: number) => (bytes / 1e9).toPrecision(2);
const bits = meanBits(Q4_K_M).toFixed(2);

export const LANGUAGE_MODEL_CLAIMS: readonly Claim[] = [
  {
    id: "004-b",
    source: EDGE_LLMS,
    says: "memory of 4-bit weights beside 16-bit ones",
    figure: "4× less",
    by: "inputs",
    recomputed: {
      gives: `4 times for the bits alone; ${(F16.weightsBytes / Q4_K_M.weightsBytes).toPrecision(2)} times for Llama 3 8B at Q4_K_M, the format that it uses`,
      arithmetic: `16 ÷ 4 bits; ${gigabytes(F16.weightsBytes)} GB ÷ ${gigabytes(Q4_K_M.weightsBytes)} GB, since scales are stored as well and some tensors keep more bits`,
      follows: "in part",
    },
    why: "4 bits are the weights of a block without its scales. With `npx portolan measure --set llm --effort default` one model is measured with 16, 8 and 4 bits.",
    page: PAGES.languageModels,
  },
  {
    id: "004-c",
    source: EDGE_LLMS,
    says: "memory of Llama-3-8B at Q4_K_M",
    figure: "~5 GB",
    by: "inputs",
    recomputed: {
      gives: `${gigabytes(Q4_K_M.weightsBytes)} GB of weights, and ${gigabytes(CONTEXT * cacheBytesPerToken(LLAMA_3.shape, "F16"))} GB for a context of 8,192 tokens`,
      arithmetic: `${(LLAMA_3.parameters / 1e9).toFixed(2)} B parameters × ${bits} bits ÷ 8; 8,192 × 128 KiB of keys and values`,
      follows: "yes",
    },
    why: "It holds for the weights and a short context. 32-bit Wasm addresses 4 GiB, so that the weights have to lie outside the module.",
    page: PAGES.languageModels,
  },
  {
    id: "004-e",
    source: EDGE_LLMS,
    says: "time to the first token, for real time",
    figure: "under 100 ms",
    by: "run",
    published: { low: 0, high: 100 },
    read: ({ summary }) =>
      summary === null
        ? []
        : conversationsOf(summary).flatMap(({ workload, rows }) =>
            rows.map(({ target, generation }) => ({
              where: `${workload.title} on ${target.title}, a prompt of ${generation.promptTokens} tokens`,
              unit: "ms" as const,
              page: PAGES.languageModels,
              ...generation.firstTokenMs,
            })),
          ),
    enough: "any",
    standIn:
      "a model of some ten million parameters stands in for one of billions, whose prompt takes a hundred times the work",
    command: LLM_COMMAND,
    why: "A requirement, not a measurement: the preset “Interactive chat” takes it as its limit.",
    page: PAGES.languageModels,
  },
];

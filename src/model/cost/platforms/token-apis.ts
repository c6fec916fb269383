import { NO_LIMITS } from "./limits.js";
import { platformOfTraits } from "./of-traits.js";
import { SOLD_BY_TOKEN } from "./traits.js";

const NOTES = [
  "Tokens are counted as the measured model has them; another tokeniser makes more or fewer of the same text",
  "Tokens of reasoning, which some models write before they answer, are billed as tokens out, and none is counted",
  "Prompts that a seller keeps cached cost less; none is counted",
];

/** Sellers of language models, each with a model whose price is in the book. Whoever calls it is billed for tokens alone. */
export const tokenApis = (
  [
    ["openai-gpt-5-nano", "OpenAI’s API", "gpt-5-nano", "GPT-5 nano", "openai.gpt-5-nano"],
    ["amazon-nova-micro", "Amazon Bedrock", "nova-micro", "Amazon Nova Micro", "amazon.nova-micro"],
    [
      "anthropic-claude-haiku-4-5",
      "Anthropic’s API",
      "claude-haiku-4-5",
      "Claude Haiku 4.5",
      "anthropic.claude-haiku-4-5",
    ],
  ] as const
).map(([id, title, model, modelTitle, price]) =>
  platformOfTraits({
    ...SOLD_BY_TOKEN,
    id,
    title: `${title}, ${modelTitle}`,
    bills: "Each token of a prompt and, at another price, each token of an answer.",
    sells: { id: model, title: modelTitle },
    limits: NO_LIMITS,
    traits: {
      ...SOLD_BY_TOKEN.traits,
      charges: [
        { label: "Tokens in", price: `${price}.input`, tokens: "in" },
        { label: "Tokens out", price: `${price}.output`, tokens: "out" },
      ],
    },
    notes: NOTES,
  }),
);

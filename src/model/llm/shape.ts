import { type Gguf, type GgufArray, GgufError, type GgufValue } from "./gguf.js";

/** What of a language model's sizes decides its memory, whatever its weights are. */
export interface TransformerShape {
  readonly blocks: number;
  readonly width: number;
  readonly feedForward: number;
  readonly heads: number;
  /** Fewer than `heads` where groups of heads share keys and values. */
  readonly keyValueHeads: number;
  /** Of a head's keys and of its values. */
  readonly headWidth: number;
  readonly vocabulary: number;
  /** That it was trained for. */
  readonly contextTokens: number;
}

/** A language model as a calculation needs it. */
export interface LanguageModel {
  readonly name: string;
  readonly parameters: number;
  readonly weightsBytes: number;
  /** Of the table that turns a token into a vector: a token reads one row of it, where it is not the last layer's too. */
  readonly embeddingBytes: number;
  /** By quantisation, the largest first: parameters and bytes. */
  readonly mix: readonly {
    readonly quantisation: string;
    readonly parameters: number;
    readonly bytes: number;
  }[];
  readonly shape: TransformerShape;
}

/** Architectures whose sizes are read: blocks of attention with a key-value cache, and of a feed-forward network. */
const ARCHITECTURES = ["llama", "mistral", "qwen2", "qwen3", "gemma", "gemma2", "gemma3", "phi3", "smollm3"];

/** @throws GgufError that says what is missing, or of which architecture it is */
export function languageModelOf({ metadata, tensors }: Gguf): LanguageModel {
  const architecture = metadata.get("general.architecture");
  if (typeof architecture !== "string" || !ARCHITECTURES.includes(architecture))
    throw new GgufError(
      `its architecture is ${JSON.stringify(architecture ?? null)}; calculated are ${ARCHITECTURES.join(", ")}`,
    );
  const need = (key: string): number => {
    const value = numberOf(metadata.get(`${architecture}.${key}`));
    if (value === null || !(value > 0))
      throw new GgufError(`it has no ${architecture}.${key}: the file is damaged`);
    return value;
  };
  const width = need("embedding_length");
  const heads = need("attention.head_count");
  const mix = new Map<string, { parameters: number; bytes: number }>();
  let parameters = 0;
  let weightsBytes = 0;
  for (const { dims, quantisation, bytes } of tensors) {
    const count = dims.reduce((product, dim) => product * dim, 1);
    const sum = mix.get(quantisation.name) ?? { parameters: 0, bytes: 0 };
    mix.set(quantisation.name, { parameters: sum.parameters + count, bytes: sum.bytes + bytes });
    parameters += count;
    weightsBytes += bytes;
  }
  const embedding = tensors.find(({ name }) => name === "token_embd.weight");
  const isTied = !tensors.some(({ name }) => name === "output.weight");
  const vocabulary =
    (metadata.get("tokenizer.ggml.tokens") as GgufArray | undefined)?.length ?? embedding?.dims[1] ?? 0;
  const name = metadata.get("general.name");
  return {
    name: typeof name === "string" ? name : architecture,
    parameters,
    weightsBytes,
    embeddingBytes: embedding && !isTied ? embedding.bytes : 0,
    mix: [...mix].map(([quantisation, sum]) => ({ quantisation, ...sum })).sort((a, b) => b.bytes - a.bytes),
    shape: {
      blocks: need("block_count"),
      width,
      feedForward: need("feed_forward_length"),
      heads,
      keyValueHeads: numberOf(metadata.get(`${architecture}.attention.head_count_kv`)) ?? heads,
      headWidth: numberOf(metadata.get(`${architecture}.attention.key_length`)) ?? width / heads,
      vocabulary,
      contextTokens: need("context_length"),
    },
  };
}

/** A number, or the largest of a list, as some models have one for each block. */
function numberOf(value: GgufValue | undefined): number | null {
  if (typeof value === "number" || typeof value === "bigint") return Number(value);
  if (typeof value === "object" && value.values.length > 0)
    return Math.max(...value.values.map((one) => Number(one)));
  return null;
}

/** Bits that a parameter takes on average in the file. */
export const meanBits = ({
  weightsBytes,
  parameters,
}: Pick<LanguageModel, "weightsBytes" | "parameters">): number => (8 * weightsBytes) / parameters;

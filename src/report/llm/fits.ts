/** What is said of where a language model fits. */
import { formatBytes, formatShare } from "../../model/format.js";
import {
  type EngineMemory,
  type MemoryNeed,
  memoryNeed,
  mostTokensPerSecond,
  type Use,
} from "../../model/llm/memory.js";
import { inMix, type Mix } from "../../model/llm/mixes.js";
import { type Fit, fitOf, type Place, placesWith, type ReadersMemory } from "../../model/llm/places.js";
import { PUBLISHED_MODELS } from "../../model/llm/published-models.js";
import { type LanguageModel, meanBits } from "../../model/llm/shape.js";
import { capital, listed } from "../words.js";

/**
 * What engines take beside a model: llama.cpp in Node, which maps the file, and llama.cpp as Wasm in Node, which has one copy of it in its
 * linear memory. What is left of the peaks of `chat` when its other parts are taken off; docs/language-models.md has the models that
 * this was then held against.
 */
export const ENGINE_MEMORY: Readonly<Record<Place["engine"], EngineMemory>> = {
  native: { fixedBytes: 84e6, weightCopies: 1 },
  wasm: { fixedBytes: 390e6, weightCopies: 1 },
};

export const needIn = (place: Pick<Place, "engine">, model: LanguageModel, use: Use): MemoryNeed =>
  memoryNeed(model, use, ENGINE_MEMORY[place.engine]);

const NO_FIGURES: ReadersMemory = new Map();

export const fitsOf = (model: LanguageModel, use: Use, readers = NO_FIGURES): Fit[] =>
  placesWith(readers).map((place) => fitOf(place, needIn(place, model, use)));

/** "Llama 3 8B, Q4_K_M, with 8,192 tokens needs 6.2 GB: it fits AWS Lambda, largest and …, not Wasm, 32-bit addresses." */
export function fitsFinding(model: LanguageModel, use: Use, readers = NO_FIGURES): string {
  const fits = fitsOf(model, use, readers);
  const total = formatBytes(needIn({ engine: "native" }, model, use).totalBytes);
  const titles = (which: boolean) =>
    fits.filter((fit) => fit.fits === which).map(({ place }) => `“${place.title}”`);
  const [there, not] = [titles(true), titles(false)];
  const where =
    there.length === 0
      ? "it fits none of these places"
      : not.length === 0
        ? "it fits all of these places"
        : `it fits ${listed(there)}, and not ${listed(not)}`;
  return `${model.name}, with a context of ${use.contextTokens.toLocaleString("en-US")} tokens, needs ${total} natively: ${where}.`;
}

export interface NeedText {
  readonly part: string;
  readonly size: string;
  readonly because: string;
}

export function needTexts(model: LanguageModel, use: Use, need: MemoryNeed): NeedText[] {
  const mix = model.mix.map(
    ({ quantisation, bytes }) => `${quantisation} ${formatShare(bytes / model.weightsBytes)}`,
  );
  const { shape } = model;
  return [
    {
      part: "Weights",
      size: formatBytes(need.weightsBytes),
      because: `${(model.parameters / 1e9).toFixed(2)} billion parameters at ${meanBits(model).toFixed(2)} bits each: ${listed(mix)}`,
    },
    {
      part: "Key-value cache",
      size: formatBytes(need.cacheBytes),
      because: `2 × ${shape.blocks} blocks × ${shape.keyValueHeads} heads × ${shape.headWidth} × ${use.contextTokens.toLocaleString("en-US")} tokens in ${use.cacheType}`,
    },
    {
      part: "Activations",
      size: formatBytes(need.activationBytes),
      because: `the vectors of ${use.batchTokens} tokens of a prompt that are computed at once`,
    },
    {
      part: "Engine",
      size: formatBytes(need.engineBytes),
      because: "what llama.cpp and its host take whatever the model is, as measured",
    },
  ];
}

export const fitText = ({ fits, share, need }: Fit): string =>
  `${fits ? "fits" : "does not fit"}: ${formatBytes(need.totalBytes)}, ${formatShare(share)} of it`;

/** The most tokens a second that a bandwidth allows one conversation, before arithmetic; null without a bandwidth. */
export function boundText(model: LanguageModel, use: Use, bandwidth: number | null): string | null {
  if (bandwidth === null) return null;
  const most = mostTokensPerSecond(model, use.cacheType, use.contextTokens, bandwidth);
  return `${capital("at most")} ${Number(most.toPrecision(2)).toLocaleString("en-US")} tokens a second with ${formatBytes(bandwidth)} a second of memory bandwidth, since each token reads all weights and the cache so far.`;
}

/** Each published model in a mix, for the table of all. */
export interface PublishedRow {
  readonly model: LanguageModel;
  readonly source: string;
  readonly need: MemoryNeed;
}

export const publishedRows = (mix: Mix, use: Use): PublishedRow[] =>
  PUBLISHED_MODELS.map((published) => {
    const model = inMix(published, mix);
    return { model, source: published.source, need: needIn({ engine: "native" }, model, use) };
  });

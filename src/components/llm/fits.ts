import { html } from "htl";
import { formatBytes } from "../../model/format.js";
import { readGguf, refuseCutOff } from "../../model/llm/gguf.js";
import { CACHE_TYPES, type CacheType, type Use } from "../../model/llm/memory.js";
import { inMix, MIXES, type Mix } from "../../model/llm/mixes.js";
import type { Fit } from "../../model/llm/places.js";
import { PLACES, type ReadersMemory } from "../../model/llm/places.js";
import { PUBLISHED_MODELS } from "../../model/llm/published-models.js";
import { type LanguageModel, languageModelOf } from "../../model/llm/shape.js";
import {
  boundText,
  fitsFinding,
  fitsOf,
  fitText,
  type NeedText,
  needIn,
  needTexts,
  type PublishedRow,
  publishedRows,
} from "../../report/llm/fits.js";
import { dataTable } from "../data-table.js";
import { choice, type Field, textField } from "../inputs/fields.js";

const DEFAULT_MODEL = "Llama 3 8B";
const DEFAULT_MIX: Mix = "Q4_K_M";
const DEFAULT_CONTEXT = 8_192;
const BATCH_TOKENS = 512;
const GIB = 2 ** 30;
const MOST_GIB = 100_000;
/** The head of a file with a vocabulary of a quarter of a million tokens has some ten megabytes. */
const HEAD_BYTES = 64 << 20;

/** Where a model fits, for the reader's numbers: a published model, or a file of the reader's own, which never leaves the page. */
export function fitsForm(bandwidth: number | null): HTMLElement {
  const model = choice(
    "fit-model",
    "Model",
    PUBLISHED_MODELS.map(({ name }) => [name, name] as const),
  );
  const mix = choice(
    "fit-weights",
    "Weights",
    MIXES.map((name) => [name, name] as const),
  );
  const context = textField("fit-context", "Context of all conversations", "tokens");
  const cache = choice(
    "fit-cache",
    "Key-value cache",
    CACHE_TYPES.map((name) => [name, name] as const),
  );
  model.text = DEFAULT_MODEL;
  mix.text = DEFAULT_MIX;
  context.text = String(DEFAULT_CONTEXT);
  cache.text = "F16";
  const memories = PLACES.filter(({ ask }) => ask !== undefined).map((place) => {
    const field = textField(`fit-memory-${place.id}`, place.ask!, "GiB");
    field.text = String(place.memoryBytes / GIB);
    return { place, field };
  });
  const file = html`<input id="fit-file" type="file" accept=".gguf">` as HTMLInputElement;
  const failure = html`<p class="failure" role="alert" hidden></p>`;
  const answer = html`<div aria-live="polite"></div>`;
  let own: LanguageModel | null = null;
  const draw = () => {
    const tokens = Number(context.text.replaceAll(/[,_ ]/g, ""));
    const isRight = Number.isInteger(tokens) && tokens > 0 && tokens <= 1e8;
    context.error = isRight ? null : `“${context.text}”: a whole number of tokens from 1 to 100,000,000`;
    const readers = new Map(memories.map(({ place, field }) => [place.id, gibibytesIn(field)] as const));
    if (!isRight || [...readers.values()].some(Number.isNaN)) return;
    const use: Use = { contextTokens: tokens, cacheType: cache.text as CacheType, batchTokens: BATCH_TOKENS };
    const published = PUBLISHED_MODELS.find(({ name }) => name === model.text)!;
    answer.replaceChildren(fitOfModel(own ?? inMix(published, mix.text as Mix), use, bandwidth, readers));
  };
  const form = html`<form class="conditions" aria-label="A model and its use">
    <div class="fields">${model.element}${mix.element}${context.element}${cache.element}${memories.map(({ field }) => field.element)}
      <div><label for="fit-file">Or a GGUF file, whose head is read in this page</label>${file}</div></div>
  </form>` as HTMLFormElement;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => {
    if (event.target === file) return;
    const { name } = event.target as HTMLSelectElement;
    if (name === "fit-model" || name === "fit-weights") own = null;
    draw();
  });
  file.addEventListener("change", async () => {
    const [chosen] = file.files ?? [];
    if (!chosen) return;
    failure.hidden = true;
    try {
      own = await modelOfFile(chosen);
      draw();
    } catch (error) {
      failure.textContent = `${chosen.name}: ${(error as Error).message}`;
      failure.hidden = false;
    }
  });
  draw();
  return html`<div class="fits">${form}${failure}${answer}</div>`;
}

/** Bytes; NaN of what is none, which its field says. */
function gibibytesIn(field: Field): number {
  const given = Number(field.text.replaceAll(/[,_ ]/g, ""));
  const isRight = given > 0 && given <= MOST_GIB;
  field.error = isRight
    ? null
    : `“${field.text}”: a number of GiB above 0, up to ${MOST_GIB.toLocaleString("en-US")}`;
  return isRight ? given * GIB : Number.NaN;
}

async function modelOfFile(file: File): Promise<LanguageModel> {
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  const gguf = readGguf(head);
  refuseCutOff(gguf, file.size);
  return languageModelOf(gguf);
}

/** What a model needs, part by part, and the places that it fits. */
function fitOfModel(
  model: LanguageModel,
  use: Use,
  bandwidth: number | null,
  readers: ReadersMemory,
): HTMLElement {
  const need = needIn({ engine: "native" }, model, use);
  const bound = boundText(model, use, bandwidth);
  return html`<div>
    <p><strong>${fitsFinding(model, use, readers)}</strong> ${bound}</p>
    ${dataTable(
      "What it needs natively",
      [
        { label: "Part", heading: true, value: ({ part }: NeedText) => part },
        { label: "Memory", numeric: true, value: ({ size }: NeedText) => size },
        { label: "Because of", value: ({ because }: NeedText) => because },
      ],
      needTexts(model, use, need),
    )}
    ${dataTable(
      "Where it fits",
      [
        { label: "Place", heading: true, value: ({ place }: Fit) => place.title },
        { label: "Memory there", numeric: true, value: ({ place }: Fit) => formatBytes(place.memoryBytes) },
        { label: "Verdict", value: fitText },
        { label: "Source", value: ({ place }: Fit) => place.source },
      ],
      fitsOf(model, use, readers),
    )}</div>`;
}

/** Published models in the weights that most people download. */
export function publishedTable(): HTMLElement {
  const use: Use = { contextTokens: DEFAULT_CONTEXT, cacheType: "F16", batchTokens: BATCH_TOKENS };
  return dataTable(
    `Published models as ${DEFAULT_MIX}, with a context of ${DEFAULT_CONTEXT.toLocaleString("en-US")} tokens in F16, natively`,
    [
      { label: "Model", heading: true, value: ({ model }: PublishedRow) => model.name },
      {
        label: "Parameters",
        numeric: true,
        value: ({ model }) => `${(model.parameters / 1e9).toFixed(2)} billion`,
      },
      { label: "Weights", numeric: true, value: ({ need }) => formatBytes(need.weightsBytes) },
      { label: "Cache", numeric: true, value: ({ need }) => formatBytes(need.cacheBytes) },
      { label: "Activations", numeric: true, value: ({ need }) => formatBytes(need.activationBytes) },
      { label: "All", numeric: true, value: ({ need }) => formatBytes(need.totalBytes) },
      { label: "Configuration", value: ({ source }) => source },
    ],
    publishedRows(DEFAULT_MIX, use),
  );
}

import { describe, expect, it } from "vitest";
import {
  activationBytes,
  bytesPerToken,
  cacheBytesPerToken,
  memoryNeed,
  mostTokensPerSecond,
} from "../../../src/model/llm/memory.ts";
import { inMix } from "../../../src/model/llm/mixes.ts";
import { fitOf, PLACES, placesWith } from "../../../src/model/llm/places.ts";
import { PUBLISHED_MODELS } from "../../../src/model/llm/published-models.ts";

const published = (name: string) => PUBLISHED_MODELS.find((one) => one.name === name)!;
const llama3 = published("Llama 3 8B");
const USE = { contextTokens: 8_192, cacheType: "F16", batchTokens: 512 } as const;

describe("published models", () => {
  it.each([
    ["TinyLlama 1.1B", 1.1e9],
    ["Llama 3.2 1B", 1.24e9],
    ["Llama 3.2 3B", 3.21e9],
    ["Mistral 7B v0.3", 7.25e9],
    ["Llama 3 8B", 8.03e9],
    ["Llama 3.1 70B", 70.6e9],
  ])("%s has the parameters that it is known for", (name, parameters) => {
    expect(published(name).parameters / parameters).toBeCloseTo(1, 2);
  });
});

describe("memory", () => {
  it("of Llama 3 8B's cache is 1 GiB for 8,192 tokens in F16, and less in fewer bits", () => {
    expect(8_192 * cacheBytesPerToken(llama3.shape, "F16")).toBe(2 ** 30);
    expect(cacheBytesPerToken(llama3.shape, "Q8_0") / cacheBytesPerToken(llama3.shape, "F16")).toBeCloseTo(
      34 / 64,
      6,
    );
  });

  it("of its compute buffer is what llama.cpp prints: 258.5 MiB", () => {
    expect(activationBytes(llama3.shape, 512) / 2 ** 20).toBeCloseTo(258.5, 6);
  });

  it("of its weights at Q4_K_M is some 4.9 GB, as published files are", () => {
    expect(inMix(llama3, "Q4_K_M").weightsBytes / 1e9).toBeCloseTo(4.92, 1);
    expect(inMix(llama3, "F16").weightsBytes / 1e9).toBeCloseTo(16.06, 1);
    const { mix, parameters } = inMix(llama3, "Q4_K_M");
    expect(mix.reduce((sum, part) => sum + part.parameters, 0)).toBe(parameters);
  });

  it("is the sum of its parts, which grow with what they depend on alone", () => {
    const model = inMix(llama3, "Q4_K_M");
    const engine = { fixedBytes: 1e8, weightCopies: 1 };
    const need = memoryNeed(model, USE, engine);
    expect(need.totalBytes).toBe(
      need.weightsBytes + need.cacheBytes + need.activationBytes + need.engineBytes,
    );
    const longer = memoryNeed(model, { ...USE, contextTokens: 16_384 }, engine);
    expect(longer.totalBytes - need.totalBytes).toBe(2 ** 30);
    expect(memoryNeed(model, USE, { ...engine, weightCopies: 2 }).totalBytes - need.totalBytes).toBe(
      model.weightsBytes,
    );
  });

  it("decides where it fits", () => {
    const need = memoryNeed(inMix(llama3, "Q4_K_M"), USE, { fixedBytes: 1e8, weightCopies: 1 });
    const fits = Object.fromEntries(PLACES.map((place) => [place.id, fitOf(place, need).fits]));
    expect(fits).toMatchObject({ wasm32: false, workers: false, lambda: true, memory64: true, t4: true });
    expect(fits).toMatchObject({ tab: true, "phone-tab": false, phone: true, fargate: true, own: true });
  });

  it("decides by the reader's figures where no source has one, and by the sources' elsewhere", () => {
    const places = placesWith(
      new Map([
        ["phone", 2 ** 30],
        ["lambda", 1],
      ]),
    );
    const place = (id: string) => places.find((one) => one.id === id)!;
    expect(place("phone")).toMatchObject({ memoryBytes: 2 ** 30, source: "your figure" });
    expect(place("lambda").memoryBytes).toBe(10_240 * 2 ** 20);
    expect(places.map(({ id }) => id)).toEqual(PLACES.map(({ id }) => id));
  });

  it("has a source with a date for what a browser, a device or a platform leaves", () => {
    for (const { id, source } of PLACES.filter(({ id }) => !["t4", "l4", "h100", "own"].includes(id)))
      expect(source, id).toMatch(/20\d\d-\d\d-\d\d/);
  });
});

describe("tokens a second", () => {
  it("are bounded by the bytes that each of them reads", () => {
    const model = inMix(llama3, "Q4_K_M");
    expect(bytesPerToken(model, "F16", 0)).toBe(model.weightsBytes - model.embeddingBytes);
    expect(bytesPerToken(model, "F16", 8_192) - bytesPerToken(model, "F16", 0)).toBe(2 ** 30);
    expect(mostTokensPerSecond(model, "F16", 0, 2 * bytesPerToken(model, "F16", 0))).toBe(2);
  });
});

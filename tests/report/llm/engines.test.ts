import { describe, expect, it } from "vitest";
import {
  agreementText,
  conversationsOf,
  enginesFinding,
  engineText,
  loadSentences,
  rateText,
  sharesOf,
  threadSentences,
} from "../../../src/report/llm/engines.ts";
import { chatSummary } from "../../fixtures/chats.ts";
import { summary as without } from "../../gallery/data.ts";

const [conversation] = conversationsOf(chatSummary());

describe("engines of a language model", () => {
  it("are told with what they take over today's, on as many threads", () => {
    expect(enginesFinding(conversation!)).toMatch(
      /^Chat: llama\.cpp says its first token after 20.* ms.*, and then 500 tokens a second; llama\.cpp as Wasm, in Node takes 20× \(18× to 22×\) as long to the first and 13× \(11× to 14×\)/,
    );
    expect(conversation!.rows.map(({ target }) => target.id)).toEqual([
      "llama-native",
      "llama-native-threads",
      "llama-wasm",
    ]);
  });

  it("that threads make slower are said to be slower", () => {
    expect(threadSentences(conversation!, 2)).toEqual([
      expect.stringMatching(
        /^With 2 threads on 2 cores llama\.cpp takes 0\.70× .* first token and 2\.5× .*: tokens come more slowly\.$/,
      ),
    ]);
  });

  it("share a request out whole", () => {
    for (const row of conversation!.rows)
      expect(sharesOf(row).reduce((sum, { ms }) => sum + ms, 0)).toBeCloseTo(row.cell.p50Ms.value, 6);
  });

  it("print rates with the digits that their intervals bear", () => {
    expect(rateText({ value: 493.7, low: 490, high: 498 })).toBe("494");
    expect(rateText({ value: 493.7, low: 400, high: 600 })).toBe("490");
    expect(engineText(conversation!.rows[0]!, conversation!.workload, 12e9)).toMatchObject({
      engine: "llama.cpp",
      decode: "500",
      // 500 tokens a second × 39 MB over 12 GB a second: more than can be, as made-up figures may.
      ofBound: "163 %",
      tail: "2.40 ms / too few",
    });
  });

  it("tell how far their perplexities are apart, and what is allowed", () => {
    expect(agreementText(conversation!)).toMatch(
      /On a fixed text the reference’s perplexity is 620\.5, and those of 3 engines within 0\.37 % of it, where 1 % is allowed\.$/,
    );
    const rows = conversation!.rows.map((row) => {
      const { perplexity, ...cell } = row.cell;
      return { ...row, cell };
    });
    expect(agreementText({ ...conversation!, rows })).not.toMatch(/perplexity/);
  });

  it("tell loading from memory and from the disk apart, or why they do not", () => {
    expect(loadSentences(conversation!)).toEqual([
      expect.stringMatching(
        /dropped from it before: llama\.cpp loads in 152 ms and in 202 ms; .*Node loads in 175 ms/,
      ),
    ]);
    const [row] = conversation!.rows;
    const kept = { state: "missing", reason: "koffi is not installed", enable: "npm install koffi" } as const;
    const rows = [{ ...row!, cell: { ...row!.cell, diskLoad: kept } }];
    expect(loadSentences({ ...conversation!, rows })).toEqual([
      "Loading from the disk was not measured here: koffi is not installed. What it takes: npm install koffi.",
    ]);
  });

  it("are none in a run without language models", () => {
    expect(conversationsOf(without)).toEqual([]);
  });
});
